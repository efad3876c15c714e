"""The petitioner's forms, one question each: shape only; the rules stand in the actions."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from core.parliament.selectors import committees, constituencies
from core.web.countries import country_choices
from core.web.forms import EmailField, HouseForm, NameField, PostcodeField
from petitions.actions.drafting import LONGEST_DIFFERENCE, Writer
from petitions.models import Petition, PetitionDraft
from petitions.models.petitions import ACTION_LENGTH, BACKGROUND_LENGTH, DETAILS_LENGTH
from petitions.models.signatures import HOME_COUNTRY
from petitions.states import Standard

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
WHY_ASKED = {
    Standard.ASKS: _("Not a council, a court or a firm."),
    Standard.POLITE: _("No insults, no advertising, no claims that you cannot support."),
    Standard.PRIVATE: _("Ministers and members in their office may be named."),
}
NOT_ANSWERED = {
    Standard.ASKS: _("Say whether Parliament or the Government can do it"),
    Standard.POLITE: _("Say whether it is polite and says nothing false"),
    Standard.PRIVATE: _("Say whether it names no private person and no court case"),
}


def _choice(form: forms.Form, name: str) -> forms.ChoiceField:
    return cast(forms.ChoiceField, form.fields[name])


def action_field() -> forms.CharField:
    """Give the field for what should happen; the limit is the kind's, as the model keeps it."""
    return forms.CharField(
        label=_("What should happen?"), max_length=ACTION_LENGTH,
        error_messages={"required": _("Say what should happen")},
        help_text=_("One sentence that begins with a verb, for example “Bring back the night train”."),
    )  # fmt: skip


def background_field() -> forms.CharField:
    """Give the field for why it matters."""
    return forms.CharField(
        label=_("Why does it matter?"), max_length=BACKGROUND_LENGTH, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Who is concerned, and what is wrong today? Everybody reads this below the title."),
        error_messages={"required": _("Say why it matters")},
    )  # fmt: skip


def details_field() -> forms.CharField:
    """Give the field for what more there is to say."""
    return forms.CharField(
        label=_("More details and sources"), max_length=DETAILS_LENGTH, required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Figures, examples, addresses of pages where they can be read. You can leave this empty."),
    )  # fmt: skip


class ActionForm(HouseForm):
    """Page 1: what should happen."""

    action = action_field()


class SimilarForm(HouseForm):
    """Page 2: how this one differs from what is there; `because` is asked for once a petition is named."""

    nearest = forms.ChoiceField(
        label=_("Which one is nearest to yours?"), required=False, widget=forms.RadioSelect,
    )  # fmt: skip
    because = forms.CharField(
        label=_("Mine differs because…"), max_length=LONGEST_DIFFERENCE, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences. The moderator reads this beside both petitions."),
    )  # fmt: skip

    def __init__(self, *args: Any, near: list[Petition] | None = None, **kwargs: Any) -> None:
        """Take the petitions that are shown."""
        super().__init__(*args, **kwargs)
        rows = [(str(petition.number), petition.words().action) for petition in near or []]
        _choice(self, "nearest").choices = [*rows, ("", _("None of them asks for the same"))]
        if not rows:
            del self.fields["nearest"]
            del self.fields["because"]

    @property
    def number(self) -> int | None:
        """Give the number of the petition that was chosen."""
        chosen = self.cleaned_data.get("nearest", "")
        return int(chosen) if chosen else None


class BackgroundForm(HouseForm):
    """Page 3: why."""

    background = background_field()


class DetailsForm(HouseForm):
    """Page 4: more."""

    details = details_field()


class StandardsForm(HouseForm):
    """Page 5: three questions, yes or no."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask one question a standard."""
        super().__init__(*args, **kwargs)
        for standard in Standard:
            self.fields[standard.value] = forms.ChoiceField(
                label=standard.label, choices=YES_NO, widget=forms.RadioSelect, help_text=WHY_ASKED[standard],
                error_messages={"required": NOT_ANSWERED[standard]},
            )  # fmt: skip

    @property
    def answers(self) -> dict[str, bool]:
        """Give the answers by standard."""
        return {standard.value: self.cleaned_data[standard.value] == "yes" for standard in Standard}


class WriterForm(HouseForm):
    """Page 6: who writes."""

    name = NameField(help_text=_("Your name stands on the petition."))
    email = EmailField(help_text=_("Never shown. We send you a code and the way to your petition."))
    postcode = PostcodeField(help_text=_("Never shown. It tells the moderator that you live here."))
    constituency = forms.ChoiceField(label=_("Constituency"), required=False)
    country = forms.ChoiceField(label=_("Where you live"), required=False)
    committee = forms.ChoiceField(label=_("Which committee should deal with it?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fill the lists; the constituency is asked only where the postcode did not tell."""
        super().__init__(*args, **kwargs)
        seats = [(area.code, str(area)) for area in constituencies()]
        _choice(self, "constituency").choices = [("", _("Found by your postcode")), *seats]
        _choice(self, "country").choices = [(HOME_COUNTRY, _("In this country")), *country_choices()]
        _choice(self, "committee").choices = [("", _("I do not know"))] + [(c.slug, str(c)) for c in committees()]
        self.fields["postcode"].required = not self.is_abroad and not self._given("constituency") and bool(seats)

    @property
    def asks_constituency(self) -> bool:
        """Tell whether the list of constituencies is shown: after a postcode that nobody knows."""
        return "postcode" in self.errors or bool(self._given("constituency"))

    @property
    def is_abroad(self) -> bool:
        """Tell whether the list of countries stands open."""
        return (self._given("country") or HOME_COUNTRY) != HOME_COUNTRY

    @property
    def writer(self) -> Writer:
        """Give what was typed."""
        return Writer(**{**self.cleaned_data, "country": self.cleaned_data["country"] or HOME_COUNTRY})

    def _given(self, name: str) -> str:
        return str((self.data if self.is_bound else self.initial).get(name) or "")


class TextForm(HouseForm):
    """The whole text on one page: to change it once more, or to send it again."""

    action = action_field()
    background = background_field()
    details = details_field()


class LaterForm(HouseForm):
    """Where the way back is mailed to."""

    email = EmailField(help_text=_("Never shown. Whoever has the link can read and change your draft."))


class LostForm(HouseForm):
    """The address with which somebody began."""

    email = EmailField(help_text=_("The address that you gave when you began."))


def writer_initial(draft: PetitionDraft) -> dict[str, str]:
    """Give what a draft already says about its writer."""
    facts = {name: getattr(draft, name) for name in ("name", "email", "postcode", "constituency", "country")}
    return {**facts, "committee": draft.committee.slug if draft.committee else ""}
