"""What a committee decides through its clerk: take up, accept with a number, publish, keep, return."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consultations.evidence.lifecycle import SUBMISSION
from consultations.evidence.models import PublishedCopy, Submission
from consultations.evidence.rendering import cleaned_file, draft_copy
from consultations.evidence.states import SubmissionState
from core import clock
from core.actors import Actor
from core.errors import Invalid
from core.files import storage


def take_up_submission(submission: Submission, *, by: Actor) -> Submission:
    """Start reading a submission. Raises Forbidden, WrongState, Conflict."""
    SUBMISSION.fire("take_up", submission, by=by)
    return submission


def accept_submission(
    submission: Submission, *, by: Actor, decided_on: date | None = None, minute: str = ""
) -> Submission:
    """Accept a submission as evidence: it gets the inquiry's next number. Raises Forbidden, WrongState, Conflict."""
    SUBMISSION.fire("accept", submission, by=by, decided_on=decided_on, minute=minute)
    return submission


def publish_submission(submission: Submission, *, by: Actor, is_checked: bool = False) -> PublishedCopy:
    """Publish a submission under its number; gives the public copy. Raises Invalid, Forbidden, WrongState, Conflict."""
    copy = draft_copy(submission)
    data = cleaned_file(submission) if copy.file_type else b""
    with transaction.atomic():
        SUBMISSION.fire("publish", submission, by=by, data={"number": submission.label}, is_checked=is_checked)
        # Only the winner gets here, so a loser never leaves a public file behind.
        key = storage.keep_public(data) if data else ""
        try:
            return PublishedCopy.objects.create(
                submission=submission, call_id=submission.call_id, label=submission.label, title=copy.title,
                shown_as=copy.shown_as, language=submission.language, body=copy.body, word_count=copy.word_count,
                file_key=key, file_type=copy.file_type, file_size=len(data),
                published_at=submission.published_at or clock.now(),
            )  # fmt: skip
        except BaseException:
            if key:
                storage.drop_public(key)
            raise


def keep_submission_confidential(submission: Submission, *, by: Actor) -> Submission:
    """Keep accepted evidence for the committee alone: its number is used, and not listed."""
    SUBMISSION.fire("keep_confidential", submission, by=by)
    return submission


def return_submission(submission: Submission, *, by: Actor, return_reason: str = "") -> Submission:
    """Return a submission to its sender with the reason. Raises Invalid without one, WrongState, Conflict."""
    SUBMISSION.fire("return", submission, by=by, return_reason=return_reason)
    return submission


def take_down_submission(submission: Submission, *, by: Actor, reason: str, rule: str = "") -> Submission:
    """Take published evidence from every public page, under one of the house's rules; the committee keeps it.

    Raises Invalid without a reason, Forbidden, WrongState, Conflict.
    """
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why, in words that everybody may read")})
    SUBMISSION.fire("take_down", submission, by=by, reason=reason.strip(), data={"rule": rule})
    return submission


def restore_submission(submission: Submission, *, by: Actor, reason: str = "") -> Submission:
    """Publish again what was taken down, or read again what was returned."""
    verb = "reconsider" if submission.state == SubmissionState.RETURNED else "restore"
    SUBMISSION.fire(verb, submission, by=by, reason=reason)
    return submission
