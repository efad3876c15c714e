"""Links of a text to other pages: looked up together, once for a page, where Wagtail asks three times for each link."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

from django.core.signals import request_started
from django.utils.html import escape
from wagtail.models import Locale, Page
from wagtail.rich_text.pages import PageLinkHandler

# As a stream keeps a text: JSON, so the marks are quoted; the editor writes `id` behind `linktype` or before it.
LINK = re.compile(r'<a [^>]*linktype=\\?"page\\?"[^>]*>')
ID = re.compile(r'\bid=\\?"(\d+)\\?"')
_known: ContextVar[dict[str, str] | None] = ContextVar("links", default=None)


class HouseLinkHandler(PageLinkHandler):
    """Leads to the page in the reader's language, else to the page itself, as Wagtail's own handler does."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """Give the opening tag of each link; one to a page that is gone leads nowhere."""
        ids = [str(attrs.get("id")) for attrs in attrs_list]
        known = _known.get() or {}
        found = {**known, **addresses_of(one for one in ids if one not in known)}
        return [f'<a href="{escape(found[one])}">' if found.get(one) else "<a>" for one in ids]


def addresses_of(ids: Iterable[str]) -> dict[str, str]:
    """Give the addresses of pages in the active language, by id; two queries, however many there are."""
    wanted = {one for one in ids if one.isdecimal()}
    if not wanted:
        return {}
    pages = list(Page.objects.filter(pk__in=wanted).select_related("locale"))
    locale = Locale.get_active()
    keys = [page.translation_key for page in pages if page.locale_id != locale.pk]
    own: dict[Any, Page] = {}
    if keys:
        own = {one.translation_key: one for one in Page.objects.live().filter(translation_key__in=keys, locale=locale)}
        for page in own.values():
            page.locale = locale
    return {str(page.pk): own.get(page.translation_key, page).url or "" for page in pages}


def look_up(bodies: Iterable[Any]) -> None:
    """Look up the links of all texts of a page before they are drawn, for this request."""
    ids = [found for body in bodies for link in LINK.findall(_raw(body)) for found in ID.findall(link)]
    _known.set(addresses_of(ids))


def forget(**_facts: Any) -> None:
    """Know nothing of the request before."""
    _known.set(None)


def _raw(body: Any) -> str:
    return str(body.stream_block.get_prep_value(body)) if hasattr(body, "stream_block") else ""


request_started.connect(forget)
