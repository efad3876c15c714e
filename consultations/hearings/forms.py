"""The citizen's forms of hearings. They check shape; the actions check rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.hearings.models import Hearing
from consultations.hearings.states import Display
from core.web.forms import EmailField, HouseForm, NameField


class QuestionForm(HouseForm):
    """Ask a question. Whoever bears a pass is not asked for an e-mail again."""

    text = forms.CharField(
        label=_("Your question"),
        help_text=_("One question, to one witness if you can."),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Enter your question")},
    )
    display = forms.ChoiceField(
        label=_("Show me as"),
        choices=Display.choices,
        initial=Display.FIRST_NAME,
        widget=forms.RadioSelect,
        help_text=_("Only the clerks of this hearing see your full name."),
        error_messages={"required": _("Choose how to be shown")},
    )
    name = NameField()
    email = EmailField(help_text=_("Never shown. We send you a code, once for this hearing."))

    def __init__(self, *args: Any, hearing: Hearing, has_pass: bool = False, **kwargs: Any) -> None:
        """Take the hearing, whose limit of characters holds, and whether the asker is known."""
        super().__init__(*args, **kwargs)
        self.fields["text"].max_length = hearing.question_limit  # type: ignore[attr-defined]
        if has_pass:
            del self.fields["email"]


class JoinForm(HouseForm):
    """Prove an address in order to support questions."""

    email = EmailField(help_text=_("Never shown. One address counts once for each question."))
