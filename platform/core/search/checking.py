"""Drift: what the index has lost, kept too old, or kept too long. Checked by `manage.py search_check` and the schedule.

Two steps are compared: the domains with the table (by building each document anew), and the table with Elasticsearch
(by version). A document that only waits to be handed on counts as drift too: a reader does not find it.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache

from core import clock
from core.search.backend import EngineFailed
from core.search.breaker import breaker_of
from core.search.database import WRITTEN, row_of
from core.search.documents import SearchDocument, built, find_type, types
from core.search.indexing import index_now, last_event, remove
from core.search.models import SearchRow
from core.search.pushing import push_pending

logger = logging.getLogger(__name__)
KEPT = "search.drift"
KEPT_SECONDS = 7 * 24 * 3600
# What a row says of its way, and not of its thing.
OF_THE_WAY = {"version", "is_pending", "is_gone"}


@dataclass(frozen=True)
class Drift:
    """How far one engine ("database" or "elasticsearch") is from its source, for a type and language."""

    engine: str
    type: str
    language: str
    documents: int
    missing: int = 0
    stale: int = 0
    surplus: int = 0

    @property
    def total(self) -> int:
        """Count all that is wrong."""
        return self.missing + self.stale + self.surplus


def check(*, heal: bool = False, is_quick: bool = False) -> list[Drift]:
    """Compare, and mend where asked to; gives what was found before mending, in the order of types and languages.

    `is_quick` leaves the first step out, which builds every document. Raises EngineFailed where Elasticsearch fails.
    """
    found = [] if is_quick else table_drift(heal=heal)
    if settings.ELASTICSEARCH_URL:
        from core.search.elastic_check import index_drift  # noqa: PLC0415 - its client is loaded only where it is used

        if heal:
            push_pending()
        found += index_drift(heal=heal)
    cache.set(KEPT, {"drift": sum(row.total for row in found), "at": clock.now()}, KEPT_SECONDS)
    return found


def check_regularly() -> None:
    """Mend the copy in Elasticsearch and log what was wrong; the schedule runs it. Where it is away: nothing."""
    url = settings.ELASTICSEARCH_URL
    if not url or breaker_of(url).state == "open":
        return
    try:
        wrong = [row for row in check(heal=True, is_quick=True) if row.total]
    except EngineFailed as error:
        logger.warning("the search index could not be checked: %s", error)
        return
    for row in wrong:
        logger.warning(
            "search drift mended: %s %s missing %s stale %s surplus %s",
            row.type, row.language, row.missing, row.stale, row.surplus,
        )  # fmt: skip


def health() -> dict[str, Any]:
    """Give the state of the search for health pages and metrics; two light queries, nothing is asked of the cluster.

    `engine`, `breaker` (closed, open, half_open; empty without Elasticsearch), `documents`, `waiting` (not handed on
    yet), and of the last check `drift` and `checked_at` (None before the first).
    """
    url = settings.ELASTICSEARCH_URL
    last = cache.get(KEPT) or {}
    return {
        "engine": "elasticsearch" if url else "database",
        "breaker": breaker_of(url).state if url else "",
        "documents": SearchRow.objects.filter(is_gone=False).count(),
        "waiting": SearchRow.objects.filter(is_pending=True).count() if url else 0,
        "drift": last.get("drift"),
        "checked_at": last.get("at"),
    }


def table_drift(*, heal: bool = False) -> list[Drift]:
    """Compare the table with what the domains build now."""
    tallies: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    version = last_event()
    for key in _known_types():
        for uuid, wrong in _compare(key, tallies):
            if wrong and heal:
                _mend(key, uuid, version)
    return [Drift("database", *pair, tally["documents"], *_wrong(tally)) for pair, tally in sorted(tallies.items())]


def _wrong(tally: Counter[str]) -> tuple[int, int, int]:
    return tally["missing"], tally["stale"], tally["surplus"]


def _known_types() -> list[str]:
    """List the types of the domains, then those that only the table knows."""
    of_rows = SearchRow.objects.filter(is_gone=False).order_by("type").values_list("type", flat=True).distinct()
    return list(dict.fromkeys([*(row.key for row in types()), *of_rows]))


def _compare(key: str, tallies: dict[tuple[str, str], Counter[str]]) -> Iterator[tuple[UUID, int]]:
    """Count into the tallies; gives each thing and how many of its documents are wrong."""
    row = find_type(key)
    public = set(row.ids()) if row else set()
    rows = SearchRow.objects.filter(type=key, is_gone=False)
    for uuid in public | set(rows.values_list("uuid", flat=True)):
        known = {found.language: found for found in rows.filter(uuid=uuid)}
        documents = {doc.language: doc for doc in built(key, uuid, 0)} if uuid in public else {}
        wrong = 0
        for language in {*known, *documents}:
            what = _verdict(documents.get(language), known.get(language))
            tally = tallies[key, language]
            tally["documents"] += language in documents
            tally[what] += 1
            wrong += what != "right"
        yield uuid, wrong


def _verdict(document: SearchDocument | None, row: SearchRow | None) -> str:
    if document is None:
        return "surplus"
    if row is None:
        return "missing"
    wanted = row_of(document)
    same = all(getattr(wanted, name) == getattr(row, name) for name in WRITTEN if name not in OF_THE_WAY)
    return "right" if same else "stale"


def _mend(key: str, uuid: UUID, version: int) -> None:
    if find_type(key):
        index_now(key, uuid, version, is_rebuilt=True)
    else:
        remove(key, uuid, version, is_certain=True)
