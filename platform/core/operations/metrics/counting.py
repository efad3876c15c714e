"""What follows events into the counters: a subscriber of every verb, counted once its transaction holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from core.operations.metrics import names

if TYPE_CHECKING:
    from core.events.models import Event

OWN = {
    "signature.confirm": names.SIGNATURES,
    "milestone.reach": names.THRESHOLDS,
    "petition.count_fault": names.COUNT_FAULTS,
}


def count_events(events: list[Event]) -> None:
    """Count events of one verb; a delivery that fails and comes again counts once."""
    if events:
        verb, many = events[0].verb, len(events)
        transaction.on_commit(lambda: _count(verb, many))


def _count(verb: str, many: int) -> None:
    names.EVENTS.add(verb, by=many)
    if verb in OWN:
        OWN[verb].add(by=many)
