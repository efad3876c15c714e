"""Predicates: who is who to a call or a submission. They take any record and import no models."""

from __future__ import annotations

from typing import Any

from core.actors import Actor, has_role, predicate

LINK = "link"

# Who may open the desk at all; what stands on it is a question of the committee.
is_clerk_somewhere = has_role("clerk")


def holder_of_link(submission: Any, request_id: str = "") -> Actor:
    """Give the actor for somebody who came with a submission's return link."""
    return Actor(LINK, str(submission.public_id), request_id=request_id)


@predicate
def has_return_link(actor: Actor, submission: Any) -> bool:
    """Hold for whoever came with this submission's own return link."""
    return actor.kind == LINK and actor.id == str(submission.public_id)


@predicate
def has_proven_the_address(actor: Actor, submission: Any) -> bool:
    """Hold for the participant whose address was proven by a mailed code or link, and who is the sender."""
    person = submission.participant
    return actor.kind == "participant" and person is not None and actor.id == str(person.public_id)


@predicate
def is_committee_clerk(actor: Actor, record: Any) -> bool:
    """Hold for clerks of the whole House, clerks of the record's committee, and administrators."""
    if "admin" in actor.roles:
        return True
    if "clerk" not in actor.roles:
        return False
    places = clerk_places(actor)
    return None in places or record.committee_id in places


def clerk_places(actor: Actor) -> frozenset[int | None]:
    """Give the ids of the committees an account is clerk of; None among them stands for the whole House."""
    kept: dict[str, frozenset[int | None]] = actor.user.__dict__
    if "_clerk_places" not in kept:
        kept["_clerk_places"] = frozenset(actor.user.grants.filter(role="clerk").values_list("committee_id", flat=True))
    return kept["_clerk_places"]
