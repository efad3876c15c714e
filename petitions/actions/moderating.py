"""What clerks, petitioners and the clock do with a petition."""

from __future__ import annotations

from core import clock
from core.actors import CLOCK, Actor
from petitions.lifecycle import PETITION
from petitions.models import Petition
from petitions.states import PetitionState


def publish_petition(petition: Petition, *, by: Actor) -> Petition:
    """Publish a petition: it gets its number and its closing date. Raises Forbidden, WrongState, Conflict."""
    PETITION.fire("publish", petition, by=by)
    return petition


def reject_petition(petition: Petition, *, by: Actor, reason_code: str, reason: str = "") -> Petition:
    """Reject a petition under one of its kind's rules, with words for the public. Raises Invalid, Conflict."""
    facts = {"reason_code": reason_code, "details": reason}
    PETITION.fire("reject", petition, by=by, reason=reason, data={"rule": reason_code}, **facts)
    return petition


def pause_petition(petition: Petition, *, by: Actor, reason: str = "") -> Petition:
    """Stop signing for a while."""
    PETITION.fire("pause", petition, by=by, reason=reason)
    return petition


def resume_petition(petition: Petition, *, by: Actor) -> Petition:
    """Let signing go on."""
    PETITION.fire("resume", petition, by=by)
    return petition


def hide_petition(petition: Petition, *, by: Actor, reason: str = "", rule: str = "") -> Petition:
    """Take a petition from every public page, under one of the house's rules (core.moderation.states.Rule)."""
    PETITION.fire("hide", petition, by=by, reason=reason, data={"rule": rule})
    return petition


def restore_petition(petition: Petition, *, by: Actor, reason: str = "") -> Petition:
    """Show a hidden petition again, paused; one that was never open is read again by the moderators."""
    verb = "restore" if petition.state == PetitionState.HIDDEN and petition.opened_at else "reconsider"
    PETITION.fire(verb, petition, by=by, reason=reason)
    return petition


def withdraw_petition(petition: Petition, *, by: Actor) -> Petition:
    """Withdraw one's own petition."""
    PETITION.fire("withdraw", petition, by=by)
    return petition


def close_petitions() -> int:
    """Close every petition whose moment has passed; gives how many. The schedule calls it."""
    due = Petition.objects.filter(state=PetitionState.OPEN, closes_at__lte=clock.now())
    return len(PETITION.fire_many("close", due, by=CLOCK))
