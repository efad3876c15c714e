"""Drafts over time: a new link for who lost the old one, and an end for those nobody came back to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from consultations.evidence.actions.drafting import LINK_LIFE
from consultations.evidence.models import CallForEvidence, ReturnLink, Submission
from consultations.evidence.states import SubmissionState
from core import clock, crypto, events
from core.actors import ANONYMOUS, CLOCK, Actor
from core.files import storage

RESEND_AFTER = timedelta(minutes=1)
LENGTHEN_AFTER = timedelta(days=1)


def ask_for_links(call: CallForEvidence, email: str, *, by: Actor) -> None:
    """Have a new link mailed for each submission of an address to a call; silent where there is none.

    Whoever asks, one event is written: neither the answer nor the time that it takes tells who is known.
    """
    found = Submission.objects.filter(call=call, email_index__in=crypto.email_indexes(email, "evidence"))
    data = {"submissions": [str(public_id) for public_id in found.values_list("public_id", flat=True)]}
    events.record("call.ask_for_link", call, actor=by, public=False, data=data)


def ask_for_link_of(submission_ids: Iterable[str]) -> None:
    """Have a new link mailed for each of these submissions, after the answer was given.

    One whose newest link is younger than a minute gets none, so that nobody can flood a mail box.
    """
    just_now = clock.now() + LINK_LIFE - RESEND_AFTER
    found = Submission.objects.filter(public_id__in=list(submission_ids))
    for submission in found.exclude(links__is_mailed=True, links__expires_at__gt=just_now):
        events.record("submission.ask_for_link", submission, actor=ANONYMOUS, public=False)


def keep_link_alive(link: ReturnLink) -> None:
    """Let a link that is used live on for its full time; written at most once a day."""
    until = clock.now() + LINK_LIFE
    if link.expires_at < until - LENGTHEN_AFTER:
        ReturnLink.objects.filter(pk=link.pk).update(expires_at=until)


def old_drafts(now: datetime) -> QuerySet[Submission]:
    """List drafts that nobody saved for 90 days; the retention of core.privacy deletes them."""
    return Submission.objects.filter(state=SubmissionState.DRAFT, saved_at__lt=now - LINK_LIFE)


def drop_submissions(rows: Iterable[Submission]) -> int:
    """Delete submissions with their files; gives how many. One that moved on meanwhile stays."""
    return sum(map(_drop, rows))


def _drop(row: Submission) -> bool:
    attachment = getattr(row, "attachment", None)
    with transaction.atomic():
        deleted, _by_model = Submission.objects.filter(pk=row.pk, state=row.state).delete()
        if not deleted:
            return False  # it was sent in this very moment
        events.record("submission.expire", row, actor=CLOCK, public=False)
        if attachment is not None:
            transaction.on_commit(lambda: storage.drop_private(attachment.storage_key))
    return True
