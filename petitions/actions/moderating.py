"""What clerks, petitioners and the clock do with a petition."""

from __future__ import annotations

from django.db import transaction

from core import clock
from core.actors import CLOCK, Actor
from petitions.actions.proposing import refuse_petition
from petitions.actions.versions import correct_petition, ensure_version
from petitions.lifecycle import PETITION
from petitions.lifecycle.guards import hidden_from
from petitions.models import Petition, PetitionProposal, RejectionReason
from petitions.states import PetitionState


def publish_petition(petition: Petition, *, by: Actor) -> Petition:
    """Publish a petition: it gets its number and its closing date, and its text is kept as a public version.

    Raises Forbidden, WrongState, Conflict.
    """
    with transaction.atomic():
        PETITION.fire("publish", petition, by=by)
        ensure_version(petition, is_public=True)
    return petition


def reject_petition(
    petition: Petition, *, by: Actor, reason_code: str, reason: str = "", sentence: str = ""
) -> Petition | PetitionProposal:
    """Reject a petition under one of its kind's rules, with words for the public; `sentence` is what breaks the rule.

    A reason that hides the text needs two people: it makes a proposal instead. Raises Invalid, Conflict.
    """
    hides = RejectionReason.objects.filter(kind=petition.kind_id, code=reason_code, is_hidden=True)
    if hides.exists():
        return refuse_petition(petition, by=by, reason_code=reason_code, reason=reason)
    facts = {"reason_code": reason_code, "details": reason, "sentence": sentence}
    with transaction.atomic():
        PETITION.fire("reject", petition, by=by, reason=reason, data={"rule": reason_code}, **facts)
        ensure_version(petition, is_public=True)
    return petition


def correct_text(petition: Petition, *, by: Actor, title: str, background: str, details: str, note: str) -> Petition:
    """Correct a published text as the desk's doors ask it: "title" is what the petition asks. Raises as the action."""
    return correct_petition(petition, by=by, action=title, background=background, details=details, note=note)


def restore_petition(petition: Petition, *, by: Actor, reason: str = "") -> Petition:
    """Show a hidden petition again: paused, or ended as it had ended; one that was never open is read again.

    Raises Forbidden, WrongState, Conflict.
    """
    PETITION.fire(_way_back(petition), petition, by=by, reason=reason)
    return petition


def _way_back(petition: Petition) -> str:
    if petition.state == PetitionState.HIDDEN and petition.closed_at is not None:
        return "restore_withdrawn" if hidden_from(petition) == PetitionState.WITHDRAWN else "restore_closed"
    return "restore" if petition.state == PetitionState.HIDDEN and petition.opened_at else "reconsider"


def reconsider_petition(petition: Petition, *, by: Actor, reason: str = "") -> Petition:
    """Put a rejected or hidden petition before the moderators again, as one that was never open."""
    PETITION.fire("reconsider", petition, by=by, reason=reason)
    return petition


def withdraw_petition(petition: Petition, *, by: Actor) -> Petition:
    """Withdraw one's own petition."""
    PETITION.fire("withdraw", petition, by=by)
    return petition


def close_petitions() -> int:
    """Close every petition whose moment has passed; gives how many. The schedule calls it."""
    due = Petition.objects.filter(state=PetitionState.OPEN, closes_at__lte=clock.now())
    return len(PETITION.fire_many("close", due, by=CLOCK))
