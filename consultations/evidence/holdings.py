"""What evidence holds about people: the sender, the answers, the file, the way back to it, the public copy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from consultations.evidence.actions.keeping import drop_submissions, old_drafts
from consultations.evidence.models import PublishedCopy, ReturnLink, Submission
from consultations.evidence.states import SubmissionState
from core import clock, events
from core.actors import CLOCK
from core.events.models import Event
from core.moderation.models import Appeal
from core.moderation.rules import APPEAL_LIFE
from core.moderation.states import AppealState
from core.privacy.person import Person
from core.privacy.registry import BlindIndex, Holding, Kept, Retention
from core.privacy.settling import A_YEAR, Rows, deletes

NOT_TAKEN = (SubmissionState.DRAFT, SubmissionState.SUBMITTED, SubmissionState.IN_REVIEW, SubmissionState.RETURNED,
             SubmissionState.WITHDRAWN)  # fmt: skip
HANDED_BACK = (SubmissionState.RETURNED, SubmissionState.WITHDRAWN)
TAKEN = (SubmissionState.ACCEPTED, SubmissionState.PUBLISHED, SubmissionState.KEPT_CONFIDENTIAL)
KEPT = (
    "evidence.Submission.title", "evidence.Answer.text", "evidence.Attachment.storage_key", "evidence.Attachment.text",
    "evidence.PublishedCopy.title", "evidence.PublishedCopy.shown_as", "evidence.PublishedCopy.body",
    "evidence.PublishedCopy.file_key",
)  # fmt: skip
BLANK = {"name": "", "organisation": "", "role": "", "email": "", "email_index": "", "wish_reason": "", "shown_as": "",
         "return_reason": "", "participant": None}  # fmt: skip


def _find(person: Person) -> Rows:
    by_address = Submission.objects.filter(email_index__in=person.indexes("evidence"))
    return by_address | Submission.objects.filter(participant__in=person.participants)


def _export(row: Submission) -> Mapping[str, Any]:
    file = getattr(row, "attachment", None)
    return {
        "call": str(row.call), "receipt": row.receipt, "number": row.label, "state": row.state, "kind": row.kind,
        "name": row.name, "organisation": row.organisation, "role": row.role, "email": row.email, "title": row.title,
        "wish": row.wish, "wish_reason": row.wish_reason, "shown_as": row.shown_as, "concerns": row.concerns,
        "answers": [{"question": str(one.question), "text": one.text} for one in row.answers.all()],
        "file": {"name": file.original_name, "size": file.size, "text": file.text} if file else None,
        "written": row.created_at, "sent": row.submitted_at, "published": row.published_at, "ended": row.ended_at,
        "notice": row.notice_version,
    }  # fmt: skip


def _erase(person: Person, rows: Rows) -> int:
    """Delete what the committee has not accepted; of what it has, take the sender out: it is the committee's now."""
    found = list(rows.select_related("attachment", "inquiry__committee__chamber"))
    drop_submissions([row for row in found if is_droppable(row)])
    for row in found:
        if not is_droppable(row):
            _blank(person, row)
    return len(found)


def is_droppable(row: Submission) -> bool:
    """Tell whether the committee has not accepted it, and nothing of it was ever published."""
    return row.state in NOT_TAKEN and not PublishedCopy.objects.filter(submission=row).exists()


def _blank(person: Person, row: Submission) -> None:
    row.links.all().delete()
    for answer in row.answers.all():
        answer.text = person.redacted(answer.text, row.name)
        answer.save(update_fields=["text"])
    copy = PublishedCopy.objects.filter(submission=row).first()
    if copy is not None:
        copy.body = [
            {**part, "paragraphs": [person.redacted(words) for words in part.get("paragraphs", [])]}
            for part in copy.body
        ]
        copy.save(update_fields=["body"])
    Submission.objects.filter(pk=row.pk).update(**BLANK)
    if hasattr(row, "attachment"):
        type(row.attachment).objects.filter(pk=row.attachment.pk).update(original_name="")
    events.record("submission.erase_person", row, actor=CLOCK, public=False)


