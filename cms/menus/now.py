"""The editors' menus as shown, a language at a time, kept in the cache until a menu or a page changes."""

from __future__ import annotations

from django.core.cache import cache
from wagtail.models import Page

from cms.menus.model import Menu

KEPT_SECONDS = 300
Lines = list[tuple[str, str]]


def key_of(language: str) -> str:
    """Give the key under which the menus of a language are kept."""
    return f"cms:menus:{language}"


def lines_of(place: str, language: str) -> Lines | None:
    """Give (words, address) of each line that leads somewhere public; None where editors wrote no menu."""
    kept: dict[str, Lines] | None = cache.get(key_of(language))
    if kept is None:
        menus = Menu.objects.filter(locale__language_code=language)
        kept = {menu.place: _lines(menu) for menu in menus}
        cache.set(key_of(language), kept, KEPT_SECONDS)
    return kept.get(place) or None


def _lines(menu: Menu) -> Lines:
    shown = []
    for block in menu.lines:
        page, url, words = (block.value.get(name) for name in ("page", "url", "words"))
        if page is not None:
            page = _public(page)
            url, words = (page.url, words or page.title) if page else ("", "")
        if url and words:
            shown.append((str(words), str(url)))
    return shown


def _public(page: Page) -> Page | None:
    """Give the page where anybody may read it."""
    is_open = page.live and not page.get_view_restrictions().exists()
    return page if is_open else None
