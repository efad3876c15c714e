"""The forms of a kind: its own figures and words, one row for each threshold and for each reason of rejection."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.backoffice.writing import TextsForm
from core.errors import DomainError
from core.parliament.models import Chamber, Committee
from core.web.digits import whole_number
from core.web.doors import words_of
from petitions.kind_facts import IDENTITY_METHODS, MOST, KindFacts, ReasonFacts, ThresholdFacts
from petitions.models import DutyOffice
from petitions.states import CountedFor, Duty

EMPTY_ROWS = 2
USUAL_ROW = {"days_allowed": 30, "remind_days": 5, "counted": "all", "duty": "respond"}
FIGURES = {
    "supporters_needed": _("Supporters needed before a moderator reads it"),
    "gathering_days": _("Days to find them"),
    "moderation_days": _("Days within which a moderator decides"),
    "duration_days": _("Days open for signatures"),
    "grace_hours": _("Hours after the end in which a code or link still confirms"),
    "people_per_address": _("People who may sign with one e-mail address"),
    "retention_days": _("Days after the end for which signers’ details are kept"),
}


class PlainTexts(TextsForm):
    """A form of which a part may be refused by the action: at its field, or at the first language of its text."""

    @property
    def called(self) -> str:
        """Give the title that the row stands under, in the reader's language or any; empty where it has none yet."""
        titles = [
            self[name].value()
            for name in (f"title_{get_language()}", *self.fields)
            if name.startswith("title_") and name in self.fields
        ]
        return next((str(title) for title in titles if title), "")

    def refuse(self, name: str, words: object) -> None:
        """Show one fault."""
        field = name if name in self.fields else next((one for one in self.fields if one.startswith(f"{name}_")), None)
        self.add_error(field, str(words))


class KindForm(PlainTexts):
    """The kind itself."""

    texts_labels: ClassVar = {"name": _("Name"), "eligibility_words": _("Who may sign, in words for everybody")}
    long_texts = frozenset({"eligibility_words"})
    main_texts = frozenset({"name"})
    chamber = forms.ModelChoiceField(Chamber.objects.order_by("pk"), label=_("Chamber"))
    signs_abroad = forms.BooleanField(label=_("People who live abroad may sign"), required=False)
    identity_methods = forms.MultipleChoiceField(
        label=_("How people prove who they are"),
        choices=IDENTITY_METHODS.items(),
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages in which a petition may be written"),
        required=False,
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all of the site."),
    )
    carries_over = forms.BooleanField(label=_("Goes on in the next term"), required=False)

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        """Put the figures in; a new kind asks its key too."""
        super().__init__(*args, **kwargs)
        for name, label in FIGURES.items():
            self.fields[name] = forms.IntegerField(label=label, min_value=0, max_value=MOST[name])
        if is_new:
            self.fields["key"] = forms.SlugField(
                label=_("Key"), help_text=_("Small letters and hyphens; it never changes."),
                widget=forms.TextInput({"dir": "ltr"}),
            )  # fmt: skip
        self.order_fields(["key", *(name for name in self.fields if name.startswith("name_")), "chamber", *FIGURES])

    @staticmethod
    def initial_of(facts: KindFacts) -> dict[str, Any]:
        """Give what a version says."""
        texts = {f"{part}_{code}": text for part in ("name", "eligibility_words")
                 for code, text in getattr(facts, part).items()}  # fmt: skip
        plain = {name: getattr(facts, name) for name in (*FIGURES, "carries_over")}
        return {
            **texts, **plain, "chamber": facts.chamber.pk, "languages": list(facts.languages),
            "identity_methods": list(facts.identity_methods),
            "signs_abroad": facts.eligibility.get("abroad", True) is not False,
        }  # fmt: skip

    def columns(self, known: KindFacts | None) -> dict[str, Any]:
        """Give the values of the kind's own row; rules of eligibility that this form does not know stay."""
        data = self.cleaned_data
        rules = {name: value for name, value in (known.eligibility if known else {}).items() if name != "abroad"}
        return {
            "key": known.key if known else data["key"], "name": self.texts("name"), "chamber": data["chamber"],
            **{name: data[name] for name in FIGURES}, "carries_over": data["carries_over"],
            "identity_methods": tuple(data["identity_methods"]), "languages": tuple(data["languages"]),
            "eligibility": rules if data["signs_abroad"] else {**rules, "abroad": False},
            "eligibility_words": self.texts("eligibility_words"),
        }  # fmt: skip


class ThresholdForm(PlainTexts):
    """One threshold; a row whose key is empty is none."""

    texts_labels: ClassVar = {"title": _("What it brings"), "owner": _("Who owes it, in words")}
    key = forms.SlugField(label=_("Key"), required=False, help_text=_("Empty: this row is left out."),
                          widget=forms.TextInput({"dir": "ltr"}))  # fmt: skip
    count = forms.IntegerField(label=_("Signatures"), required=False, min_value=0)
    counted = forms.ChoiceField(label=_("Which signatures count"), choices=CountedFor.choices)
    duty = forms.ChoiceField(label=_("Duty"), choices=Duty.choices)
    office = forms.ModelChoiceField(DutyOffice.objects.order_by("key"), label=_("Office that is reminded"),
                                    required=False)  # fmt: skip
    days_allowed = forms.IntegerField(label=_("Working days allowed"), min_value=0, max_value=1000)
    remind_days = forms.IntegerField(label=_("Working days before its day on which the office is reminded"),
                                     min_value=0, max_value=1000)  # fmt: skip

    @staticmethod
    def initial_of(row: ThresholdFacts) -> dict[str, Any]:
        """Give what a version says."""
        return {**row.columns(), **_texts(row, "title", "owner"), "office": row.office and row.office.pk}

    def facts(self) -> ThresholdFacts:
        """Give what the action asks."""
        data = self.cleaned_data
        return ThresholdFacts(
            data["key"], data["count"] or 0, self.texts("title"), data["duty"], self.texts("owner"), data["office"],
            data["counted"], data["days_allowed"], data["remind_days"],
        )  # fmt: skip

    def is_written(self) -> bool:
        """Tell whether the row is one."""
        return bool(self.cleaned_data.get("key"))


