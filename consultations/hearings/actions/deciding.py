"""What clerks and moderators do with a question."""

from __future__ import annotations

from django.db import transaction

from consultations.hearings.actions.moving import move_question
from consultations.hearings.models import Question
from consultations.hearings.numbering import lock
from consultations.hearings.states import QuestionState
from core.actors import Actor


def approve_question(question: Question, *, by: Actor) -> Question:
    """Put a question on the public list. Raises Forbidden, WrongState, Conflict (who was first)."""
    return move_question("approve", question, by=by)


def reject_question(question: Question, *, by: Actor, reason_code: str, reason: str = "") -> Question:
    """Do not take a question, for one of the known reasons; the asker is told. Raises Invalid, Conflict."""
    return move_question("reject", question, by=by, rule=reason_code, code=reason_code, words=reason)


def remove_question(question: Question, *, by: Actor, reason: str, rule: str = "") -> Question:
    """Take a question from every public page, under one of the house's rules; the asker is told. Raises Invalid."""
    return move_question("remove", question, by=by, reason=reason, rule=rule, words=reason)


def restore_question(question: Question, *, by: Actor, reason: str = "") -> Question:
    """Put a question that was not taken, or taken down, on the list after all."""
    return move_question("restore", question, by=by, reason=reason)


def shortlist_question(question: Question, *, by: Actor) -> Question:
    """Mark a question as one of the next."""
    return move_question("shortlist", question, by=by)


def unlist_question(question: Question, *, by: Actor) -> Question:
    """Take the mark away again."""
    return move_question("unlist", question, by=by)


def put_question_on_air(question: Question, *, by: Actor) -> Question:
    """Say that a question is being asked now. One that was on air before has been answered: the chair has moved on."""
    with transaction.atomic():
        lock(question.hearing_id)
        before = Question.objects.filter(hearing=question.hearing_id, state=QuestionState.ON_AIR).first()
        if before is not None:
            mark_question_answered(before, by=by)
        return move_question("put_on_air", question, by=by)


def take_question_off_air(question: Question, *, by: Actor) -> Question:
    """Undo: put the question back on the list."""
    return move_question("take_off_air", question, by=by)


def mark_question_answered(question: Question, *, by: Actor) -> Question:
    """Say that a question was answered in the room, and when the answer ended."""
    return move_question("mark_answered", question, by=by)


def defer_question(question: Question, *, by: Actor) -> Question:
    """Say that a written answer was promised."""
    return move_question("defer", question, by=by)


def answer_question_in_writing(question: Question, *, by: Actor, answer: str, answered_by: str = "") -> Question:
    """Publish a written answer. Raises Invalid without words."""
    return move_question("answer_in_writing", question, by=by, answer=answer, answered_by=answered_by)


def leave_question_unasked(question: Question, *, by: Actor) -> Question:
    """Say that there was no time for a question."""
    return move_question("leave_unasked", question, by=by)
