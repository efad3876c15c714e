"""Which pages lack a translation, or have one that is older than its source."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from core.institution.facts import codes as offered

MISSING, DRAFT, OLDER = "missing", "draft", "older"


@dataclass(frozen=True)
class Gap:
    """One page that one language lacks: its source, the language, why, and the translation where there is one."""

    source: Any
    language: str
    why: str
    page: Any = None


def gaps(language: str = "") -> list[Gap]:
    """Give every gap, in one query; the source of a page is its live version in the first language that has one."""
    codes = offered()
    groups: dict[Any, dict[str, Page]] = defaultdict(dict)
    for page in Page.objects.filter(depth__gt=1).select_related("locale").order_by("path"):
        groups[page.translation_key][page.locale.language_code] = page
    found = []
    for group in groups.values():
        source = next((group[code] for code in codes if code in group and group[code].live), None)
        if source is None:
            continue
        for code in codes:
            gap = _gap(source, group.get(code), code)
            if gap and language in {"", code}:
                found.append(gap)
    return found


def _gap(source: Page, page: Page | None, code: str) -> Gap | None:
    if page is source:
        return None
    if page is None:
        return Gap(source, code, MISSING)
    if not page.live:
        return Gap(source, code, DRAFT, page)
    changed, done = source.last_published_at, page.last_published_at
    is_older = changed is not None and done is not None and done < changed
    return Gap(source, code, OLDER, page) if is_older else None
