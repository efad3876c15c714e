"""Reading calls and evidence: what the public, a sender and a clerk may see."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from consultations.evidence.models import Attachment, CallForEvidence, Inquiry, PublishedCopy, ReturnLink, Submission
from consultations.evidence.states import PUBLIC_CALLS, SubmissionState
from core import clock
from core.accounts.rules import is_committee_clerk
from core.accounts.selectors import kept_for_clerk
from core.actors import Actor
from core.errors import NotFound

PUBLISHED_COUNT = Count("published_copies", filter=Q(published_copies__submission__state=SubmissionState.PUBLISHED))


def public_calls() -> QuerySet[CallForEvidence]:
    """List the calls everybody may see, with committee and the number of published submissions."""
    rows = CallForEvidence.objects.filter(state__in=PUBLIC_CALLS)
    return rows.select_related("inquiry__committee__chamber").annotate(published_count=PUBLISHED_COUNT)


def calls_in_state(state: str) -> QuerySet[CallForEvidence]:
    """List public calls of one state: open ones by the nearest deadline, closed ones newest first."""
    return public_calls().filter(state=state).order_by("closes_at" if state == "open" else "-closes_at", "id")


def visible_call(slug: str, actor: Actor) -> CallForEvidence:
    """Give one call with its questions and its inquiry's stages; its clerks also see a draft. Raises NotFound."""
    rows = CallForEvidence.objects.select_related("inquiry__committee__chamber")
    call = rows.prefetch_related("questions", "inquiry__stages").filter(slug=slug).first()
    if call is None or not (call.state in PUBLIC_CALLS or is_committee_clerk(actor, call)):
        raise NotFound()
    return call


def published_evidence() -> QuerySet[PublishedCopy]:
    """List what is published, newest first; what was taken down keeps its copy and is not listed."""
    rows = PublishedCopy.objects.filter(submission__state=SubmissionState.PUBLISHED)
    return rows.select_related("call__inquiry__committee")


def published_by_label(label: str) -> PublishedCopy:
    """Give one published submission by its number. Raises NotFound."""
    copy = published_evidence().filter(label=label.upper()).first()
    if copy is None:
        raise NotFound()
    return copy


def token_digest(token: str) -> str:
    """Give the digest under which a return link is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_by_token(token: str) -> ReturnLink:
    """Give the live return link of a token, with its submission and call. Raises NotFound."""
    rows = ReturnLink.objects.select_related(
        "submission__call__inquiry__committee__chamber",
        "submission__inquiry__committee__chamber",
        "submission__attachment",
    )
    link = rows.filter(token_hash=token_digest(token), expires_at__gt=clock.now()).first()
    if link is None:
        raise NotFound()
    return link


def submission_of(public_id: UUID) -> Submission:
    """Give one submission with all that a page of it shows. Raises NotFound."""
    submission = handed_in().filter(public_id=public_id).first()
    if submission is None:
        raise NotFound()
    return submission


def handed_in() -> QuerySet[Submission]:
    """List submissions that were sent, the oldest first; a draft is its writer's own, withdrawn or not."""
    rows = Submission.objects.filter(submitted_at__isnull=False)
    related = ("call", "inquiry__committee__chamber", "attachment", "decision", "published_copy")
    return rows.select_related(*related).order_by("submitted_at", "id")


def of_own_committees(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Keep what a clerk may see of calls or submissions: those of the committees this account works for."""
    return kept_for_clerk(actor, rows, "inquiry__committee")


def readable_attachment(public_id: UUID, actor: Actor) -> Attachment:
    """Give a file that this clerk may read: of what was sent and not taken back. Raises NotFound, whoever else asks."""
    rows = Attachment.objects.select_related("submission__inquiry__committee__chamber")
    rows = rows.filter(submission__submitted_at__isnull=False).exclude(submission__state=SubmissionState.WITHDRAWN)
    attachment = rows.filter(public_id=public_id).first()
    if attachment is None or not is_committee_clerk(actor, attachment.submission):
        raise NotFound()
    return attachment


def inquiries() -> QuerySet[Inquiry]:
    """List inquiries with their committee."""
    return Inquiry.objects.select_related("committee")
