"""Writing evidence: a draft that is saved page by page, with a way back to it by mail."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consultations.evidence.lifecycle import is_in_time
from consultations.evidence.models import Answer, CallForEvidence, ReturnLink, Submission
from consultations.evidence.selectors import token_digest
from consultations.evidence.states import Concern, SenderKind, SubmissionState, Wish
from core import clock, crypto, events
from core.actors import Actor
from core.errors import Invalid, WrongState
from core.privacy.notice import current_notice

LINK_LIFE = timedelta(days=90)  # drafts are kept 90 days (evidence-and-platforms.md 2, point 11)
TITLE_LENGTH = 150
ANSWER_LENGTH = 50_000
NO_REASON = _("Tell the committee why. Only the committee reads this.")


@dataclass(frozen=True)
class SenderFacts:
    """Who writes: kind, name, e-mail, organisation and role there, language of the page."""

    kind: str
    name: str
    email: str
    organisation: str = ""
    role: str = ""
    language: str = "en"


@dataclass(frozen=True)
class WishFacts:
    """How to publish: wish, why not in full, the words shown instead of the name, what a clerk must know."""

    wish: str
    reason: str = ""
    shown_as: str = ""
    concerns: tuple[str, ...] = ()


def start_submission(call: CallForEvidence, facts: SenderFacts, *, by: Actor) -> tuple[Submission, str]:
    """Begin a draft; gives it and the token of its pages. The same, whether or not the address is known.

    Raises WrongState where the call takes no new answers, Invalid for an organisation without its name.
    """
    submission = _new_draft(call, facts)
    with transaction.atomic():
        submission.save()
        token = add_return_link(submission, is_mailed=False)
        events.record("submission.start", submission, actor=by, to_state=submission.state, public=False)
    return submission, token


def add_return_link(submission: Submission, *, is_mailed: bool) -> str:
    """Add a way back to a submission; gives its token, of which only the digest is kept."""
    token = secrets.token_urlsafe(24)
    ReturnLink.objects.create(
        submission=submission, token_hash=token_digest(token), is_mailed=is_mailed, expires_at=clock.now() + LINK_LIFE
    )
    return token


def save_sender(submission: Submission, facts: SenderFacts, *, by: Actor) -> None:
    """Save who writes. The address stays the one that the draft began with. Raises Invalid, WrongState."""
    _check_sender(facts)
    changes = {"kind": facts.kind, "name": facts.name.strip(), "role": facts.role.strip()}
    _save(submission, by, "you", **changes, organisation=_organisation(facts))


def save_evidence(submission: Submission, *, title: str, answers: dict[int, str], by: Actor) -> None:
    """Save title and answers (question key -> text); an empty text takes an answer away. Raises Invalid, WrongState."""
    if len(title) > TITLE_LENGTH or any(len(text) > ANSWER_LENGTH for text in answers.values()):
        raise Invalid(_("This text is too long."))
    with transaction.atomic():
        _save(submission, by, "evidence", title=" ".join(title.split()))
        questions = set(submission.call.questions.values_list("pk", flat=True))
        for question, text in answers.items():
            if question in questions:
                _save_answer(submission, question, text)


def save_wish(submission: Submission, facts: WishFacts, *, by: Actor, is_for_later: bool = False) -> None:
    """Save how the evidence may be published. Raises Invalid without a reason for less than everything, WrongState.

    `is_for_later` saves what there is; sending asks for the rest.
    """
    if facts.wish not in Wish.values and not (is_for_later and not facts.wish):
        raise Invalid(fields={"wish": _("Choose how we may publish your evidence.")})
    if not is_for_later and lacks_reason(facts.wish, facts.reason):
        raise Invalid(fields={"reason": NO_REASON})
    _save(
        submission, by, "publication", wish=facts.wish,
        wish_reason="" if facts.wish == Wish.NAMED else facts.reason.strip(),
        shown_as=" ".join(facts.shown_as.split()) if facts.wish in {Wish.ANONYMOUS, ""} else "",
        concerns=[concern for concern in Concern.values if concern in facts.concerns],
    )  # fmt: skip


def lacks_reason(wish: str, reason: str) -> bool:
    """Tell whether a wish for less than everything still needs its reason."""
    return wish != Wish.NAMED and not reason.strip()


def check_editable(submission: Submission) -> None:
    """Raise WrongState once a draft is sent, or when the call no longer takes it."""
    if submission.state != SubmissionState.DRAFT:
        raise WrongState(_("This has been sent. It can no longer be changed."))
    is_in_time(submission)


def lock_draft(submission: Submission) -> None:
    """Hold a draft until the transaction ends. Raises WrongState where a rival sent or withdrew it meanwhile."""
    rows = Submission.objects.select_for_update().only("pk")
    if rows.filter(pk=submission.pk, state=SubmissionState.DRAFT).first() is None:
        raise WrongState(_("This has been sent. It can no longer be changed."))


def _new_draft(call: CallForEvidence, facts: SenderFacts) -> Submission:
    if not call.is_taking_answers:
        raise WrongState(_("This call does not take answers now."))
    _check_sender(facts)
    return Submission(
        call=call, inquiry=call.inquiry, kind=facts.kind, name=facts.name.strip(), email=facts.email.strip(),
        email_index=crypto.email_index(facts.email, "evidence"), organisation=_organisation(facts),
        role=facts.role.strip(), language=facts.language, created_at=clock.now(), saved_at=clock.now(),
        notice_version=current_notice(),
    )  # fmt: skip


def _organisation(facts: SenderFacts) -> str:
    return facts.organisation.strip() if facts.kind == SenderKind.ORGANISATION else ""


def _check_sender(facts: SenderFacts) -> None:
    if facts.kind not in SenderKind.values:
        raise Invalid(fields={"kind": _("Say for whom you write.")})
    if facts.kind == SenderKind.ORGANISATION and not facts.organisation.strip():
        raise Invalid(fields={"organisation": _("Enter the name of the organisation.")})


def _save(submission: Submission, by: Actor, page: str, **changes: object) -> None:
    """Write one page of a draft, unless a rival sent it meanwhile."""
    check_editable(submission)
    changes["saved_at"] = clock.now()
    with transaction.atomic():
        draft = Submission.objects.filter(pk=submission.pk, state=SubmissionState.DRAFT)
        if not draft.update(**changes):
            raise WrongState(_("This has been sent. It can no longer be changed."))
        events.record("submission.save", submission, actor=by, public=False, data={"page": page})
    for name, value in changes.items():
        setattr(submission, name, value)


def _save_answer(submission: Submission, question: int, text: str) -> None:
    if text.strip():
        Answer.objects.update_or_create(submission=submission, question_id=question, defaults={"text": text.strip()})
        return
    Answer.objects.filter(submission=submission, question_id=question).delete()
