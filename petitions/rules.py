"""Predicates: who is who to a petition. They take any record and import no models."""

from __future__ import annotations

from typing import Any

from core.actors import Actor, has_role, predicate

is_petitions_clerk = has_role("clerk", "moderator")


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
