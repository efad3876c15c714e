"""Mailing a proof: a fresh code and link replace older ones only where the mail that carries them goes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from core.mail.copies import Copy, queue_copies
from core.mail.models import Mail
from core.mail.queue import queue_mail
from core.verification.actions import Secrets, keep_all, keep_secrets, new_secrets
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


@dataclass(frozen=True)
class Asked:
    """One of many proofs: its challenge, the address, the occasion, the facts that are this reader's alone."""

    challenge: Challenge
    to: str
    dedupe: str
    own: dict[str, str] = field(default_factory=dict)
    index: str = ""  # of the address for mail, where it was made already


def mail_proofs(
    kind: str, asked: Sequence[Asked], *, language: str, words: Callable[[Challenge, Secrets], dict[str, str]],
    **shared: Any,
) -> None:  # fmt: skip
    """Queue many mails of one kind and language that prove addresses: what `mail_proof` does, in few statements.

    Raises IntegrityError where one of the occasions was mailed before: then write them one by one.
    """
    proofs = [new_secrets() for _one in asked]
    copies = [
        Copy(one.to, one.dedupe, {**one.own, **words(one.challenge, proof)}, one.index)
        for one, proof in zip(asked, proofs, strict=True)
    ]
    with transaction.atomic():
        goes_out = queue_copies(kind, copies, language=language, **shared)
        keep_all([(one.challenge, proof) for one, proof, goes in zip(asked, proofs, goes_out, strict=True) if goes])
