"""The subscriber table: which functions follow which event, in order. Domains fill it in their AppConfig.ready()."""

from __future__ import annotations

import logging
from collections.abc import Callable

from core.events.models import Event

Subscriber = Callable[[Event], None]
logger = logging.getLogger(__name__)
EVERY_VERB = "*"
_table: dict[str, list[Subscriber]] = {}
_at_once: dict[str, list[Subscriber]] = {}


def subscribe(table: dict[str, list[Subscriber]]) -> None:
    """Add a domain's table: verb -> functions that take the event. A function is listed once per verb.

    What is listed under EVERY_VERB follows each event, after those of its own verb.
    """
    for verb, functions in table.items():
        known = _table.setdefault(verb, [])
        known.extend(function for function in functions if function not in known)


def subscribers_of(verb: str) -> list[Subscriber]:
    """Give the functions that follow a verb, in order."""
    return [*_table.get(verb, []), *_table.get(EVERY_VERB, [])]


def subscribe_at_once(table: dict[str, list[Subscriber]]) -> None:
    """Add functions that run in the acting process as soon as the change is committed: pushes to people who watch.

    They save the wait for the worker and nothing more: the same function stands in the ordinary table too, for the case
    that the process dies in between, so what it does twice must look as if done once. It must be quick.
    """
    for verb, functions in table.items():
        known = _at_once.setdefault(verb, [])
        known.extend(function for function in functions if function not in known)


def run_at_once(event: Event) -> None:
    """Run what is to follow at once; an error is logged, and the outbox does it again."""
    for function in _at_once.get(event.verb, []):
        try:
            function(event)
        except Exception:
            logger.exception("%s was not pushed at once", event.verb)
