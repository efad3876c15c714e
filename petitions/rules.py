"""Predicates: who is who to a petition. They take any record and import no models."""

from __future__ import annotations

from typing import Any

from core.actors import Actor, has_role, predicate
from petitions.states import MAY_END_UNREAD, PUBLIC_STATES

is_petitions_clerk = has_role("clerk", "moderator")


def is_public(petition: Any) -> bool:
    """Tell whether everybody may see a petition; `selectors.seen_by_all` asks the database the same.

    One that ended before a moderator opened it stays unseen, also where it has a number from an earlier rejection: its
    text may be another by now, which nobody has read.
    """
    if petition.number is None or petition.state not in PUBLIC_STATES:
        return False
    return petition.state not in MAY_END_UNREAD or petition.opened_at is not None


@predicate
def may_record_steps(actor: Actor, petition: Any) -> bool:
    """Hold for the petitions' clerks; a token needs the scope of the desk too."""
    return is_petitions_clerk(actor, petition) and actor.has_scope("moderate:petitions")


@predicate
def is_petitioner(actor: Actor, petition: Any) -> bool:
    """Hold for the verified contact or the account that started the petition."""
    person = getattr(petition, "petitioner", None)
    if person is None:
        return False
    if actor.kind == "participant":
        return actor.id == str(person.public_id)
    return actor.user is not None and person.user_id == actor.user.pk


@predicate
def has_proven_the_address(actor: Actor, record: Any) -> bool:
    """Hold for a participant: an action makes one only after a code or a link was redeemed."""
    return actor.kind == "participant"


@predicate
def is_second_person(actor: Actor, invalidation: Any) -> bool:
    """Hold for everybody but the one who asked for an invalidation: four eyes (security.md, T17)."""
    return actor.user is not None and actor.user.pk != getattr(invalidation, "started_by_id", actor.user.pk)


@predicate
def is_not_the_typist(actor: Actor, batch: Any) -> bool:
    """Hold for everybody but the one who typed a batch: another one compares the sample."""
    return actor.user is not None and actor.user.pk != getattr(batch, "typed_by_id", actor.user.pk)


@predicate
def is_proposer(actor: Actor, proposal: Any) -> bool:
    """Hold for the member of staff who proposed something."""
    return actor.user is not None and proposal is not None and actor.user.pk == proposal.proposed_by_id


@predicate
def is_another_person(actor: Actor, proposal: Any) -> bool:
    """Hold for every account but the one who proposed something: four eyes."""
    return actor.user is not None and proposal is not None and actor.user.pk != proposal.proposed_by_id


is_another_clerk = is_petitions_clerk & is_another_person
