"""The subscriber table: which functions follow which event, in order. Domains fill it in their AppConfig.ready()."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import update_wrapper

from core.events.models import Event

Subscriber = Callable[[Event], None]
logger = logging.getLogger(__name__)
EVERY_VERB = "*"
_table: dict[str, list[Subscriber]] = {}
_at_once: dict[str, list[Subscriber]] = {}


class Together:
    """A subscriber that takes a set of events of one verb; asked for one event it takes a set of one.

    The set is delivered in one transaction. Where that fails each event is delivered alone, so a subscriber may rely
    on its set, and one event that cannot be delivered holds up no other.
    """

    def __init__(self, run: Callable[[list[Event]], None]) -> None:
        """Take the function."""
        self.run = run
        update_wrapper(self, run)

    def __call__(self, event: Event) -> None:
        """Follow one event."""
        self.run([event])


def together(run: Callable[[list[Event]], None]) -> Together:
    """Make a function of many events a subscriber; use it as a decorator."""
    return Together(run)


def takes_sets(verb: str) -> bool:
    """Tell whether what follows a verb gains from a set: one of its own subscribers takes one."""
    return any(isinstance(function, Together) for function in _table.get(verb, ()))


def verbs_of_sets() -> list[str]:
    """Give the verbs that gain from a set, in order."""
    return sorted(verb for verb in _table if verb != EVERY_VERB and takes_sets(verb))


def follow_set(verb: str, events: list[Event]) -> None:
    """Run what follows a verb for a set of its events, in the order of the table."""
    for function in subscribers_of(verb):
        if isinstance(function, Together):
            function.run(events)
        else:
            for event in events:
                function(event)


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
