"""Pages one reads: the list, a petition, the thanks after signing."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core.actors import actor_of
from core.parliament.selectors import committees
from petitions import presenting, selectors
from petitions.account_forms import sign_form
from petitions.models import Petition
from petitions.presenting.way import way_through_parliament
from petitions.states import PUBLIC_STATES, PetitionState

PAGE_SIZE = 20


class PetitionList(TemplateView):
    """All public petitions, by state, committee and order."""

    template_name = "petitions/petition_list.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Give one page of rows, the facets and the orders."""
        query = self.request.GET
        state = query.get("state", PetitionState.OPEN)
        chosen = {
            "state": state if state in PUBLIC_STATES or state == "all" else str(PetitionState.OPEN),
            "committee": query.get("committee", ""),
            "order": query.get("order", "signed"),
        }
        rows = selectors.listed_petitions(**{**chosen, "state": "" if chosen["state"] == "all" else chosen["state"]})
        page = Paginator(rows, PAGE_SIZE).get_page(query.get("page"))
        return super().get_context_data(
            page=page,
            entries=[presenting.list_entry(petition) for petition in page],
            tabs=presenting.order_tabs(chosen),
            facets=presenting.facet_groups(chosen, selectors.state_counts(), committees()),
            chosen=chosen,
            previous_url=presenting.page_url(chosen, page.number - 1) if page.has_previous() else "",
            next_url=presenting.page_url(chosen, page.number + 1) if page.has_next() else "",
            **context,
        )


def petition_context(petition: Petition) -> dict[str, Any]:
    """Give what the petition page and its form pages share."""
    return {
        "petition": petition,
        "words": petition.words(),
        "crumbs": [
            {"label": _("Home"), "url": "/"},
            {"label": _("Petitions"), "url": reverse("petitions:petition_list")},
        ],
        "where_it_stands": presenting.where_it_stands(petition),
    }


def visible(request: HttpRequest, number: int) -> Petition:
    """Give the petition if this reader may see it; raises NotFound."""
    return selectors.visible_petition(number, actor_of(request))


class PetitionDetail(TemplateView):
    """One petition: state, text, thread of thresholds, form, curve, map."""

    template_name = "petitions/petition_detail.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Gather the page."""
        petition = visible(self.request, self.kwargs["number"])
        milestones = selectors.milestones_of(petition)
        return super().get_context_data(
            **petition_context(petition),
            glance=presenting.glance(petition),
            thread=presenting.thread(petition, milestones),
            way=way_through_parliament(petition, milestones),
            curve=presenting.curve(petition, selectors.hourly_series(petition)),
            map=presenting.hex_map(petition, selectors.signatures_by_area(petition)),
            form=sign_form(self.request, petition) if selectors.takes_signatures(petition) else None,
            **context,
        )


class Signed(TemplateView):
    """The thanks after a confirmed signature; says nothing that a link could not say."""

    template_name = "petitions/petition_signed.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Show the petition and some that are open beside it."""
        petition = visible(self.request, self.kwargs["number"])
        others = selectors.open_petitions().exclude(pk=petition.pk)[:3]
        return super().get_context_data(
            **petition_context(petition), others=[presenting.list_entry(row) for row in others], **context
        )
