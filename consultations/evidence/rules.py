"""Predicates: who is who to a call or a submission. They take any record and import no models."""

from __future__ import annotations

from typing import Any

from core.accounts.rules import at_the_desk, is_committee_clerk
from core.actors import Actor, predicate

LINK = "link"

may_open_evidence = at_the_desk(is_committee_clerk, "clerk")


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
