"""The mails of bills: one function a mail."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from consultations.bills.models import Annotation, OfficialAnswer
from consultations.bills.rules import is_read_first
from consultations.bills.selectors import annotation_of
from core.comments.models import Comment
from core.comments.selectors import comment_by_id
from core.events.models import Event
from core.mail.queue import queue_mail
from core.moderation.links import appeal_link
from core.verification.actions import Secrets
from core.verification.mailing import mail_proof
from core.verification.models import Challenge


def ask_to_confirm_comment(event: Event) -> None:
    """Mail the code and the link that confirm a comment or reply."""
    comment = comment_by_id(event.subject_id)
    if comment.author is None:
        return
    challenge = Challenge.objects.get(public_id=event.data["challenge"])
    annotation = annotation_of(comment)

    def words(proof: Secrets) -> dict[str, str]:
        link = _address("bills:comment_confirm_link", challenge.language, proof.token)
        return {"code": proof.code, "link": link}

    mail_proof(
        challenge, "bills/ask_to_confirm_comment", comment.author.email, language=challenge.language,
        dedupe=f"event {event.pk}", words=words, name=comment.author.name, bill=annotation.version.bill,
        text=comment.comment,
    )  # fmt: skip


def tell_comment_received(event: Event) -> None:
    """Thank for a comment once its writer's address is proven; say that a moderator reads it."""
    comment = comment_by_id(event.subject_id)
    annotation = annotation_of(comment)
    if is_read_first(annotation.version.bill):
        _tell("bills/tell_comment_received", event, comment, annotation)


def tell_comment_published(event: Event) -> None:
    """Tell the writer that the comment can be read by everybody."""
    comment = comment_by_id(event.subject_id)
    _tell("bills/tell_comment_published", event, comment, annotation_of(comment))


def tell_comment_hidden(event: Event) -> None:
    """Tell the writer that the comment is hidden, and why."""
    comment = comment_by_id(event.subject_id)
    facts = {"reason": event.reason, "appeal_link": appeal_link(event, comment.language)}
    _tell("bills/tell_comment_hidden", event, comment, annotation_of(comment), **facts)


def tell_comment_answered(event: Event) -> None:
    """Tell the writer that the committee has answered."""
    comment = comment_by_id(event.subject_id)
    annotation = annotation_of(comment)
    answer = OfficialAnswer.objects.get(annotation=annotation)
    with translation.override(comment.language):
        words = {"outcome": str(answer.get_outcome_display()), "answer": str(answer.text)}
    _tell("bills/tell_comment_answered", event, comment, annotation, **words)


def _tell(kind: str, event: Event, comment: Comment, annotation: Annotation, **facts: Any) -> None:
    """Queue a mail to the writer of a comment, in the language it was written in."""
    if comment.author is None:
        return
    link = _address("bills:comment", comment.language, annotation.version.bill.slug, comment.public_id)
    queue_mail(
        kind, comment.author.email, language=comment.language, dedupe=f"event {event.pk}", name=comment.author.name,
        bill=annotation.version.bill, comment=comment, link=link, **facts,
    )  # fmt: skip


def _address(name: str, language: str, *args: object) -> str:
    """Give a page's full address in a language."""
    known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(known):
        return settings.SITE_URL + reverse(name, args=args)
