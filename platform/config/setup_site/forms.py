"""The forms of the set-up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst, format_lazy
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from cms.appearance.model import Appearance
from cms.appearance.palette import SHIPPED
from core.accounts.models import Role
from core.institution import facts
from core.parliament.models import Committee
from core.web.forms import EmailField, HouseForm, HouseModelForm, NameField
from core.web.numbers import number

LINE, TEXT = 120, 300
MOST_BYTES = 8_000_000


def _text(label: Any, code: str, *, length: int = LINE, required: bool = False, lines: int = 0) -> forms.CharField:
    attrs: dict[str, Any] = {"lang": code, "dir": "rtl" if get_language_info(code)["bidi"] else "ltr"}
    widget = forms.Textarea({**attrs, "rows": lines}) if lines else forms.TextInput(attrs)
    return forms.CharField(label=label, max_length=length, required=required, widget=widget)


class LanguagesForm(HouseForm):
    """Which languages, and which comes first."""

    languages = forms.MultipleChoiceField(
        label=_("Languages on offer"),
        help_text=_("All pages and mails of the software itself speak these. You write your own pages in each."),
        widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Choose at least one language")},
    )  # fmt: skip
    default = forms.ChoiceField(
        label=_("First language"), help_text=_("For readers whose browser asks for none of these."),
        widget=forms.RadioSelect, error_messages={"required": _("Choose the first language")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what is shipped."""
        super().__init__(*args, **kwargs)
        for name in ("languages", "default"):
            self.fields[name].choices = list(settings.LANGUAGES)  # type: ignore[attr-defined]


class ByLanguageForm(HouseForm):
    """A form some of whose texts stand once for each language on offer, as `<part>_<language>`."""

    parts: dict[str, tuple[Any, int, int]] = {}  # part: (label, length, lines)
    needed = ""  # the part that must be there in the first language

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the texts, language by language."""
        super().__init__(*args, **kwargs)
        self.languages = facts.languages()
        first = facts.default_language()
        for code, name in self.languages:
            for part, (label, length, lines) in self.parts.items():
                shown = f"{label} ({name})" if len(self.languages) > 1 else label
                field = _text(shown, code, length=length, lines=lines, required=part == self.needed and code == first)
                field.error_messages["required"] = _("Enter the name")
                self.fields[f"{part}_{code}"] = field

    def texts(self, part: str) -> dict[str, str]:
        """Give one text by language."""
        return {code: self.cleaned_data[f"{part}_{code}"] for code, _name in self.languages}

    def groups(self) -> list[dict[str, Any]]:
        """Give the fields, language by language."""
        return [
            {"code": code, "name": name, "fields": [self[f"{part}_{code}"] for part in self.parts]}
            for code, name in self.languages
        ]


class NameForm(ByLanguageForm):
    """Name, description and postal address by language; where people write to for help."""

    parts = {
        "name": (_("Name"), LINE, 0),
        "description": (_("Short description"), LINE, 0),
        "address": (_("Postal address"), LINE, 0),
    }
    needed = "name"
    help_email = EmailField(label=_("Where people write to for help"), required=False)


class ColoursForm(HouseModelForm):
    """The settings of Appearance; its own check refuses poor pairs, with the reason."""

    class Meta:
        """All colours, corners, type; pictures come later, in the back office."""

        model = Appearance
        fields = [*SHIPPED, "radius", "faces"]
        widgets = {
            **{name: forms.TextInput(attrs={"type": "color", "class": "colour"}) for name in SHIPPED},
            "radius": forms.RadioSelect,
            "faces": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin the words of a choice like a line of a form."""
        super().__init__(*args, **kwargs)
        for name in ("radius", "faces"):
            field: Any = self.fields[name]
            field.choices = [(value, capfirst(str(words))) for value, words in field.choices]

    def light_fields(self) -> list[Any]:
        """Give the colours in the light."""
        return [self[name] for name in SHIPPED if not name.endswith("_dark")]

    def dark_fields(self) -> list[Any]:
        """Give the colours in the dark."""
        return [self[name] for name in SHIPPED if name.endswith("_dark")]

    def is_dark_at_fault(self) -> bool:
        """Tell whether a colour in the dark was refused."""
        return any(bound.errors for bound in self.dark_fields())


class SeatsForm(HouseForm):
    """One file."""

    file = forms.FileField(
        label=_("CSV table or Popolo file"),
        help_text=_("Nothing is changed yet: first you see what the file says."),
        error_messages={"required": _("Choose a file"), "empty": _("This file is empty")},
        widget=forms.FileInput(attrs={"accept": ".csv,.json,text/csv,application/json"}),
    )

    def clean_file(self) -> Any:
        """Refuse what is no table: too large, or not in UTF-8."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("This file is larger than 8 MB. Use the command manage.py parliament_import.")
            )
        try:
            self.text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(_("Save the file as UTF-8 text and choose it again.")) from None
        if "\x00" in self.text:
            raise forms.ValidationError(_("This is no text. Choose a CSV table or a JSON file."))
        return file


class CommitteeForm(ByLanguageForm):
    """One committee."""

    parts = {"name": (_("Name of the committee"), LINE, 0), "remit": (_("What it deals with"), TEXT, 3)}
    needed = "name"


class StaffForm(HouseForm):
    """Whom to invite, and as what."""

    name = NameField()
    email = EmailField()
    language = forms.ChoiceField(label=_("Language of the mail"))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    committee = forms.ModelChoiceField(
        Committee.objects.order_by("slug"), label=_("Committee"), required=False, empty_label=_("The whole House")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the languages of this parliament."""
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = facts.languages()  # type: ignore[attr-defined]


class MailForm(HouseForm):
    """Who mail comes from."""

    sender_name = forms.CharField(label=_("Name of the sender"), max_length=LINE, required=False)
    sender_email = EmailField(
        label=_("Address of the sender"), help_text=_("An address of your own domain. Answers to it should be read.")
    )


class PagesForm(HouseForm):
    """Nothing to fill in: the button makes the drafts."""


class PetitionsForm(HouseForm):
    """The few figures a kind of petition begins with."""

    supporters_needed = forms.IntegerField(
        label=_("Supporters before it is checked"), min_value=0, max_value=1000, initial=5,
        help_text=_("0 sends each petition to the clerks at once."),
    )  # fmt: skip
    moderation_days = forms.IntegerField(label=_("Days in which it is checked"), min_value=1, max_value=365, initial=7)
    duration_days = forms.IntegerField(label=_("Days it stays open"), min_value=1, max_value=1825, initial=180)
    answer_at = forms.IntegerField(
        label=_("Signatures for an answer"), min_value=1, max_value=100_000_000, initial=10_000
    )
    debate_at = forms.IntegerField(
        label=_("Signatures for a debate"), min_value=1, max_value=100_000_000, initial=100_000
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name each field in its error, and write the large figures that are offered as people read them."""
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.error_messages["required"] = format_lazy(_("Enter a number: {field}"), field=field.label)
            if name in {"answer_at", "debate_at"}:
                offered = self.get_initial_for_field(field, name)
                field.help_text = format_lazy(_("Offered: {count}"), count=number(offered))

    def clean(self) -> dict[str, Any]:
        """A debate asks for more than an answer."""
        cleaned: dict[str, Any] = super().clean() or {}
        answer, debate = cleaned.get("answer_at"), cleaned.get("debate_at")
        if answer and debate and debate <= answer:
            self.add_error("debate_at", _("A debate must need more signatures than an answer."))
        return cleaned
