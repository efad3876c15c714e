"""The registry: what each app holds about a person, how it is found, given out, erased, and when it goes by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from core import crypto
from core.privacy.person import Person

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Kept:
    """What stays after an erasure: the columns ("petitions.Petition.action"), and the legal reason in plain words."""

    columns: tuple[str, ...]
    reason: Any


@dataclass(frozen=True)
class Retention:
    """One rule of time: which rows are due at a moment, and what happens to them.

    `due(now)` gives the rows; `settle(keys)` removes or blanks those of the primary keys that are still due and gives
    how many. `words` tell the citizen: how long, from when, what happens.
    """

    name: str
    words: Any
    due: Callable[[datetime], Rows]
    settle: Callable[[list[Any]], int]


@dataclass(frozen=True)
class BlindIndex:
    """A column of keyed digests that can be made anew: `values(row)` gives the clear value and its purpose.

    `make(value, purpose)` gives the digest: of an address, unless it is said otherwise.
    """

    column: str
    values: Callable[[Any], tuple[str, str]]
    related: tuple[str, ...] = ()
    make: Callable[[str, str], str] = crypto.email_index


@dataclass(frozen=True)
class Holding:
    """What one app holds about people.

    `columns` names every column with personal data in it ("app.Model.field"); `find(person)` gives the rows of one
    model, `export(row)` a plain dict of one of them, `erase(person, rows)` deletes or blanks them and gives how many.
    `order`: a holding that others point to is erased after them. `private_files` are columns that hold the key of a
    private file.
    """

    key: str
    label: Any
    columns: tuple[str, ...]
    find: Callable[[Person], Rows]
    export: Callable[[Any], Mapping[str, Any]]
    erase: Callable[[Person, Rows], int]
    keeps: tuple[Kept, ...] = ()
    retention: tuple[Retention, ...] = ()
    indexes: tuple[BlindIndex, ...] = ()
    private_files: tuple[str, ...] = ()
    order: int = field(default=50)


_holdings: dict[str, Holding] = {}
_exceptions: dict[str, str] = {}


def register(holdings: Iterable[Holding]) -> None:
    """Add holdings; a second one of the same key takes the first one's place."""
    _holdings.update({holding.key: holding for holding in holdings})


def except_fields(reasons: Mapping[str, str]) -> None:
    """Say of columns ("app.Model.field"), or of a whole model or app ("app.Model", "app"), why they hold no person."""
    _exceptions.update(reasons)


def holdings() -> list[Holding]:
    """Give all holdings in the order of erasure."""
    return sorted(_holdings.values(), key=lambda holding: (holding.order, holding.key))


def exceptions() -> dict[str, str]:
    """Give the columns, models and apps that hold nobody's data, with the reason."""
    return dict(_exceptions)


def kept_columns() -> dict[str, Any]:
    """Give every column in which something may stay after an erasure, with the reason."""
    return {
        column: kept.reason for holding in holdings() for kept in holding.keeps for column in kept.columns
    }  # fmt: skip
