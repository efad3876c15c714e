"""The subscriber table: which functions follow which event, in order. Domains fill it in their AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable

from core.events.models import Event

Subscriber = Callable[[Event], None]
_table: dict[str, list[Subscriber]] = {}


def subscribe(table: dict[str, list[Subscriber]]) -> None:
    """Add a domain's table: verb -> functions that take the event. A function is listed once per verb."""
    for verb, functions in table.items():
        known = _table.setdefault(verb, [])
        known.extend(function for function in functions if function not in known)


def subscribers_of(verb: str) -> list[Subscriber]:
    """Give the functions that follow a verb, in order."""
    return list(_table.get(verb, []))
