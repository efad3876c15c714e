"""The sender's forms: shape only; the rules stand in the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from consultations.evidence.actions.attaching import LARGEST_FILE
from consultations.evidence.actions.drafting import ANSWER_LENGTH, TITLE_LENGTH
from consultations.evidence.models import Submission
from consultations.evidence.states import Concern, SenderKind, Wish
from core.fields import Said
from core.web.forms import EmailField, HintedRadios, HouseForm, NameField
from core.web.numbers import number

# What the chooser of the browser offers first; the content decides, not this.
ENDINGS = ".docx,.odt,.rtf,.txt,.pdf"
WHY = _("Needed unless we may show your name. Only the committee reads it, and decides whether it is good enough.")


class SenderForm(HouseForm):
    """Who writes, without the address: a draft keeps the one it began with."""

    kind = forms.ChoiceField(
        label=_("For whom do you write?"), choices=SenderKind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Say for whom you write")},
    )  # fmt: skip
    name = NameField()
    organisation = forms.CharField(
        label=_("Organisation"), max_length=150, required=False, help_text=_("Only if you write for one."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )  # fmt: skip
    role = forms.CharField(label=_("Your role there"), max_length=150, required=False)


class StartForm(SenderForm):
    """Who writes, and where the way back is mailed to."""

    email = EmailField(help_text=_("Never published. We send you the link back to your draft."))


class LinkForm(HouseForm):
    """Where a new link goes to."""

    email = EmailField()


class DraftForm(HouseForm):
    """A page that may be saved unfinished."""

    @property
    def is_for_later(self) -> bool:
        """Tell whether the sender only wants to save."""
        return "later" in self.data


class EvidenceForm(DraftForm):
    """A title, one box a question, or one file."""

    title = forms.CharField(
        label=_("Title"), max_length=TITLE_LENGTH, error_messages={"required": _("Enter a title")},
        help_text=_("A few words that say what it is about. It is published with your evidence."),
    )  # fmt: skip

    def __init__(self, *args: Any, submission: Submission, **kwargs: Any) -> None:
        """Take the draft; it gives the questions and what was saved."""
        self.questions = {f"answer_{row.position}": row for row in submission.call.questions.all()}
        self.attachment = getattr(submission, "attachment", None)
        saved = {row.question_id: row.text for row in submission.answers.all()}
        kwargs["initial"] = {
            "title": submission.title, **{name: saved.get(row.pk, "") for name, row in self.questions.items()}
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["title"].required = not self.is_for_later
        for name, question in self.questions.items():
            words = question.text.said()
            self.fields[name] = forms.CharField(
                label=Said(f"{number(question.position)}. {words}", words.language),
                help_text=str(question.hint), required=False,
                validators=[MaxLengthValidator(ANSWER_LENGTH)], widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
            )  # fmt: skip
        self.fields["file"] = forms.FileField(
            label=_("Another file in its place") if self.attachment else _("File"), required=False,
            help_text=_("Word (.docx), OpenDocument (.odt), RTF, text or PDF, at most 25 MB."),
            widget=forms.FileInput(attrs={"accept": ENDINGS}),
            error_messages={"empty": _("This file is empty. Choose another one.")},
        )  # fmt: skip
        for name in (*self.questions, "file"):
            self.fields[name].is_needed_at_times = True  # type: ignore[attr-defined]  # one of them is, see clean
        if self.attachment:
            self.fields["remove_file"] = forms.BooleanField(label=_("Remove this file"), required=False)

    @property
    def answers(self) -> dict[int, str]:
        """Give what was typed, by the question's key."""
        return {row.pk: self.cleaned_data.get(name, "") for name, row in self.questions.items()}

    @property
    def answer_fields(self) -> list[forms.BoundField]:
        """Give the boxes, in the order of the questions."""
        return [self[name] for name in self.questions]

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST_FILE:
            size = number(round(file.size / 1024 / 1024))
            raise forms.ValidationError(
                _("This file has %(size)s MB. Send one of at most 25 MB.") % {"size": size}, code="too_large"
            )
        return file

    def clean(self) -> dict[str, Any]:
        """Ask for some evidence, unless it is only saved for later."""
        data = super().clean() or self.cleaned_data
        if self.is_for_later:
            return data
        keeps_file = self.attachment and not data.get("remove_file")
        if not keeps_file and not data.get("file") and "file" not in self.errors and not any(self.answers.values()):
            first = next(iter(self.questions), "file")
            self.add_error(first, _("Answer at least one question, or add a file"))
        return data


class WishForm(DraftForm):
    """How the evidence may be published."""

    wish = forms.ChoiceField(
        label=_("How may we publish your evidence?"), choices=Wish.choices, widget=HintedRadios,
        error_messages={"required": _("Choose how we may publish your evidence")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("If not with your name: why?"), max_length=1000, required=False, help_text=WHY,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    shown_as = forms.CharField(
        label=_("What to show instead of your name"), max_length=100, required=False,
        help_text=_("For example: a tenant in Saltmere. Leave it empty to show nothing."),
    )  # fmt: skip
    concerns = forms.MultipleChoiceField(
        label=_("Does your text do any of these?"), choices=Concern.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, submission: Submission, **kwargs: Any) -> None:
        """Take the draft; it gives the name that would be shown and what was saved."""
        kwargs["initial"] = {
            "wish": submission.wish, "reason": submission.wish_reason, "shown_as": submission.shown_as,
            "concerns": submission.concerns,
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["wish"].required = not self.is_for_later
        self.fields["reason"].is_needed_at_times = True  # type: ignore[attr-defined]  # with every other wish
        shown = submission.organisation or submission.name
        self.fields["wish"].widget.hints = {
            Wish.NAMED: _("Shown as: %(name)s") % {"name": shown},
            Wish.ANONYMOUS: _("The committee decides whether your reason is good enough."),
            Wish.CONFIDENTIAL: _("Members read it. Nobody else does. The committee decides."),
        }


def sender_initial(submission: Submission) -> dict[str, str]:
    """Give what a draft already says about its sender."""
    return {name: getattr(submission, name) for name in ("kind", "name", "organisation", "role")}
