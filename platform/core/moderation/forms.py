"""The forms of moderation: report something, appeal a decision."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.moderation.actions import appealing, reporting
from core.moderation.states import Rule
from core.web.forms import EmailField, HouseForm


class ReportForm(HouseForm):
    """Which rule, what is wrong, and an address only for somebody who wants an answer."""

    rule = forms.ChoiceField(
        label=_("What is wrong with it?"), choices=Rule.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong with it"), "invalid_choice": _("Choose one of these")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("Say it in your own words"), max_length=reporting.WORDS_LENGTH, widget=forms.Textarea,
        help_text=_("For instance which sentence, and why. Only moderators read this."),
        error_messages={"required": _("Say in a few words what is wrong")},
    )  # fmt: skip
    email = EmailField(
        label=_("E-mail, if you want an answer"), required=False,
        help_text=_("You may leave this empty. We use the address for this answer alone."),
    )  # fmt: skip


class AppealForm(HouseForm):
    """Why the decision is wrong."""

    words = forms.CharField(
        label=_("Why is the decision wrong?"), max_length=appealing.WORDS_LENGTH, widget=forms.Textarea,
        help_text=_("Somebody who did not make the decision reads this."),
        error_messages={"required": _("Say why the decision is wrong")},
    )  # fmt: skip
