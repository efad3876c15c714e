"""The life cycles of a call and of a submission: the only writers of their states."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from consultations.evidence.models import CallForEvidence, CommitteeDecision, Inquiry, Submission
from consultations.evidence.rules import has_proven_the_address, has_return_link
from consultations.evidence.states import BEFORE_PUBLICATION, Wish
from consultations.evidence.states import CallState as C
from consultations.evidence.states import SubmissionState as S
from core import clock
from core.accounts.rules import is_committee_clerk
from core.actors import has_role, the_clock
from core.errors import Invalid, WrongState
from core.lifecycle import Changes, Lifecycle, move

# Crockford's base 32 without letters that look like digits; read over the telephone without mistakes.
RECEIPT_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LARGEST_NUMBER = 9999


def can_be_answered(call: CallForEvidence) -> None:
    """Guard: raises WrongState for a call without a question, or whose deadline has passed."""
    if call.closes_at <= clock.now():
        raise WrongState(_("The deadline of this call has passed."))
    if not call.questions.exists():
        raise WrongState(_("A call needs at least one question."))


def is_in_time(submission: Submission) -> None:
    """Guard: raises WrongState after the deadline; a draft begun before it has half an hour more."""
    call = submission.call
    begun_in_time = submission.created_at <= call.ends_at
    if call.state == C.DRAFT or not begun_in_time or clock.now() > call.takes_drafts_until:
        raise WrongState(_("The call has closed, so we can no longer take this."))


def may_be_shown(submission: Submission) -> None:
    """Guard: raises WrongState where the sender asked that nothing be published."""
    if submission.wish == Wish.CONFIDENTIAL:
        raise WrongState(_("The sender asked that this not be published."))


def open_now(call: CallForEvidence) -> Changes:
    """Keep the moment of opening."""
    return {"opens_at": clock.now()}


def close_now(call: CallForEvidence | None) -> Changes:
    """Keep the moment of closing."""
    return {"closed_at": clock.now()}


def give_receipt(submission: Submission, *, participant: Any) -> Changes:
    """Give the receipt number, which is not the number of the evidence, and keep whose address was proven."""
    receipt = "R-" + "".join(secrets.choice(RECEIPT_SIGNS) for _place in range(8))
    return {"receipt": receipt, "submitted_at": clock.now(), "participant": participant}


def give_number(submission: Submission, *, decided_on: date | None = None, minute: str = "") -> Changes:
    """Give the next number of the inquiry, one at a time and without gaps, and keep the committee's decision."""
    inquiry = Inquiry.objects.select_for_update().get(pk=submission.inquiry_id)
    if inquiry.last_number >= LARGEST_NUMBER:
        raise WrongState(_("This inquiry has used all its numbers."))
    Inquiry.objects.filter(pk=inquiry.pk).update(last_number=inquiry.last_number + 1)
    decision, _made = CommitteeDecision.objects.get_or_create(
        committee_id=inquiry.committee_id, decided_on=decided_on or clock.today(), minute=minute.strip()
    )
    return {"number": inquiry.last_number + 1, "decision": decision, "accepted_at": clock.now()}


def keep_reason(submission: Submission, *, return_reason: str = "") -> Changes:
    """Keep the words for the sender, and the moment. Raises Invalid without words."""
    if not return_reason.strip():
        raise Invalid(fields={"return_reason": _("Say why you return it; the sender reads this.")})
    return {"return_reason": return_reason.strip(), "ended_at": clock.now()}


def forget_reason(submission: Submission) -> Changes:
    """Take back the words of a return: it is read again."""
    return {"return_reason": "", "ended_at": None}


def end_now(submission: Submission) -> Changes:
    """Keep the moment at which its sender took it back."""
    return {"ended_at": clock.now()}


def was_published(submission: Submission) -> None:
    """Guard: raises WrongState for what has no public copy."""
    if not hasattr(submission, "published_copy"):
        raise WrongState(_("This was never published."))


def mark_published(submission: Submission, *, is_checked: bool = False) -> Changes:
    """Keep the moment. Raises Invalid unless a person says that the public copy was read."""
    if not is_checked:
        raise Invalid(fields={"is_checked": _("Read the public copy, then tick this box.")})
    return {"published_at": clock.now()}


CALL = Lifecycle(
    "call",
    move("open", C.DRAFT, C.OPEN, may=is_committee_clerk | the_clock, when=can_be_answered, then=open_now,
         label=_("Open the call")),
    move("close", C.OPEN, C.CLOSED, may=the_clock | is_committee_clerk, then=close_now, label=_("Close the call")),
    states=C,
    starts=(C.DRAFT,),
)  # fmt: skip

SUBMISSION = Lifecycle(
    "submission",
    move("submit", S.DRAFT, S.SUBMITTED, may=has_return_link | has_proven_the_address, when=is_in_time,
         then=give_receipt, label=_("Send"), public=False),
    move("take_up", S.SUBMITTED, S.IN_REVIEW, may=is_committee_clerk, label=_("Start reading"), public=False),
    move("accept", S.IN_REVIEW, S.ACCEPTED, may=is_committee_clerk, then=give_number, label=_("Accept as evidence"),
         needs=("decided_on", "minute"), public=False),
    move("publish", S.ACCEPTED, S.PUBLISHED, may=is_committee_clerk, when=may_be_shown, then=mark_published,
         label=_("Publish"), needs=("is_checked",)),
    move("keep_confidential", S.ACCEPTED, S.KEPT_CONFIDENTIAL, may=is_committee_clerk,
         label=_("Keep for the committee alone"), public=False),
    move("take_down", S.PUBLISHED, S.KEPT_CONFIDENTIAL, may=is_committee_clerk | has_role("moderator"),
         label=_("Take it down"), needs=("rule", "reason")),
    move("restore", S.KEPT_CONFIDENTIAL, S.PUBLISHED, may=is_committee_clerk | has_role("moderator"),
         when=was_published, label=_("Publish again")),
    move("reconsider", S.RETURNED, S.IN_REVIEW, may=is_committee_clerk | has_role("moderator"),
         then=forget_reason, label=_("Read it again"), public=False),
    move("return", (S.SUBMITTED, S.IN_REVIEW), S.RETURNED, may=is_committee_clerk, then=keep_reason,
         label=_("Return"), needs=("return_reason",), public=False),
    move("withdraw", BEFORE_PUBLICATION, S.WITHDRAWN, may=has_return_link, then=end_now, label=_("Withdraw"),
         public=False),
    states=S,
    starts=(S.DRAFT,),
)  # fmt: skip
