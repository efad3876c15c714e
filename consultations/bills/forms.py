"""The citizen's forms: shape only; the rules stand in the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.bills.actions.commenting import MAX_WORDING
from consultations.bills.states import Stance
from core.comments.actions import MAX_CHARACTERS
from core.comments.states import ShownAs
from core.web.forms import EmailField, HouseForm, NameField

# In the writer's own voice; elsewhere the same stances are told of others.
STANCES = (
    (Stance.SUPPORT, _("I support it")),
    (Stance.OPPOSE, _("I oppose it")),
    (Stance.CHANGE, _("I would change it")),
    (Stance.QUESTION, _("I have a question")),
)


SHOWN_AS = ((ShownAs.NAME, _("My name")), (ShownAs.RESIDENT, ShownAs.RESIDENT.label))


class WriterForm(HouseForm):
    """What every comment needs: words, name, e-mail, how to be named."""

    text = forms.CharField(
        label=_("Comment"), max_length=MAX_CHARACTERS, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write your comment")},
    )  # fmt: skip
    name = NameField()
    email = EmailField(help_text=_("Never shown. We send you a code."))
    shown_as = forms.ChoiceField(
        label=_("Show me as"), choices=SHOWN_AS, initial=ShownAs.NAME, widget=forms.RadioSelect,
        error_messages={"required": _("Choose how we show you")},
    )  # fmt: skip

    def writer_facts(self) -> dict[str, Any]:
        """Give the facts of the writer, without the words."""
        return {key: self.cleaned_data[key] for key in ("name", "email", "shown_as")}


class ReplyForm(WriterForm):
    """Answer a comment."""

    field_order = ("text", "name", "email", "shown_as")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for a reply, not for a comment."""
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Reply")
        self.fields["text"].error_messages["required"] = _("Write your reply")


class PlaceSelect(forms.Select):
    """Choose a piece of a clause; each option carries its words for the script of the page."""

    words: dict[str, str]

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the words to Django's option."""
        option = super().create_option(name, value, *args, **kwargs)
        if words := self.words.get(str(value)):
            option["attrs"]["data-words"] = words
        return option


class ClauseForm(WriterForm):
    """Comment on a clause or on a piece of it."""

    stance = forms.ChoiceField(
        label=_("On this clause"), choices=STANCES, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you think of the clause")},
    )  # fmt: skip
    on = forms.ChoiceField(
        label=_("About"), widget=PlaceSelect, error_messages={"required": _("Choose what you comment on")}
    )
    wording = forms.CharField(
        label=_("Proposed wording"), max_length=MAX_WORDING, required=False,
        help_text=_("Change the words; we show what you added and removed."),
        widget=forms.Textarea(attrs={"rows": 6, "class": "law-input"}),
    )  # fmt: skip
    # Which words the field was filled with, so that words left as they were are no proposal.
    wording_of = forms.CharField(required=False, widget=forms.HiddenInput)
    # Which version the writer has read: a newer one may come while the form is open.
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ("stance", "on", "text", "wording", "name", "email", "shown_as", "wording_of", "version")

    def __init__(
        self, *args: Any, places: list[tuple[str, str]], words: dict[str, str], clause: str, **kwargs: Any
    ) -> None:
        """Take what one can comment on with its words, and the name of the clause for the question."""
        super().__init__(*args, **kwargs)
        self.fields["on"].widget.words = words
        self.fields["on"].choices = places  # type: ignore[attr-defined]
        self.fields["stance"].label = _("On %(clause)s") % {"clause": clause}
        if len(places) == 1:
            self.fields["on"].widget = forms.HiddenInput()
