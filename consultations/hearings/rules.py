"""Predicates: who is who to a hearing and to a question. They take any record and import no models."""

from __future__ import annotations

from typing import Any

from core.actors import Actor, has_role, predicate

is_hearings_clerk = has_role("clerk")
is_question_moderator = has_role("clerk", "moderator")


@predicate
def is_asker(actor: Actor, question: Any) -> bool:
    """Hold for the verified contact who asked the question."""
    asker = getattr(question, "asker", None)
    return actor.kind == "participant" and asker is not None and actor.id == str(asker.public_id)


@predicate
def has_proven_the_address(actor: Actor, record: Any) -> bool:
    """Hold for a participant: an action makes one only after a code, a link or a pass was checked."""
    return actor.kind == "participant"
