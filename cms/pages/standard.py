"""Plain pages: a text of blocks, and a section that lists the pages below it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cms.pages.bodies import BodyPage

WRITTEN = [
    "cms.StandardPage",
    "cms.SectionPage",
    "cms.ConsultationHubPage",
]


class StandardPage(BodyPage):
    """A text: privacy, accessibility, terms, contact, an explainer."""

    template = "cms/standard_page.html"
    subpage_types = ["cms.StandardPage"]

    class Meta:
        """In the editor."""

        verbose_name = _("text page")


class SectionPage(BodyPage):
    """A part of the site: its text, then the pages below it."""

    template = "cms/section_page.html"
    subpage_types = [*WRITTEN, "cms.CommitteePage"]

    class Meta:
        """In the editor."""

        verbose_name = _("section")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pages below, each with its summary."""
        context = super().get_context(request, *args, **kwargs)
        children = self.get_children().live().public().specific().order_by("path")
        return {**context, "children": [_entry(page, request) for page in children]}


def _entry(page: Any, request: HttpRequest) -> dict[str, Any]:
    return {"title": page.title, "url": page.get_url(request), "text": page.summary, "lang": ""}
