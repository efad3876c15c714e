"""The search document of a hearing: one a language of its title; public fields and public questions only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from consultations.hearings.models import Hearing, Question
from consultations.hearings.selectors import public_hearings, public_questions, takes_questions
from core.events.models import Event
from core.search.documents import SearchDocument
from core.web.times import in_house_zone

TAGS = {"live": "now", "paused": "now", "open": "open", "announced": "open", "cancelled": "no"}


def public_ids() -> Iterable[UUID]:
    """Give the ids of all hearings that may be found."""
    return public_hearings().values_list("public_id", flat=True)


def documents_of(public_id: UUID) -> list[SearchDocument]:
    """Give the documents of a hearing, one for each language of its title; none where it is not public."""
    hearing = public_hearings().filter(public_id=public_id).prefetch_related("witnesses").first()
    if hearing is None:
        return []
    questions = list(public_questions(hearing).order_by("-supports", "id")[:500])
    return [_document(hearing, language, questions) for language in hearing.title]


def hearing_of_question(event: Event) -> list[UUID]:
    """Give the hearing that a question's event belongs to."""
    return [UUID(event.data["hearing"])]


def _document(hearing: Hearing, language: str, questions: list[Question]) -> SearchDocument:
    witnesses = [
        f"{witness.name.in_language(language)}, {witness.role.in_language(language)}"
        for witness in hearing.witnesses.all()
    ]
    return SearchDocument(
        type="hearing",
        uuid=hearing.public_id,
        language=language,
        title=hearing.title[language],
        summary=hearing.summary.in_language(language),
        body="\n".join([*witnesses, *(_words(question, language) for question in questions)]),
        path=f"hearings/{hearing.slug}/",
        state=hearing.state,
        is_open=takes_questions(hearing),
        date=in_house_zone(hearing.starts_at).date(),
        committee=hearing.committee.slug,
    )


def _words(question: Question, language: str) -> str:
    texts: dict[str, Any] = question.texts()
    return f"{texts.get(language, question.text)} {question.answer}".strip()
