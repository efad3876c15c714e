"""The protocol of a search engine: what one asks, what one gets, what an engine must do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol
from uuid import UUID

from django.utils.safestring import SafeString

from core.search.cells import Cell
from core.search.documents import SearchDocument, types
from core.search.stems import latin_digits

LONGEST_QUERY = 200
PAGE_SIZE = 20
# Nobody reads past this page, and engines pay for every page they skip (Elasticsearch refuses past 10,000 hits).
LAST_PAGE = 50
# How much of a body is kept: 1 MB is the end of a PostgreSQL tsvector and of an Elasticsearch highlight.
LONGEST_BODY = 200_000

Progress = Callable[[str, int], None]


class EngineFailed(Exception):
    """The engine did not answer, or answered with an error."""


class EngineDown(EngineFailed):
    """The engine cannot be reached, is overloaded, or answered that it is broken: asking again at once is no use."""


class EngineRefused(EngineFailed):
    """The engine works, and did not take some documents."""

    def __init__(self, words: str, ids: frozenset[str]) -> None:
        """Say why, and which documents by their ids."""
        super().__init__(words)
        self.ids = ids


@dataclass(frozen=True)
class Key:
    """Which document leaves the index, and by which event."""

    type: str
    uuid: UUID
    language: str
    version: int


@dataclass(frozen=True)
class Asked:
    """A question: words, the reader's language, and filters. `is_loose`: one of the words is enough."""

    text: str
    reader: str
    types: tuple[str, ...] = ()
    language: str = ""
    open_only: bool = False
    state: str = ""
    committee: str = ""
    year: int = 0
    page: int = 1
    size: int = PAGE_SIZE
    is_loose: bool = False

    @property
    def number(self) -> str:
        """Give the first whole number among the words, without leading zeros; empty where there is none."""
        found = re.search(r"(?<!\w)\d{1,18}(?!\w)", latin_digits(self.text))
        return str(int(found[0])) if found else ""

    @property
    def first_type(self) -> str:
        """Give the type to which a bare number leads first."""
        return next((row.key for row in types()), "")

    def takes(self, cell: Cell, *, but: str = "") -> bool:
        """Tell whether documents with these properties are among what was asked for, under all filters but one."""
        return all(name == but or fits(self, cell) for name, fits in FILTERS.items())


FILTERS: dict[str, Callable[[Asked, Cell], bool]] = {
    "type": lambda asked, cell: not asked.types or cell.type in asked.types,
    "language": lambda asked, cell: (
        cell.language == asked.language if asked.language else asked.reader in cell.audience
    ),
    "open": lambda asked, cell: cell.is_open or not asked.open_only,
    "state": lambda asked, cell: not asked.state or cell.state == asked.state,
    "committee": lambda asked, cell: not asked.committee or cell.committee == asked.committee,
    "year": lambda asked, cell: not asked.year or cell.year == asked.year,
}


@dataclass(frozen=True)
class Hit:
    """One document found: its title and one passage with the words marked."""

    document: SearchDocument
    title: SafeString
    passage: SafeString
    url: str


@dataclass(frozen=True)
class Results:
    """One page of hits and the counts of all that match the words, from which every facet is worked out."""

    asked: Asked
    cells: Sequence[Cell] = ()
    hits: Sequence[Hit] = field(default_factory=list)

    @cached_property
    def total(self) -> int:
        """Count the hits under all filters."""
        return sum(cell.count for cell in self.cells if self.asked.takes(cell))

    @cached_property
    def by_type(self) -> Counter[str]:
        """Count the hits of each type, under the other filters."""
        return self._counted("type", lambda cell: cell.type)

    @cached_property
    def by_language(self) -> Counter[str]:
        """Count the documents of each language, under the other filters, translations included."""
        return self._counted("language", lambda cell: cell.language)

    @cached_property
    def by_state(self) -> Counter[str]:
        """Count the hits of each state, under the other filters; things without one are left out."""
        return self._counted("state", lambda cell: cell.state)

    @cached_property
    def by_committee(self) -> Counter[str]:
        """Count the hits of each committee by its slug, under the other filters; things without one are left out."""
        return self._counted("committee", lambda cell: cell.committee)

    @cached_property
    def by_year(self) -> Counter[int]:
        """Count the hits of each year, under the other filters; things without a date are left out."""
        return self._counted("year", lambda cell: cell.year)

    @cached_property
    def open_now(self) -> int:
        """Count the hits on which one can still act, under the other filters."""
        return sum(cell.count for cell in self.cells if cell.is_open and self.asked.takes(cell, but="open"))

    def _counted(self, facet: str, value: Callable[[Cell], Any]) -> Counter[Any]:
        counts: Counter[Any] = Counter()
        for cell in self.cells:
            if value(cell) and self.asked.takes(cell, but=facet):
                counts[value(cell)] += cell.count
        return counts

    @property
    def pages(self) -> int:
        """Count the pages that can be turned to; at least one."""
        return min(LAST_PAGE, max(1, -(-self.total // self.asked.size)))

    @property
    def page(self) -> int:
        """Give the page shown: the one asked for, or the last there is."""
        return min(self.asked.page, self.pages)


class SearchBackend(Protocol):
    """An engine. Each document comes with a version (an event's id); an older version never replaces a newer one."""

    def save(self, documents: Sequence[SearchDocument]) -> None:
        """Put documents in, or in place of their older versions."""

    def remove(self, keys: Sequence[Key]) -> None:
        """Take documents out."""

    def search(self, asked: Asked) -> Results:
        """Find; raises EngineFailed."""

    def suggest(self, words: Sequence[str], reader: str, size: int) -> list[SearchDocument]:
        """Give documents for this reader in whose title each word begins a word: what is open first, then the newest.

        Raises EngineFailed.
        """

    def rebuild(self, progress: Progress) -> int:
        """Build the whole index anew while the old one answers; gives the number of documents."""