class ReasonForm(PlainTexts):
    """One reason of rejection; a row whose code is empty is none."""

    texts_labels: ClassVar = {
        "title": _("Title"), "wording": _("What the public reads"), "guidance": _("Advice for the moderator"),
    }  # fmt: skip
    long_texts = frozenset({"wording", "guidance"})
    code = forms.SlugField(label=_("Code"), required=False, help_text=_("Empty: this row is left out."),
                           widget=forms.TextInput({"dir": "ltr"}))  # fmt: skip
    is_hidden = forms.BooleanField(
        label=_("The text of a petition refused for this is shown to nobody"), required=False
    )

    @staticmethod
    def initial_of(row: ReasonFacts) -> dict[str, Any]:
        """Give what a version says."""
        return {**row.columns(), **_texts(row, "title", "wording", "guidance")}

    def facts(self) -> ReasonFacts:
        """Give what the action asks."""
        data = self.cleaned_data
        title, wording, guidance = (self.texts(part) for part in ("title", "wording", "guidance"))
        return ReasonFacts(data["code"], title, wording, guidance, data["is_hidden"])

    def is_written(self) -> bool:
        """Tell whether the row is one."""
        return bool(self.cleaned_data.get("code"))


class KindForms:
    """The whole screen: the kind's form and its rows, checked together."""

    def __init__(self, known: KindFacts | None, data: Any = None) -> None:
        """Take the version to begin from, if any, and what was sent."""
        self.known = known
        first: dict[str, Any] = KindForm.initial_of(known) if known else {"signs_abroad": True, **_usual()}
        self.kind = KindForm(data, initial=first, is_new=known is None)
        self.thresholds = _rows(ThresholdForm, "thresholds", known.thresholds if known else (), data,
                                USUAL_ROW)  # fmt: skip
        self.reasons = _rows(ReasonForm, "reasons", known.reasons if known else (), data, {})
        _share_choices(self.thresholds, "office")

    def all(self) -> list[PlainTexts]:
        """Give every form of the screen."""
        return [self.kind, *self.thresholds, *self.reasons]

    def is_valid(self) -> bool:
        """Check each, so that each shows its faults."""
        checked = [form.is_valid() for form in self.all()]
        return all(checked)

    def facts(self) -> KindFacts:
        """Give what the action asks."""
        return KindFacts(
            **self.kind.columns(self.known), thresholds=tuple(form.facts() for form in self.written(self.thresholds)),
            reasons=tuple(form.facts() for form in self.written(self.reasons)),
        )  # fmt: skip

    @staticmethod
    def written(rows: Iterable[Any]) -> list[Any]:
        """Leave empty rows out."""
        return [form for form in rows if form.is_written()]

    def refuse(self, error: DomainError) -> None:
        """Show each fault at its field: "thresholds-1-count" is the second row that was written."""
        rows = {"thresholds": self.written(self.thresholds), "reasons": self.written(self.reasons)}
        for name, words in error.fields.items():
            group, _dash, rest = name.partition("-")
            at, _dash, part = rest.partition("-")
            if group in rows and at.isdigit():
                rows[group][int(at)].refuse(part, words)
            else:
                self.kind.refuse(name, words)
        if not error.fields:
            self.kind.add_error(None, words_of(error))


def _share_choices(rows: Iterable[Any], name: str) -> None:
    """Read the choices of a field once for all rows: a select of its own in each row would ask again."""
    shared: list[Any] | None = None
    for form in rows:
        shared = list(form.fields[name].choices) if shared is None else shared
        form.fields[name].choices = shared


class OfficeForm(PlainTexts):
    """One office that owes duties."""

    texts_labels: ClassVar = {"name": _("Name")}
    main_texts = frozenset({"name"})
    key = forms.SlugField(label=_("Key"), help_text=_("Small letters and hyphens; it never changes."),
                          widget=forms.TextInput({"dir": "ltr"}))  # fmt: skip
    mailbox = forms.EmailField(label=_("Mail box that is reminded"), required=False)
    committee = forms.ModelChoiceField(Committee.objects.order_by("slug"), label=_("Its committee"), required=False)


def _usual() -> dict[str, Any]:
    plain = KindFacts(key="", name={}, chamber=None)  # type: ignore[arg-type]
    return {**{name: getattr(plain, name) for name in FIGURES}, "identity_methods": ["email"]}


def _texts(row: Any, *parts: str) -> dict[str, Any]:
    return {f"{part}_{code}": text for part in parts for code, text in getattr(row, part).items()}


def _rows(form: Any, prefix: str, known: Any, data: Any, usual: dict[str, Any]) -> list[Any]:
    """Give a form for each row that stands and some empty ones; what was sent says how many there were."""
    first = [form.initial_of(row) for row in known]
    many = len(first) + EMPTY_ROWS
    if data is not None:
        many = max(many, *(int(name.split("-")[1]) + 1 for name in data if _is_row(name, prefix)), 0)
    return [
        form(data, prefix=f"{prefix}-{at}", initial=first[at] if at < len(first) else usual)
        for at in range(min(many, 60))
    ]


def _is_row(name: str, prefix: str) -> bool:
    parts = name.split("-")
    return len(parts) == 3 and parts[0] == prefix and whole_number(parts[1]) is not None
