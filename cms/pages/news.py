"""News: the index and the items."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.blocks import related_blocks
from cms.pages.bodies import PicturePage
from cms.pages.listing import paged
from cms.pages.mixin import HousePage
from core import clock
from core.fields import BodyField

WORDS_A_MINUTE = 200


class NewsIndexPage(HousePage):
    """All news, newest first, by topic where one is asked for."""

    template = "cms/news_index_page.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsPage"]

    class Meta:
        """In the editor."""

        verbose_name = _("news index")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one page of the news."""
        context = super().get_context(request, *args, **kwargs)
        rows = NewsPage.objects.live().descendant_of(self).order_by("-published_on", "-pk")
        return {**context, **paged(rows, request)}


class NewsPage(PicturePage):
    """One item of news."""

    published_on = models.DateField(_("date"), default=clock.today, db_index=True)
    author = models.CharField(_("written by"), max_length=120, blank=True)
    topic = models.SlugField(
        _("topic"), max_length=40, blank=True, help_text=_("One word; it joins news on one matter.")
    )
    related = BodyField(related_blocks(), blank=True, max_num=2, verbose_name=_("about this"))

    template = "cms/news_page.html"
    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *HousePage.content_panels,
        FieldPanel("published_on"),
        FieldPanel("author"),
        FieldPanel("topic"),
        FieldPanel("image"),
        FieldPanel("body"),
        FieldPanel("related"),
    ]

    class Meta:
        """In the editor."""

        verbose_name = _("news item")
        verbose_name_plural = _("news items")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add how long it takes to read."""
        context = super().get_context(request, *args, **kwargs)
        words = sum(len(str(block.value).split()) for block in self.body)
        return {**context, "minutes": max(1, round(words / WORDS_A_MINUTE))}


def latest_news(limit: int, *, topic: str = "") -> QuerySet[NewsPage]:
    """Give the newest news in the running language, on one topic where one is named."""
    rows = NewsPage.objects.live().filter(locale__language_code=get_language() or "en")
    if topic:
        rows = rows.filter(topic=topic)
    return rows.order_by("-published_on", "-pk")[:limit]
