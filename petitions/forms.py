"""The citizen's forms: shape only; the rules stand in the actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from core.parliament.models import Area
from core.parliament.selectors import constituencies
from core.web.countries import country_choices
from core.web.forms import EmailField, HouseForm, LongSelect, NameField, PostcodeField
from core.web.typos import meant_address
from petitions.entries import ASK_TYPO, FIELDS, USE_EMAIL, Ground, read_entry
from petitions.models.signatures import HOME_COUNTRY


def _choice(form: forms.Form, name: str) -> forms.ChoiceField:
    return cast(forms.ChoiceField, form.fields[name])


class SignatureForm(HouseForm):
    """Sign: four fields and a box."""

    name = NameField()
    email = EmailField()
    postcode = PostcodeField(help_text=_("It counts you for your constituency."))
    constituency = forms.ChoiceField(label=_("Constituency"), required=False, widget=LongSelect)
    country = forms.ChoiceField(label=_("Where you live"), required=False, widget=LongSelect)
    is_eligible = forms.BooleanField(
        label=_("I am a citizen or resident"),
        error_messages={"required": _("Tick the box if you are a citizen or resident")},
    )
    wants_news = forms.BooleanField(label=_("Tell me what happens to this petition"), required=False)

    # How the session, if there is one, lets its account sign: see `petitions.account_forms`.
    is_by_eid = False
    needs_eid = False
    signs_as = ""

    def __init__(self, *args: Any, areas: Sequence[Area] | None = None, **kwargs: Any) -> None:
        """Fill the lists; the constituency is asked only where the postcode did not tell. `areas`: read already."""
        super().__init__(*args, **kwargs)
        if self.data.get(USE_EMAIL):  # the button under "Did you mean": as if it had been typed
            self.data = {**{name: self.data.get(name) for name in self.data}, "email": self.data[USE_EMAIL]}
        _choice(self, "country").choices = [(HOME_COUNTRY, _("In this country")), *country_choices()]
        seats = [(area.code, str(area)) for area in (constituencies() if areas is None else areas)]
        _choice(self, "constituency").choices = [("", _("Found by your postcode")), *seats]
        at_home = (self.data.get("country") or HOME_COUNTRY) == HOME_COUNTRY
        chosen = bool(self.data.get("constituency"))
        self.fields["postcode"].required = at_home and not chosen and bool(seats)
        self.ground = Ground(
            frozenset(code for code, _words in seats), frozenset(code for code, _words in country_choices())
        )

    @property
    def asks_constituency(self) -> bool:
        """Tell whether the list of constituencies is shown: after a postcode that nobody knows."""
        chosen = self.data.get("constituency") or self.initial.get("constituency")
        return "postcode" in self.errors or bool(chosen)

    @property
    def meant_email(self) -> str:
        """Give the address that was probably meant, where the form has just asked; the next post keeps what it says."""
        asked = self.is_bound and bool(self.data.get(ASK_TYPO)) and "email" in self.errors
        return meant_address(str(self.data.get("email", "")).strip()) if asked else ""

    @property
    def is_abroad(self) -> bool:
        """Tell whether the list of countries stands open."""
        return self.data.get("country", HOME_COUNTRY) not in {"", HOME_COUNTRY}

    def _clean_fields(self) -> None:
        """Read the fields by the one validator of all doors (`petitions.entries`); what a subclass adds, as ever."""
        ours = {name: self.fields.pop(name) for name in FIELDS}
        try:
            super()._clean_fields()  # type: ignore[misc]
        finally:
            self.fields = {**ours, **self.fields}
        given = {
            name: field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            for name, field in ours.items()
        }
        reading = read_entry({**given, ASK_TYPO: self.data.get(ASK_TYPO)}, self.ground)
        self.cleaned_data.update(reading.values)
        for name, faults in reading.faults.items():
            for words in faults:
                self.add_error(name, words)


class FindConstituencyForm(HouseForm):
    """Find one's constituency: by postcode, or from the list."""

    postcode = PostcodeField(required=False, help_text=_("It is used once, to find the constituency, and not kept."))
    constituency = forms.ChoiceField(label=_("Or choose your constituency"), required=False, widget=LongSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fill the list."""
        super().__init__(*args, **kwargs)
        seats = sorted(((area.code, str(area)) for area in constituencies()), key=lambda row: row[1])
        _choice(self, "constituency").choices = [("", _("Found by your postcode")), *seats]
