"""Proving an address: open a challenge, set its secrets when the mail is written, redeem it once (decision 28)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core import clock, crypto
from core.errors import Invalid, NotFound, TooMany
from core.verification.models import Challenge, Participant

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

CODE_LIFE = timedelta(minutes=10)
LINK_LIFE = timedelta(days=7)
TRIES_PER_CODE = 5
RESEND_AFTER = timedelta(seconds=60)
WRONG_CODE: _StrPromise = _("This code is not right, or it is too old. Check the newest mail or ask for a new code.")


@dataclass(frozen=True)
class Secrets:
    """What goes into the mail and nowhere else: the 6-digit code and the token of the link."""

    code: str
    token: str


def open_challenge(purpose: str, subject_id: UUID, *, language: str) -> Challenge:
    """Make a challenge for one purpose and subject; it has no secrets before its mail is written."""
    return Challenge.objects.create(purpose=purpose, subject_id=subject_id, language=language)


def set_secrets(challenge: Challenge) -> Secrets:
    """Give a challenge a fresh code and link, and give them back for the mail; older ones stop working."""
    proof = new_secrets()
    keep_secrets(challenge, proof)
    return proof


def new_secrets() -> Secrets:
    """Make a code and a token that open nothing yet: `keep_secrets` makes them good once their mail is written."""
    return Secrets(f"{secrets.randbelow(1_000_000):06d}", secrets.token_urlsafe(24))


def keep_secrets(challenge: Challenge, proof: Secrets) -> None:
    """Let a challenge open by these secrets and by no older ones."""
    now = clock.now()
    Challenge.objects.filter(pk=challenge.pk).update(
        code_hash=_digest(f"{challenge.public_id}:{proof.code}"), code_until=now + CODE_LIFE, tries=0,
        link_hash=_digest(proof.token), link_until=now + LINK_LIFE, mailed_at=now,
    )  # fmt: skip


def redeem_code(purpose: str, handle: UUID, code: str) -> Challenge:
    """Use a challenge by its code. Call it inside the transaction of what it confirms.

    Raises Invalid for a wrong, old or spent code and TooMany after five tries; an unknown handle looks the same.
    The try is counted even where the caller's transaction is rolled back by an error: see `count_try`.
    """
    challenge = Challenge.objects.filter(purpose=purpose, public_id=handle, used_at__isnull=True).first()
    if challenge is None or not challenge.code_until or challenge.code_until < clock.now():
        raise Invalid(fields={"code": WRONG_CODE})
    if challenge.tries > TRIES_PER_CODE:
        raise TooMany(
            _("Five wrong codes. Ask for a new code."), fields={"code": _("Five wrong codes. Ask for a new code.")}
        )
    if not hmac.compare_digest(challenge.code_hash, _digest(f"{handle}:{code.strip().replace(' ', '')}")):
        raise Invalid(fields={"code": WRONG_CODE})
    return _use(challenge)


def count_try(purpose: str, handle: UUID) -> None:
    """Count one try of a code, in a transaction of its own, before it is looked at."""
    Challenge.objects.filter(purpose=purpose, public_id=handle).update(tries=F("tries") + 1)


def find_by_link(purpose: str, token: str) -> Challenge:
    """Find an unused challenge by its link's token, without using it; raises NotFound."""
    challenge = Challenge.objects.filter(purpose=purpose, link_hash=_digest(token), used_at__isnull=True).first()
    if challenge is None or not challenge.link_until or challenge.link_until < clock.now():
        raise NotFound(_("This link is used up or too old. Ask for a new one."))
    return challenge


def redeem_link(purpose: str, token: str) -> Challenge:
    """Use a challenge by its link (a POST only). Call it inside the transaction of what it confirms."""
    return _use(find_by_link(purpose, token))


def find_to_resend(purpose: str, handle: UUID) -> Challenge | None:
    """Give an unused challenge whose last mail is a minute old; None else, and the caller stays silent."""
    challenge = Challenge.objects.filter(purpose=purpose, public_id=handle, used_at__isnull=True).first()
    if challenge is None or (challenge.mailed_at and challenge.mailed_at >= clock.now() - RESEND_AFTER):
        return None
    return challenge


def meet_participant(email: str, *, name: str = "", language: str = "en", verified: bool = True) -> Participant:
    """Give the participant with this address; make one where there is none. Call it once the address is proven.

    A known address costs a write too, as a new one does: the time of an answer must not tell them apart.
    """
    keys = crypto.email_indexes(email, "participant")  # a row from before a rotation of keys has an older one
    found = Participant.objects.filter(email_index__in=keys).order_by("pk").first()
    if found is None:
        found, _made = Participant.objects.get_or_create(
            email_index=keys[0], defaults={"email": email, "name": name, "language": language}
        )
    else:
        with transaction.atomic():
            Participant.objects.filter(pk=found.pk).update(created_at=F("created_at"))
    if verified and found.verified_at is None:
        found.verified_at = clock.now()
        found.save(update_fields=["verified_at"])
    return found


def _use(challenge: Challenge) -> Challenge:
    if not Challenge.objects.filter(pk=challenge.pk, used_at__isnull=True).update(used_at=clock.now()):
        raise Invalid(fields={"code": WRONG_CODE})
    return challenge


def _digest(text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
