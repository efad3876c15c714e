"""One move of a question or a hearing: under the hearing's lock, with its number, in one transaction."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from consultations.hearings.lifecycle import HEARING, QUESTION
from consultations.hearings.models import Hearing, Question
from consultations.hearings.numbering import lock, number
from consultations.hearings.states import PUBLIC_QUESTIONS
from core.actors import Actor


def move_question(
    verb: str, question: Question, *, by: Actor, reason: str = "", rule: str = "", **facts: Any
) -> Question:
    """Make one move of a question. Raises what the life cycle raises; gives the question in its new state.

    `rule` names the rule that a moderator's decision goes by; the event keeps it for the public log.
    """
    about = {"rule": rule} if rule else {}
    with transaction.atomic():
        hearing = lock(question.hearing_id)
        question.hearing = hearing
        question.refresh_from_db(fields=["version"])
        target = QUESTION.find(verb, question.state).target
        is_public = question.state in PUBLIC_QUESTIONS or target in PUBLIC_QUESTIONS
        number(
            hearing,
            lambda data: QUESTION.fire(verb, question, by=by, reason=reason, data={**data, **about}, **facts),
            is_public=is_public,
        )
    return question


def move_hearing(verb: str, hearing: Hearing, *, by: Actor, reason: str = "") -> Hearing:
    """Make one move of a hearing; everybody who watches hears of it."""
    with transaction.atomic():
        numbers = lock(hearing.pk)
        number(numbers, lambda data: HEARING.fire(verb, hearing, by=by, reason=reason, data=data), is_public=True)
    hearing.sequence, hearing.public_sequence = numbers.sequence, numbers.public_sequence
    return hearing
