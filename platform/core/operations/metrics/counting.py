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


def count_event(event: Event) -> None:
    """Count an event by its verb; a delivery that fails and comes again counts once."""
    verb = event.verb
    transaction.on_commit(lambda: _count(verb))


def _count(verb: str) -> None:
    names.EVENTS.add(verb)
    if verb in OWN:
        OWN[verb].add()
