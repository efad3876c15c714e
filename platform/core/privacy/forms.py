"""The form that asks what we hold."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.privacy.models import Wish
from core.web.forms import EmailField, HouseForm


class AskForm(HouseForm):
    """An address, and what to do."""

    email = EmailField(help_text=_("The address that you gave us. We send you a code to see that it is yours."))
    wish = forms.ChoiceField(
        label=_("What shall we do?"), choices=Wish.choices, widget=forms.RadioSelect, initial=Wish.SEE,
        error_messages={"required": _("Choose what we shall do"), "invalid_choice": _("Choose one of these")},
    )  # fmt: skip
