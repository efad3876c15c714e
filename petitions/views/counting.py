"""The page "Check this count"."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from core.web.doors import FormDoor
from petitions import presenting
from petitions.counting.looking_up import entries_by_receipt
from petitions.counting.publishing import key_lines
from petitions.counting.reconciling import reconciliation
from petitions.receipt_forms import ReceiptForm
from petitions.views.pages import petition_context, visible


class CheckCount(FormDoor):
    """Where each signature stands, the newest checkpoint, how to verify; and the look-up of a receipt, by POST."""

    form_class = ReceiptForm
    limits = "search"
    template_name = "petitions/count.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Gather the page. Raises NotFound for a petition that is not public."""
        petition = visible(self.request, self.kwargs["number"])
        figures = reconciliation(petition)
        return super().get_context_data(
            **petition_context(petition),
            figures=figures,
            came_in=presenting.came_in(figures),
            made_up=presenting.made_up_of(figures),
            checkpoint=petition.checkpoints.order_by("-size").first(),
            key=key_lines(petition),
            files=[
                (reverse("count_entries", args=[petition.number]), _("Every entry of the log (CSV)")),
                (reverse("count_notes", args=[petition.number]), _("Every checkpoint (text)")),
                (reverse("count_reconciliation", args=[petition.number]), _("The figures above (JSON)")),
                (reverse("count_key", args=[petition.number]), _("The public key (text)")),
                (reverse("count_verifier"), _("The program that checks them (Python, one file)")),
            ],
            **context,
        )

    def act(self, form: ReceiptForm) -> HttpResponse:
        """Show what the receipt opens, on the same page."""
        petition = visible(self.request, self.kwargs["number"])
        entries = entries_by_receipt(petition, form.cleaned_data["receipt"])
        return self.render_to_response(self.get_context_data(form=form, was_looked_up=True, entries=entries))
