"""What a counted list is: a route, its address, and a function that fills it with rows that its answer shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import uuid4

from django.db.models import Model

MARK = "Counted"
MANY = 100


class World:
    """The ground on which one list is filled: the test's fixtures by name, and what the fill functions keep."""

    def __init__(self, fixture: Callable[[str], Any]) -> None:
        """Take the function that gives a fixture."""
        self.fixture = fixture
        self.kept: dict[str, Any] = {}
        self._numbers = count(1)

    def once(self, make: Callable[[World], Any]) -> Any:
        """Give what a function makes, made at the first call."""
        key = f"{make.__module__}.{make.__qualname__}"
        if key not in self.kept:
            self.kept[key] = make(self)
        return self.kept[key]

    def __contains__(self, make: Callable[[World], Any]) -> bool:
        """Tell whether a thing was made already."""
        return f"{make.__module__}.{make.__qualname__}" in self.kept

    def mark(self) -> str:
        """Give the next title: every row that is shown carries one, so that the answer can be counted."""
        return f"{MARK} {next(self._numbers):03d}"


def marks(answer: Any) -> int:
    """Count the rows that an answer shows."""
    return len(set(re.findall(rf"{MARK} (\d+)", answer.content.decode())))


@dataclass(frozen=True)
class Counted:
    """One list: `fill(world, n)` makes n more rows; `path(world)` gives the address; `full` rows fill a page."""

    route: str
    name: str
    path: Callable[[World], str]
    fill: Callable[[World, int], None]
    full: int = MANY
    seen: Callable[[Any], int] = marks
    user: Callable[[World], Any] | None = None
    most: int | None = None
    before: Callable[[World, Any], None] | None = None
    pages: Iterable[type[Model]] = field(default=())
    # Its address needs a row of its own, which other lists of the same rows would show.
    is_alone: bool = False

    def __str__(self) -> str:
        """Name the case."""
        return f"{self.route} {self.name}".strip()


def at(path: str) -> Callable[[World], str]:
    """Give an address that needs nothing of the world."""
    return lambda _world: path


def copies(row: Any, how_many: int, **facts: Callable[[int], Any]) -> list[Any]:
    """Write many more of a row as it stands; each fact is a function of the turn. Unique ids are made anew."""
    kind, made = type(row), []
    values = {one.attname: getattr(row, one.attname) for one in kind._meta.concrete_fields if not one.primary_key}
    for _turn in range(how_many):
        other = kind(**values)
        if hasattr(other, "public_id"):
            other.public_id = uuid4()
        for name, value in facts.items():
            setattr(other, name, value(len(made)))
        made.append(other)
    return list(kind.objects.bulk_create(made))
