"""The mails of evidence: one function a mail. "Received" and "accepted" are two mails with two words."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from consultations.evidence.actions import add_return_link
from consultations.evidence.models import Submission
from consultations.evidence.states import MODERATED
from core.events.models import Event
from core.mail.queue import queue_mail
from core.moderation.links import appeal_link
from core.verification.actions import Secrets
from core.verification.mailing import mail_proof
from core.verification.models import Challenge


def send_return_link(event: Event) -> None:
    """Mail the link that leads back to a draft, on any device; it also proves the address."""
    submission = _submission(event)
    link = _address("evidence:mine", submission.language, add_return_link(submission, is_mailed=True))
    _mail("send_return_link", event, submission, link=link)


def ask_to_confirm_submission(event: Event) -> None:
    """Mail the code and the link that send a submission."""
    submission = _submission(event)
    challenge = Challenge.objects.get(public_id=event.data["challenge"])

    def words(proof: Secrets) -> dict[str, str]:
        return {"code": proof.code, "link": _address("evidence:confirm_link", submission.language, proof.token)}

    mail_proof(
        challenge, "evidence/ask_to_confirm_submission", submission.email, language=submission.language,
        dedupe=f"event {event.pk}", words=words, submission=submission, call=submission.call,
    )  # fmt: skip


def acknowledge_submission(event: Event) -> None:
    """Mail the receipt number and the link to the status page; it says that this is not yet acceptance."""
    submission = _submission(event)
    link = _address("evidence:mine", submission.language, add_return_link(submission, is_mailed=True))
    _mail("acknowledge_submission", event, submission, link=link)


def tell_decision(event: Event) -> None:
    """Mail what the committee decided: accepted under a number, published, kept for itself, returned."""
    submission = _submission(event)
    if event.to_state == "published":
        link = _address("evidence:published", submission.language, submission.label)
    else:
        link = _address("evidence:mine", submission.language, add_return_link(submission, is_mailed=True))
    facts = {"reason": event.reason, "is_taken_down": event.verb == "submission.take_down"}
    appeal = appeal_link(event, submission.language) if event.verb in MODERATED else ""
    _mail("tell_decision", event, submission, link=link, state=event.to_state, appeal_link=appeal, **facts)


def _submission(event: Event) -> Submission:
    return Submission.objects.select_related("call", "inquiry__committee").get(public_id=event.subject_id)


def _mail(kind: str, event: Event, submission: Submission, **facts: Any) -> None:
    queue_mail(
        f"evidence/{kind}", submission.email, language=submission.language, dedupe=f"event {event.pk}",
        submission=submission, call=submission.call, **facts,
    )  # fmt: skip


def _address(name: str, language: str, *args: object) -> str:
    with translation.override(language):
        return settings.SITE_URL + reverse(name, args=args)
