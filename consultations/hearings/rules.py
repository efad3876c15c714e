"""Predicates: who is who to a hearing and to a question. They take any record and import no models."""

from __future__ import annotations

from typing import Any

from core.accounts.rules import at_the_desk, is_committee_clerk
from core.actors import Actor, has_role, predicate

is_hearings_clerk = is_committee_clerk
is_question_moderator = is_committee_clerk | has_role("moderator")
may_open_hearings = at_the_desk(is_hearings_clerk, "clerk")
may_open_questions = at_the_desk(is_question_moderator, "clerk", "moderator")


@predicate
def is_asker(actor: Actor, question: Any) -> bool:
    """Hold for the verified contact who asked the question."""
    asker = getattr(question, "asker", None)
    return actor.kind == "participant" and asker is not None and actor.id == str(asker.public_id)


@predicate
def has_proven_the_address(actor: Actor, record: Any) -> bool:
    """Hold for a participant: an action makes one only after a code, a link or a pass was checked."""
    return actor.kind == "participant"
