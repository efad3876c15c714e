"""Mailing a proof: a fresh code and link replace older ones only where the mail that carries them goes out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from core.mail.models import Mail
from core.mail.queue import queue_mail
from core.verification.actions import Secrets, keep_secrets, new_secrets
from core.verification.models import Challenge


def mail_proof(
    challenge: Challenge, kind: str, to: str, *, language: str, dedupe: str,
    words: Callable[[Secrets], dict[str, Any]], **facts: Any,
) -> Mail | None:  # fmt: skip
    """Queue the mail that proves an address for a challenge; `words` gives the facts that hold its code or link.

    Where nothing goes out (the address has had its share, it wants no mail, the occasion was mailed before) the older
    code and link stay good: they are what the citizen holds. Gives what `queue_mail` gives.
    """
    proof = new_secrets()
    with transaction.atomic():
        mail = queue_mail(kind, to, language=language, dedupe=dedupe, **words(proof), **facts)
        if mail is not None and mail.state == Mail.State.QUEUED:
            keep_secrets(challenge, proof)
    return mail
