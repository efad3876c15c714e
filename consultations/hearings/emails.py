"""The mails of hearings: one function a mail."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from consultations.hearings.models import Hearing, Question
from consultations.hearings.states import MODERATED
from core.events.models import Event
from core.mail.queue import queue_mail
from core.moderation.links import appeal_link
from core.verification.actions import Secrets
from core.verification.mailing import mail_proof
from core.verification.models import Challenge, Participant


def ask_to_confirm_question(event: Event) -> None:
    """Mail the code and the link that hand a question to the clerk; nothing for one that needs no code."""
    if "challenge" not in event.data:
        return
    question = Question.objects.select_related("asker", "hearing").get(public_id=event.subject_id)
    if question.asker is None:
        return
    challenge = Challenge.objects.get(public_id=event.data["challenge"])
    slug = question.hearing.slug

    def words(proof: Secrets) -> dict[str, str]:
        link = _address("hearings:question_confirm_link", challenge.language, slug, proof.token)
        return {"code": proof.code, "link": link}

    mail_proof(
        challenge, "hearings/ask_to_confirm_question", question.asker.email, language=challenge.language,
        dedupe=f"event {event.pk}", words=words, hearing=question.hearing, question=question,
    )  # fmt: skip


def ask_to_confirm_joining(event: Event) -> None:
    """Mail the code that lets somebody support questions."""
    hearing = Hearing.objects.get(public_id=event.subject_id)
    challenge = Challenge.objects.get(public_id=event.data["challenge"])
    person = Participant.objects.get(public_id=challenge.subject_id)
    mail_proof(
        challenge, "hearings/ask_to_confirm_joining", person.email, language=challenge.language,
        dedupe=f"event {event.pk}", words=lambda proof: {"code": proof.code}, hearing=hearing,
    )  # fmt: skip


def tell_question_decided(event: Event) -> None:
    """Tell the asker what became of the question: on the list, or not taken and why, or answered in writing."""
    question = Question.objects.select_related("asker", "hearing").get(public_id=event.subject_id)
    if question.asker is None:
        return
    link = _address("hearings:hearing_detail", question.language, question.hearing.slug)
    queue_mail(
        "hearings/tell_question_decided", question.asker.email, language=question.language,
        dedupe=f"event {event.pk}", hearing=question.hearing, question=question, state=event.to_state, link=link,
        is_removed=event.verb == "question.remove",
        appeal_link=appeal_link(event, question.language) if event.verb in MODERATED else "",
    )  # fmt: skip


def _address(name: str, language: str, *args: object) -> str:
    with translation.override(language):
        return settings.SITE_URL + reverse(name, args=args)
