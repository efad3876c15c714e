"""Published evidence as moderation sees it: what can be reported, taken down, restored, and who is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consultations.evidence import actions
from consultations.evidence.models import Submission
from consultations.evidence.selectors import of_own_committees, published_evidence
from consultations.evidence.states import MODERATED, SubmissionState
from core.actors import Actor
from core.errors import NotFound
from core.moderation.targets import Contact, Target, Thing

NOT_EVIDENCE = "not_evidence"


def find(public_id: UUID) -> Submission:
    """Give a submission in any state; raises NotFound."""
    rows = Submission.objects.select_related("call", "inquiry__committee__chamber", "published_copy")
    submission = rows.filter(public_id=public_id).first()
    if submission is None:
        raise NotFound()
    return submission


def find_public(public_id: UUID) -> Submission:
    """Give the submission behind a published copy, by the copy's public id; raises NotFound."""
    copy = published_evidence().filter(public_id=public_id).first()
    if copy is None:
        raise NotFound()
    return find(copy.submission.public_id)


def is_shown(submission: Submission) -> bool:
    """Tell whether everybody may read it."""
    return submission.state == SubmissionState.PUBLISHED


def describe(submission: Submission) -> Thing:
    """Show a submission by its public copy, and by nothing else; one that has none by its receipt."""
    copy = getattr(submission, "published_copy", None)
    if copy is None:
        return Thing(str(submission), "", submission.language, None)
    text = "\n\n".join(text for section in copy.body for text in section["paragraphs"])
    url = copy.get_absolute_url() if is_shown(submission) else None
    return Thing(f"{copy.label}: {copy.title}", text, copy.language, url)


def author(submission: Submission) -> Contact | None:
    """Give the sender's address."""
    return Contact(submission.email, submission.language) if submission.email else None


def take_down(submission: Submission, *, by: Actor, rule: str, reason: str) -> None:
    """Take evidence down after a report. Raises Forbidden, WrongState, Conflict."""
    actions.take_down_submission(submission, by=by, reason=reason, rule=rule)


def rules() -> Mapping[str, Any]:
    """Give the reason of a return: the committee's own words are for the sender alone."""
    return {NOT_EVIDENCE: _("The committee does not take it as evidence")}


def kept_for(actor: Actor) -> QuerySet[Submission]:
    """Give the evidence for a clerk's committees."""
    return of_own_committees(actor, Submission.objects.all())


TARGET = Target(
    kind="submission", label=_("Evidence"), find_public=find_public, find=find, is_shown=is_shown, describe=describe,
    author=author, restrict=take_down, restore=actions.restore_submission, verbs=MODERATED, rules=rules,
    default_rule=NOT_EVIDENCE, kept_for=kept_for,
)  # fmt: skip
