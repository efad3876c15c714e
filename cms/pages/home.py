"""The home page: today's order paper, your member, one answer, the news."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from cms.blocks import related_blocks
from cms.live import LiveCard, open_now
from cms.pages.bodies import BodyPage
from cms.pages.mixin import HousePage
from cms.pages.news import NewsIndexPage, latest_news
from cms.pages.outcomes import OutcomeIndexPage, latest_outcome
from cms.pages.parliament import MemberIndexPage
from cms.pages.walking import farthest
from core import clock
from core.fields import BodyField
from core.parliament.selectors import members

PAPER_LENGTH = 4
NEWS_COUNT = 3


class HomePage(BodyPage):
    """The first page. What an editor puts on the order paper comes first; what is open fills it up."""

    order_paper = BodyField(
        related_blocks(),
        blank=True,
        max_num=PAPER_LENGTH,
        verbose_name=_("order paper"),
        help_text=_("What stands first. The rest is filled with what is open now."),
    )

    template = "cms/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    content_panels = [*HousePage.content_panels, FieldPanel("order_paper"), FieldPanel("body")]

    class Meta:
        """In the editor."""

        verbose_name = _("home page")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Lead to the page of an address below this one. Raises Http404."""
        page, taken = farthest(self, path_components)
        if page is None:
            return super().route(request, path_components)
        return page.route(request, path_components[taken:])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give all that the first page shows."""
        context = super().get_context(request, *args, **kwargs)
        paper = self.todays_paper()
        return {
            **context,
            "crumbs": [],
            "today": clock.today(),
            "paper": paper,
            "now": next((card for card in paper if card.is_now), None),
            "seats": members().count(),
            "outcome": latest_outcome(),
            "news": list(latest_news(NEWS_COUNT)),
            "doors": self.doors(request),
        }

    def todays_paper(self) -> list[LiveCard]:
        """Give the order paper: what was put on it and still stands, then what is open."""
        pinned = [block.block.get_context(block.value)["card"] for block in self.order_paper]
        cards = [card for card in pinned if card is not None and card.is_open]
        if len(cards) < PAPER_LENGTH:
            cards += open_now(PAPER_LENGTH, but_not=[card.url for card in cards])
        return sorted(cards[:PAPER_LENGTH], key=lambda card: card.order)

    def doors(self, request: HttpRequest) -> dict[str, str]:
        """Give the addresses of the sections that the first page leads to, in one query."""
        names = {NewsIndexPage: "news", OutcomeIndexPage: "outcomes", MemberIndexPage: "members"}
        children = Page.objects.live().child_of(self).type(*names).select_related("content_type")
        return {names[page.specific_class]: page.get_url(request) for page in children}
