"""Finding the page behind an address: one question for the whole way instead of two for each part of it."""

from __future__ import annotations

from collections.abc import Sequence

from wagtail.models import Page

HOME_DEPTH = 2


def farthest(start: Page, parts: Sequence[str]) -> tuple[Page | None, int]:
    """Walk down from a page along slugs; gives the last page that is there, as its type, and how many parts led to it.

    None and 0 where the first part is no child. The pages between are not loaded as their types: none of ours answers
    for a child that stands in the tree. The page that is found remembers the way to it (`way_to`).
    """
    below_start = Page.objects.filter(path__startswith=start.path, depth__lte=start.depth + len(parts))
    rows = below_start.filter(slug__in=parts).select_related("locale")
    by_place = {(row.path[: -row.steplen], row.slug): row for row in rows}
    way: list[Page] = [start]
    for part in parts:
        below = by_place.get((way[-1].path, part))
        if below is None:
            break
        way.append(below)
    if len(way) == 1:
        return None, 0
    page: Page = way[-1].specific
    page.locale = way[-1].locale
    page.walked = way[:-1]
    return page, len(way) - 1


def way_to(page: Page) -> list[Page]:
    """Give the public pages above a page, from the home page down: as they were walked, else asked for."""
    walked: list[Page] | None = getattr(page, "walked", None)
    if walked is not None:
        return [above for above in walked if above.live]
    return list(page.get_ancestors().filter(depth__gte=HOME_DEPTH).live().select_related("locale"))
