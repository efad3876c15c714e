"""The numbered line of a hearing: one number after the other, given under the hearing's row lock (decision 10)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from consultations.hearings.models import Hearing, HearingEvent
from consultations.hearings.states import Audience

Change = Callable[[dict[str, Any]], Any]


def lock(hearing_id: int) -> Hearing:
    """Take the hearing's row for the rest of the transaction (SQLite: the whole write lock is held already)."""
    return Hearing.objects.select_for_update(of=("self",)).select_related("chamber").get(pk=hearing_id)


def number(hearing: Hearing, change: Change, *, is_public: bool) -> Any:
    """Make a change under the next number; `change(data)` records the core event with that data and gives it.

    Call it in a transaction that holds the hearing's lock. The public line has numbers of its own, so that nobody
    can count from outside what only clerks may see.
    """
    hearing.sequence += 1
    hearing.public_sequence += int(is_public)
    event = change(
        {
            "hearing": str(hearing.public_id),
            "sequence": hearing.sequence,
            "public_sequence": hearing.public_sequence if is_public else None,
        }
    )
    Hearing.objects.filter(pk=hearing.pk).update(sequence=hearing.sequence, public_sequence=hearing.public_sequence)
    HearingEvent.objects.create(
        hearing=hearing,
        sequence=hearing.sequence,
        public_sequence=hearing.public_sequence if is_public else None,
        audience=Audience.PUBLIC if is_public else Audience.STAFF,
        event=event,
    )
    return event
