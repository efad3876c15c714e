"""Opening and closing calls, by a clerk or by the clock."""

from __future__ import annotations

from consultations.evidence.lifecycle import CALL
from consultations.evidence.models import CallForEvidence
from consultations.evidence.states import CallState
from core import clock
from core.actors import CLOCK, Actor
from core.errors import DomainError


def open_call(call: CallForEvidence, *, by: Actor) -> CallForEvidence:
    """Open a call. Raises WrongState without questions or after its deadline, Forbidden, Conflict."""
    CALL.fire("open", call, by=by)
    return call


def close_call(call: CallForEvidence, *, by: Actor) -> CallForEvidence:
    """Close a call before its deadline. Raises Forbidden, WrongState, Conflict."""
    CALL.fire("close", call, by=by)
    return call


def open_due_calls() -> int:
    """Open every call whose moment has come and that can be answered; gives how many. The schedule calls it."""
    due = CallForEvidence.objects.filter(state=CallState.DRAFT, opens_at__lte=clock.now(), closes_at__gt=clock.now())
    return sum(_open(call) for call in due)


def close_due_calls() -> int:
    """Close every call whose deadline has passed; gives how many. The schedule calls it."""
    due = CallForEvidence.objects.filter(state=CallState.OPEN, closes_at__lt=clock.now())
    return len(CALL.fire_many("close", due, by=CLOCK))


def _open(call: CallForEvidence) -> bool:
    try:
        CALL.fire("open", call, by=CLOCK)
    except DomainError:
        return False  # no question yet, or a clerk was faster
    return True
