"""How a petition came through the end of a term: when it stopped, why, and in which term it went on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.events.models import Event
from core.parliament.models import Term
from petitions.models import Petition

PAUSE, CARRY_OVER = "petition.pause", "petition.carry_over"


@dataclass(frozen=True)
class CarriedOver:
    """One way over: signing stopped, for a reason that everybody may read, and went on in `term`."""

    paused_at: datetime
    carried_at: datetime
    reason: str
    term: Term

    @property
    def days(self) -> int:
        """Give by how many days the last day of signing moved."""
        return round((self.carried_at - self.paused_at) / timedelta(days=1))


def carried_over(petition: Petition) -> CarriedOver | None:
    """Give the last way over of a petition from an earlier term; None, and no query, for one that was never carried."""
    if petition.term_id is None or petition.term is None:
        return None
    rows = Event.objects.filter(subject_id=petition.public_id, verb__in=(PAUSE, CARRY_OVER), is_public=True)
    stop, found = None, None
    for event in rows.order_by("id"):
        if event.verb == PAUSE:
            stop = event
        elif stop is not None:
            found = CarriedOver(stop.occurred_at, event.occurred_at, stop.reason, petition.term)
    return found
