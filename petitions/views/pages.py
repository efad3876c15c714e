"""Pages one reads: a petition, the thanks after signing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core.actors import actor_of
from petitions import figures, presenting, selectors
from petitions.account_forms import sign_form
from petitions.carried import carried_over
from petitions.models import Petition
from petitions.models.petitions import Words
from petitions.presenting.way import way_through_parliament


def petition_context(petition: Petition, words: Words | None = None) -> dict[str, Any]:
    """Give what the petition page and its form pages share; `words`: its text, where it was read already."""
    return {
        "petition": petition,
        "words": words or petition.words(),
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
    """One petition: state, text, thread of thresholds, form, curve, map, what has happened. Six queries.

    One that was carried over from an earlier term takes two more. docs/decisions/0028-what-a-petition-page-costs.md
    tells how.
    """

    template_name = "petitions/petition_detail.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Gather the page; `?in=SAL` compares a constituency with the country."""
        petition = figures.petition_for_page(self.kwargs["number"], actor_of(self.request))
        reached = [made for row in petition.kind.thresholds.all() if (made := getattr(row, "crossed", None))]
        carried = carried_over(petition)
        way = way_through_parliament(petition, reached, carried)
        areas = figures.constituencies_signing(petition)
        axis = presenting.axis_of(petition)
        changes = figures.growth(petition, axis.since, axis.width) if axis else []
        mine = self.request.GET.get("in", "")
        return super().get_context_data(
            **petition_context(petition, figures.words_of(petition)),
            glance=presenting.glance(petition, way),
            thread=presenting.thread(petition, reached),
            way=way,
            carried=carried,
            curve=presenting.curve(petition, axis, changes),
            map=presenting.hex_map(petition, areas, mine),
            places=sorted(((area.code, str(area)) for area in areas), key=lambda pair: pair[1]),
            mine=mine,
            form=sign_form(self.request, petition, areas=areas) if selectors.takes_signatures(petition) else None,
            feeds=[presenting.feed_link("feed_petition", petition.number)],
            og_image={"url": reverse("petitions:share_card", args=[petition.number]), "alt": petition.action},
            og_type="article",
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
