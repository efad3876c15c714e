"""Questions as moderation sees them: what can be reported, taken down, restored, and who is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultations.hearings import actions
from consultations.hearings.models import Question
from consultations.hearings.selectors import questions_of
from consultations.hearings.states import MODERATED, PUBLIC_HEARINGS, PUBLIC_QUESTIONS, Reason
from core.actors import Actor
from core.errors import NotFound
from core.moderation.targets import Contact, Target, Thing


def find(public_id: UUID) -> Question:
    """Give a question in any state; raises NotFound."""
    question = Question.objects.select_related("hearing__chamber", "asker").filter(public_id=public_id).first()
    if question is None:
        raise NotFound()
    return question


def find_public(public_id: UUID) -> Question:
    """Give a question that everybody can read; raises NotFound."""
    question = find(public_id)
    if not is_shown(question):
        raise NotFound()
    return question


def is_shown(question: Question) -> bool:
    """Tell whether everybody may read it."""
    return question.state in PUBLIC_QUESTIONS and question.hearing.state in PUBLIC_HEARINGS


def describe(question: Question) -> Thing:
    """Show a question to whoever reports or decides."""
    url = reverse("hearings:hearing_detail", args=[question.hearing.slug])
    return Thing("", question.text, question.language, url)


def author(question: Question) -> Contact | None:
    """Give the asker's address."""
    return Contact(question.asker.email, question.language) if question.asker else None


def take_down(question: Question, *, by: Actor, rule: str, reason: str) -> None:
    """Take a question down after a report. Raises Forbidden, WrongState (while it is on air), Conflict."""
    actions.remove_question(question, by=by, reason=reason, rule=rule)


def rules() -> Mapping[str, Any]:
    """Give the reasons for which a question is not taken."""
    return dict(Reason.choices)


def kept_for(actor: Actor) -> QuerySet[Question]:
    """Give the questions of the hearings of a clerk's committees."""
    return questions_of(actor, Question.objects.all())


TARGET = Target(
    kind="question", label=_("Question"), find_public=find_public, find=find, is_shown=is_shown, describe=describe,
    author=author, restrict=take_down, restore=actions.restore_question, verbs=MODERATED, rules=rules,
    kept_for=kept_for,
)  # fmt: skip
