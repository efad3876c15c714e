"""The protocol of a search engine: what one asks, what one gets, what an engine must do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from django.utils.safestring import SafeString

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

    def takes_language(self, language: str, audience: Iterable[str]) -> bool:
        """Tell whether a document in this language, for these readers, is among what was asked for."""
        return language == self.language if self.language else self.reader in audience

    def takes_type(self, type_: str) -> bool:
        """Tell whether a type is among what was asked for."""
        return not self.types or type_ in self.types

    def takes_open(self, is_open: bool) -> bool:
        """Tell whether a document is among what was asked for, as one can act on it or not."""
        return is_open or not self.open_only


@dataclass(frozen=True)
class Cell:
    """How many documents match the words, with one set of properties."""

    type: str
    language: str
    audience: tuple[str, ...]
    is_open: bool
    count: int


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

    @property
    def total(self) -> int:
        """Count the hits under all filters."""
        asked = self.asked
        return sum(
            cell.count
            for cell in self.cells
            if asked.takes_type(cell.type)
            and asked.takes_language(cell.language, cell.audience)
            and asked.takes_open(cell.is_open)
        )

    @property
    def by_type(self) -> Counter[str]:
        """Count the hits of each type, under the other filters."""
        counts: Counter[str] = Counter()
        for cell in self.cells:
            if self.asked.takes_language(cell.language, cell.audience) and self.asked.takes_open(cell.is_open):
                counts[cell.type] += cell.count
        return counts

    @property
    def by_language(self) -> Counter[str]:
        """Count the documents of each language, under the other filters, translations included."""
        counts: Counter[str] = Counter()
        for cell in self.cells:
            if self.asked.takes_type(cell.type) and self.asked.takes_open(cell.is_open):
                counts[cell.language] += cell.count
        return counts

    @property
    def open_now(self) -> int:
        """Count the hits on which one can still act, under the other filters."""
        asked = self.asked
        return sum(
            cell.count
            for cell in self.cells
            if cell.is_open
            and asked.takes_type(cell.type)
            and asked.takes_language(cell.language, cell.audience)
        )  # fmt: skip

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

    def rebuild(self, progress: Progress) -> int:
        """Build the whole index anew while the old one answers; gives the number of documents."""
