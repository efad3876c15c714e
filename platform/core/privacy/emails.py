"""The mails about personal data: the code that proves an address, and the last word after an erasure."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from core.events.models import Event
from core.mail.queue import queue_mail
from core.privacy.models import DataRequest, Wish
from core.verification.actions import Secrets
from core.verification.mailing import mail_proof
from core.verification.models import Challenge


def ask_to_prove(event: Event) -> None:
    """Mail the code and the link; the same words for known and unknown addresses."""
    request = DataRequest.objects.filter(public_id=event.subject_id).exclude(email="").first()
    challenge = Challenge.objects.filter(public_id=event.data["challenge"], used_at=None).first()
    if request is None or challenge is None:
        return
    language = request.language

    def words(proof: Secrets) -> dict[str, str]:
        with translation.override(language):
            link = settings.SITE_URL + reverse("privacy:confirm_link", args=[proof.token])
        return {"code": proof.code, "link": link}

    mail_proof(
        challenge, "privacy/ask_to_prove", request.email, language=language, dedupe=f"event {event.pk}",
        words=words, is_deletion=request.wish == Wish.DELETE,
    )  # fmt: skip


def tell_erased(event: Event) -> None:
    """Confirm the erasure, then forget the address; the mail itself goes with the next retention."""
    request = DataRequest.objects.filter(public_id=event.subject_id).exclude(email="").first()
    if request is None:
        return
    queue_mail("privacy/tell_erased", request.email, language=request.language, dedupe=f"event {event.pk}")
    DataRequest.objects.filter(pk=request.pk).update(email="")
