"""Finding the page behind an address: one question for the whole way instead of two for each part of it."""

from __future__ import annotations

from collections.abc import Sequence

from wagtail.models import Page


def farthest(start: Page, parts: Sequence[str]) -> tuple[Page | None, int]:
    """Walk down from a page along slugs; gives the last page that is there, as its type, and how many parts led to it.

    None and 0 where the first part is no child. The pages between are not loaded as their types: none of ours answers
    for a child that stands in the tree.
    """
    rows = Page.objects.filter(slug__in=parts, path__startswith=start.path, depth__lte=start.depth + len(parts))
    by_place = {(row.path[: -row.steplen], row.slug): row for row in rows}
    found: Page | None = None
    taken = 0
    for part in parts:
        below = by_place.get((found.path if found else start.path, part))
        if below is None:
            break
        found, taken = below, taken + 1
    return (found.specific if found else None), taken
