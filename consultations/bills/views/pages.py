"""Pages one reads: the list of bills, a bill with its contents, its file."""

from __future__ import annotations

import gzip
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, F, JSONField, When
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from consultations.bills import presenting, selectors
from consultations.bills.models import Version, VersionSource
from consultations.bills.naming import bill_number, direction_of
from consultations.bills.states import Place

PAGE_SIZE = 20
# The page shows what a part or chapter says itself; the words of clauses, nearly all of a bill, stay in the database.
WORDS_OF_GROUPS = Case(When(place=Place.GROUP, then=F("html")), output_field=JSONField())


class BillList(TemplateView):
    """All public bills, open ones first."""

    template_name = "bills/bill_list.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Give one page of rows."""
        page = Paginator(selectors.public_versions(), PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page,
            entries=[presenting.list_entry(version) for version in page],
            crumbs=[{"label": _("Home"), "url": "/"}],
            previous_url=f"?page={page.number - 1}" if page.has_previous() else "",
            next_url=f"?page={page.number + 1}" if page.has_next() else "",
            **context,
        )


def bill_context(version: Version) -> dict[str, Any]:
    """Give what every page of a bill shares."""
    return {
        "version": version,
        "bill": version.bill,
        "bill_number": bill_number(version),
        "text_dir": direction_of(version.language),
    }


class BillDetail(TemplateView):
    """One bill: where it stands, its way through the House, its contents, its clauses with their counts."""

    template_name = "bills/bill_detail.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Gather the page: six queries, however long the bill."""
        version = selectors.public_version(self.kwargs["slug"])
        rows = list(selectors.contents(version).annotate(words=WORDS_OF_GROUPS))
        counters = selectors.counters(version)
        return super().get_context_data(
            **bill_context(version),
            crumbs=[{"label": _("Home"), "url": "/"}, {"label": _("Bills"), "url": reverse("bills:list")}],
            glance=presenting.bill_glance(
                version,
                action_url="#text",
                action_words=_("Comment on a clause"),
                action_note=_("or propose other wording"),
            ),
            thread=presenting.stages(version.bill.stages.all()),
            contents=presenting.contents_tree(rows, version),
            cards=presenting.clause_cards(rows, counters, version),
            removed=presenting.removed_rows(selectors.removed_clauses(version), version),
            responsible=selectors.people_responsible(version),
            **context,
        )


@require_safe
def bill_source(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the file of the newest public version, byte for byte."""
    source = VersionSource.objects.get(version=selectors.public_version(slug))
    response = HttpResponse(gzip.decompress(source.packed), content_type="application/akn+xml")
    response["Content-Disposition"] = f'attachment; filename="{slug}.xml"'
    return response
