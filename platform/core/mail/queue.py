"""One way out for mail: `queue_mail` writes the row, `send_due` sends what is due."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import translation

from core import clock, crypto
from core.events import wake
from core.mail.models import Mail

logger = logging.getLogger(__name__)
BACK_OFF_SECONDS = (5, 60, 300, 1800, 7200)


def queue_mail(kind: str, to: str, *, language: str, dedupe: str, **context: Any) -> Mail | None:
    """Write one mail from the template `emails/<kind>.txt` (first line: subject) in the reader's language.

    `dedupe` names the occasion ("event 17"): a second call with the same kind, address and occasion gives None.
    """
    language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language):
        facts = {"site_name": site_name(language), "site_url": settings.SITE_URL, "language": language, **context}
        subject, _newline, body = render_to_string(f"emails/{kind}.txt", facts).strip().partition("\n")
    to_index = crypto.email_index(to, "mail")
    now = clock.now()
    key = f"{kind}:{dedupe}:{to_index[-24:]}"
    try:
        with transaction.atomic():
            mail = Mail.objects.create(
                dedupe_key=key[-120:], kind=kind, language=language, to_address=to, to_index=to_index,
                subject=subject.strip(), body=body.strip() + "\n", created_at=now, due_at=now,
            )  # fmt: skip
    except IntegrityError:
        return None
    transaction.on_commit(wake.worker)
    return mail


def site_name(language: str) -> str:
    """Give the parliament's name in a language."""
    name = settings.SITE_NAME
    return name.get(language, next(iter(name.values()))) if isinstance(name, dict) else name


def send_due(limit: int = 200) -> int:
    """Send up to `limit` queued mails that are due; gives how many went out. A failure waits and comes again."""
    due = Mail.objects.filter(state=Mail.State.QUEUED, due_at__lte=clock.now()).order_by("id")
    return sum(_send(mail) for mail in due[:limit])


def _send(mail: Mail) -> int:
    lease = clock.now() + timedelta(seconds=BACK_OFF_SECONDS[min(mail.attempts, len(BACK_OFF_SECONDS) - 1)])
    mine = Mail.objects.filter(pk=mail.pk, state=Mail.State.QUEUED, attempts=mail.attempts)
    if not mine.update(attempts=mail.attempts + 1, due_at=lease):
        return 0  # another worker took it
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    message = EmailMessage(mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.to_address], headers=headers)
    try:
        message.send()
    except OSError as error:
        logger.warning("mail %s failed: %s", mail.public_id, type(error).__name__)
        return 0
    return Mail.objects.filter(pk=mail.pk).update(state=Mail.State.SENT, sent_at=clock.now())
