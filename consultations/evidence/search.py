"""The search documents of evidence: calls by language, published submissions in their own; public fields only."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from consultations.evidence.models import CallForEvidence, PublishedCopy
from consultations.evidence.selectors import public_calls, published_evidence
from consultations.evidence.states import CallState
from core import clock
from core.search.documents import SearchDocument, register
from core.web.times import in_house_zone

LONGEST_SUMMARY = 300


def register_types() -> None:
    """Tell the search of calls and of published evidence."""
    states = {"open": ("open", CallState.OPEN.label), "closed": ("shut", CallState.CLOSED.label)}
    register(
        "call", _("Call for evidence"), plural=_("Calls for evidence"), build=call_documents, ids=call_ids,
        states=states, order=40,
    )  # fmt: skip
    register("submission", _("Evidence"), plural=_("Evidence"), build=evidence_documents, ids=evidence_ids, order=45)


def call_ids() -> Iterable[UUID]:
    """Give the ids of all calls that may be found."""
    return public_calls().values_list("public_id", flat=True)


def evidence_ids() -> Iterable[UUID]:
    """Give the ids of all published submissions."""
    return published_evidence().values_list("public_id", flat=True)


def call_documents(public_id: UUID) -> list[SearchDocument]:
    """Give one document a language that the call's title is written in; none where the call is not public."""
    call = public_calls().prefetch_related("questions").filter(public_id=public_id).first()
    return [_call(call, language) for language in call.title] if call else []


def evidence_documents(public_id: UUID) -> list[SearchDocument]:
    """Give the document of a public copy in the sender's language; none before publication."""
    copy = published_evidence().filter(public_id=public_id).first()
    return [_evidence(copy)] if copy else []


def _call(call: CallForEvidence, language: str) -> SearchDocument:
    with override(language):
        questions = [str(question.text) for question in call.questions.all()]
        return SearchDocument(
            type="call",
            uuid=call.public_id,
            language=language,
            title=str(call.title),
            summary=str(call.summary),
            body="\n".join([*questions, str(call.inquiry.title), str(call.inquiry.committee)]),
            path=f"evidence/calls/{call.slug}/",
            number=call.inquiry.code,
            state=call.state,
            is_open=call.is_taking_answers,
            date=in_house_zone(call.opens_at or clock.now()).date(),
            committee=call.inquiry.committee.slug,
        )


def _evidence(copy: PublishedCopy) -> SearchDocument:
    paragraphs = [str(text) for section in copy.body for text in section["paragraphs"]]
    return SearchDocument(
        type="submission",
        uuid=copy.public_id,
        language=copy.language,
        title=copy.title,
        summary=(paragraphs[0] if paragraphs else "")[:LONGEST_SUMMARY],
        body="\n".join([copy.shown_as, *paragraphs]),
        path=f"evidence/{copy.label}/",
        number=copy.label,
        date=in_house_zone(copy.published_at).date(),
        committee=copy.call.inquiry.committee.slug,
    )