def handed_back(now: datetime) -> Rows:
    """Give submissions a year after they were returned or withdrawn; never one whose appeal is still open.

    A year is longer than the time in which one may appeal. What ended before there was a column for it ended with its
    event.
    """
    last = Event.objects.filter(subject_id=OuterRef("public_id"), to_state__in=HANDED_BACK).order_by("-id")
    ended = Coalesce("ended_at", Subquery(last.values("occurred_at")[:1]), "saved_at")
    appealed = Appeal.objects.filter(state=AppealState.RECEIVED, decision__kind="submission")
    rows = Submission.objects.filter(state__in=HANDED_BACK, published_copy=None)
    return (
        rows.alias(ended=ended)
        .filter(ended__lt=now - max(A_YEAR, APPEAL_LIFE))
        .exclude(public_id__in=appealed.values("decision__target_id"))
    )


def long_taken(now: datetime) -> Rows:
    """Give accepted evidence whose sender can still be reached, two years after its call closed and it was accepted.

    Never one whose appeal is still open: the answer goes to that address.
    """
    before = now - 2 * A_YEAR
    appealed = Appeal.objects.filter(state=AppealState.RECEIVED, decision__kind="submission")
    rows = Submission.objects.filter(state__in=TAKEN, accepted_at__lt=before).exclude(email_index="", participant=None)
    closed = Coalesce("call__closed_at", "call__closes_at")
    return (
        rows.alias(closed=closed)
        .filter(closed__lt=before)
        .exclude(public_id__in=appealed.values("decision__target_id"))
    )


def dead_links(now: datetime) -> Rows:
    """Give the links that open nothing any more."""
    return ReturnLink.objects.filter(expires_at__lte=now)


def _settle(due: Any) -> Any:
    def settle(keys: list[Any]) -> int:
        """Delete those of the keys that are still due, with their files."""
        rows = due(clock.now()).filter(pk__in=keys)
        return drop_submissions(list(rows.select_related("attachment", "inquiry__committee__chamber")))

    return settle


def _forget_senders(keys: list[Any]) -> int:
    """Take address and contact out of those of the keys that are still due; the name stays in the record."""
    rows = list(long_taken(clock.now()).filter(pk__in=keys).values_list("pk", flat=True))
    ReturnLink.objects.filter(submission__in=rows).delete()
    return Submission.objects.filter(pk__in=rows).update(email="", email_index="", participant=None)


HOLDINGS = (
    Holding(
        "evidence.submissions", _("Evidence that you wrote"),
        (
            "evidence.Submission.name", "evidence.Submission.organisation", "evidence.Submission.role",
            "evidence.Submission.email", "evidence.Submission.email_index", "evidence.Submission.title",
            "evidence.Submission.wish_reason", "evidence.Submission.shown_as", "evidence.Submission.return_reason",
            "evidence.Submission.concerns", "evidence.Submission.receipt", "evidence.Answer.text",
            "evidence.Attachment.storage_key", "evidence.Attachment.original_name", "evidence.Attachment.text",
            "evidence.Attachment.sha256", "evidence.ReturnLink.token_hash", "evidence.PublishedCopy.title",
            "evidence.PublishedCopy.shown_as", "evidence.PublishedCopy.body", "evidence.PublishedCopy.file_key",
        ),
        _find, _export, _erase,
        keeps=(
            Kept(KEPT, _(
                "Accepted evidence belongs to the committee and is part of its record (GDPR, Article 17(3)(b) and "
                "(d)). What is published stays under the name that you chose to show; only the committee can take it "
                "down."
            )),
        ),
        retention=(
            Retention("drafts", _("Drafts are deleted 90 days after you last saved them."), old_drafts,
                      _settle(old_drafts)),
            Retention("handed_back", _("Evidence that was returned or withdrawn is deleted after a year."),
                      handed_back, _settle(handed_back)),
            Retention("senders", _(
                "The e-mail address behind accepted evidence is deleted two years after the call closed. Your name "
                "stays in the committee's record."
            ), long_taken, _forget_senders),
            Retention("links", _("A link back to your evidence is deleted 90 days after you last used it."),
                      dead_links, deletes(dead_links)),
        ),
        indexes=(BlindIndex("evidence.Submission.email_index", lambda row: (row.email, "evidence")),),
        private_files=("evidence.Attachment.storage_key",),
    ),
)  # fmt: skip
EXCEPTIONS = {
    "evidence.CommitteeDecision.minute": "a place in public minutes",
    "evidence.CallForEvidence": "the committee's own words",
    "evidence.Inquiry": "the committee's own words",
}
