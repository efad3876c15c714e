"""What stands in the sitemap: every public page and object, with its address in each language and its last change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page

from cms.landmarks import addresses
from cms.live import find_kind
from core.events.models import Event
from core.institution.facts import codes
from core.parliament.models import Member

Addresses = dict[str, str]


@dataclass(frozen=True)
class Row:
    """One thing: its paths by language, and when it last changed, where that is known."""

    paths: Addresses
    changed_at: datetime | None = None


@dataclass(frozen=True)
class Section:
    """One part of the sitemap: all its records in a fixed order, and the rows of some of them."""

    records: Callable[[], QuerySet[Any] | list[Any]]
    rows: Callable[[list[Any]], Iterable[Row]]


def in_all_languages(address: Callable[[], str]) -> Addresses:
    """Give an address in every language of the site."""
    found = {}
    for code in codes():
        with override(code):
            found[code] = address()
    return found


def last_changes(ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """Give the last public event of each subject, in one query."""
    rows = Event.objects.filter(subject_id__in=list(ids), is_public=True).order_by()
    return dict(rows.values_list("subject_id").annotate(Max("occurred_at")))


def _pages() -> QuerySet[Page]:
    rows = Page.objects.live().public().filter(depth__gt=1, locale__language_code__in=codes())
    return rows.select_related("locale").order_by("pk")


def _page_rows(pages: list[Page]) -> Iterable[Row]:
    """Give each page with its true translations; the first language's page stands for all, the others are left out."""
    keys = {page.translation_key for page in pages}
    groups: dict[UUID, Addresses] = defaultdict(dict)
    for page in _pages().filter(translation_key__in=keys):
        groups[page.translation_key][page.locale.language_code] = page.url or ""
    for page in pages:
        own = page.locale.language_code
        paths = groups[page.translation_key]
        yield Row(
            {own: paths.get(own, ""), **{code: url for code, url in paths.items() if url}}, page.last_published_at
        )


def _members() -> QuerySet[Member]:
    return Member.objects.exclude(pages__live=True).order_by("pk")


def _member_rows(members: list[Member]) -> Iterable[Row]:
    indexes = {code: addresses(code).get("members") for code in codes()}
    for member in members:
        yield Row({code: f"{index}{member.slug}/" for code, index in indexes.items() if index})


def _of(kind: str) -> Callable[[], QuerySet[Any] | list[Any]]:
    def records() -> QuerySet[Any] | list[Any]:
        """Give the public records of a kind; none where its domain is absent."""
        found = find_kind(kind)
        return found.choosable().order_by("pk") if found else []

    return records


def _object_rows(address: Callable[[Any], str]) -> Callable[[list[Any]], Iterable[Row]]:
    def rows(records: list[Any]) -> Iterable[Row]:
        """Give each record in every language of the site."""
        changes = last_changes(record.public_id for record in records)
        for record in records:
            yield Row(in_all_languages(partial(address, record)), changes.get(record.public_id))

    return rows


DOORS = ("petitions:petition_list", "bills:list", "hearings:hearing_list", "evidence:list", "search:results")
SECTIONS = {
    "doors": Section(
        lambda: list(DOORS), lambda names: [Row(in_all_languages(partial(reverse, name))) for name in names]
    ),
    "pages": Section(_pages, _page_rows),
    "members": Section(_members, _member_rows),
    "petitions": Section(
        _of("petition"), _object_rows(lambda record: reverse("petitions:petition_detail", args=[record.number]))
    ),
    "bills": Section(_of("bill"), _object_rows(lambda record: record.get_absolute_url())),
    "hearings": Section(
        _of("hearing"), _object_rows(lambda record: reverse("hearings:hearing_detail", args=[record.slug]))
    ),
    "calls": Section(_of("call"), _object_rows(lambda record: record.get_absolute_url())),
}
