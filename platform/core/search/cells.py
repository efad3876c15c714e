"""Facets: how many documents match the words with one set of properties, kept as one short text a document.

Every engine groups its matches by that text, so the facets are equal on all of them by construction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_PART = "|"


@dataclass(frozen=True)
class Cell:
    """How many documents match the words, with one set of properties. `year` is 0 where a document has no date."""

    type: str
    language: str
    audience: tuple[str, ...]
    is_open: bool
    state: str
    committee: str
    year: int
    count: int


def key_of(  # noqa: PLR0917 - the order is the text's own
    type_: str, language: str, audience: Iterable[str], is_open: bool, state: str, committee: str, day: date | None
) -> str:
    """Write the properties as one text; a sign that parts them is taken out of the values."""
    values = (type_, language, " ".join(audience), str(int(is_open)), state, committee, str(day.year) if day else "")
    return _PART.join(value.replace(_PART, " ") for value in values)


def cell_of(key: str, count: int) -> Cell:
    """Read the text back."""
    type_, language, audience, is_open, state, committee, year = key.split(_PART)
    return Cell(type_, language, tuple(audience.split()), is_open == "1", state, committee, int(year or 0), count)
