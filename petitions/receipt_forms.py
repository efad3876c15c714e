"""The form that looks a receipt up. It is posted: a receipt never stands in an address."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.forms import HouseForm

SHAPE = re.compile(r"[A-Z2-7]{26}")


class ReceiptForm(HouseForm):
    """One field."""

    receipt = forms.CharField(
        label=_("Your receipt"), max_length=40, help_text=_("26 letters and figures, from your mail."),
        error_messages={"required": _("Enter your receipt")},
    )  # fmt: skip

    def clean_receipt(self) -> str:
        """Give it as it was printed, however it was typed."""
        receipt = re.sub(r"[\s-]", "", self.cleaned_data["receipt"]).upper()
        if not SHAPE.fullmatch(receipt):
            raise forms.ValidationError(_("A receipt has 26 letters (A to Z) and figures (2 to 7)."))
        return receipt
