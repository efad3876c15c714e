"""Sending evidence: ready, address proven, received; and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consultations.evidence.actions.drafting import (
    NO_REASON,
    SenderFacts,
    WishFacts,
    _new_draft,
    add_return_link,
    check_editable,
    lacks_reason,
    lock_draft,
    save_evidence,
    save_wish,
)  # fmt: skip
from consultations.evidence.lifecycle import SUBMISSION
from consultations.evidence.models import CallForEvidence, ReturnLink, Submission
from consultations.evidence.rules import holder_of_link
from core import events
from core.actors import Actor
from core.errors import Invalid
from core.verification import actions as verification
from core.verification.models import Challenge

PURPOSE = "evidence.send"


def send_submission(link: ReturnLink, *, by: Actor) -> Challenge | None:
    """Send a draft. Gives None once it is received, or the challenge that must prove the address first.

    A link that came by mail proves the address by itself. Raises Invalid for what is missing, WrongState when too late.
    """
    submission = link.submission
    check_editable(submission)
    with transaction.atomic():
        lock_draft(submission)  # what is found complete stays so until it is received
        check_complete(submission)
        if link.is_mailed:
            _receive(submission, by)
            return None
        return _ask(submission, "submission.ask_to_confirm", by)


def hand_in(
    call: CallForEvidence, sender: SenderFacts, wish: WishFacts, *, title: str, answers: dict[int, str], by: Actor
) -> Challenge:
    """Take a whole submission at once (the API's way); gives the challenge that must prove the address.

    Raises Invalid with the field, WrongState where the call takes no answers.
    """
    with transaction.atomic():
        submission = _new_draft(call, sender)
        submission.save()
        save_evidence(submission, title=title, answers=answers, by=by)
        save_wish(submission, wish, by=by)
        check_complete(submission)
        return _ask(submission, "submission.hand_in", by)


def confirm_submission(redeem: Callable[[], Challenge]) -> tuple[Submission, str]:
    """Redeem the sender's challenge and receive the submission; gives it and the token of its status page.

    `redeem` is the call that uses up the code or the link; its Invalid, NotFound or TooMany passes through.
    """
    with transaction.atomic():
        challenge = redeem()
        submission = Submission.objects.select_related("call", "inquiry__committee__chamber").get(
            public_id=challenge.subject_id
        )
        check_complete(submission)
        _receive(submission, holder_of_link(submission))
        return submission, add_return_link(submission, is_mailed=False)


def resend_confirmation(handle: UUID, *, by: Actor) -> None:
    """Ask for a new code and link; silent where one was mailed less than a minute ago or nothing waits."""
    challenge = verification.find_to_resend(PURPOSE, handle)
    if challenge is not None:
        submission = Submission.objects.get(public_id=challenge.subject_id)
        data = {"challenge": str(handle)}
        events.record("submission.ask_again", submission, actor=by, public=False, data=data)


def withdraw_submission(submission: Submission, *, by: Actor) -> Submission:
    """Take one's own submission back, until it is published. Raises WrongState, Forbidden, Conflict."""
    SUBMISSION.fire("withdraw", submission, by=by)
    return submission


def check_complete(submission: Submission) -> None:
    """Raise Invalid for the first thing that is missing: evidence, a required answer, a title, the wish, its reason."""
    answered = set(submission.answers.values_list("question_id", flat=True))
    if not answered and not hasattr(submission, "attachment"):
        raise Invalid(_("Answer at least one question, or add a file."))
    missing = submission.call.questions.filter(is_required=True).exclude(pk__in=answered).first()
    if missing is not None and not hasattr(submission, "attachment"):
        raise Invalid(_("Question %(number)s must be answered.") % {"number": missing.position})
    if not submission.title:
        raise Invalid(_("Give your evidence a title."))
    if not submission.wish:
        raise Invalid(_("Choose how we may publish your evidence."))
    if lacks_reason(submission.wish, submission.wish_reason):
        raise Invalid(NO_REASON)


def _ask(submission: Submission, verb: str, by: Actor) -> Challenge:
    challenge = verification.open_challenge(PURPOSE, submission.public_id, language=submission.language)
    events.record(verb, submission, actor=by, public=False, data={"challenge": str(challenge.public_id)})
    return challenge


def _receive(submission: Submission, by: Actor) -> None:
    person = verification.meet_participant(submission.email, name=submission.name, language=submission.language)
    SUBMISSION.fire("submit", submission, by=by, participant=person)
