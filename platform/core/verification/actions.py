"""Proving an address: open a challenge, set its secrets when the mail is written, redeem it once (decision 28)."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, F, Q
from django.utils.translation import gettext_lazy as _

from core import bulk, clock, crypto
from core.errors import Invalid, NotFound, TooMany
from core.shapes import Shape, records
from core.verification.models import Challenge, Participant

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Guess = tuple[UUID, str]  # a challenge's handle and the code that somebody typed
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


@dataclass(frozen=True, slots=True)
class Opened:
    """A challenge that was just opened: what is known of it without reading it, and without a model's weight."""

    pk: int
    public_id: UUID
    subject_id: UUID


def open_challenges(purpose: str, subjects: Sequence[tuple[UUID, str]]) -> list[Opened]:
    """Make a challenge for each (subject, language) in one statement; gives them in order.

    None has secrets before its mail is written.
    """
    handles = bulk.new_ids(len(subjects))
    columns: dict[str, list[Any]] = {
        "public_id": handles,
        "subject_id": [one for one, _said in subjects],
        "language": [said for _one, said in subjects],
    }
    same = {"purpose": purpose, "created_at": clock.now()}
    keys: dict[Any, int] = dict(bulk.insert(Challenge, columns, same=same, returning=("public_id", "id")))
    ids = [UUID(handle) for handle in handles]
    return [
        Opened(keys.get(handle) or keys[handle.hex], handle, subject)  # SQLite keeps a UUID as its hex
        for handle, (subject, _said) in zip(ids, subjects, strict=True)
    ]


def set_secrets(challenge: Challenge | Opened) -> Secrets:
    """Give a challenge a fresh code and link, and give them back for the mail; older ones stop working."""
    proof = new_secrets()
    keep_secrets(challenge, proof)
    return proof


def new_secrets() -> Secrets:
    """Make a code and a token that open nothing yet: `keep_secrets` makes them good once their mail is written."""
    return Secrets(f"{secrets.randbelow(1_000_000):06d}", secrets.token_urlsafe(24))


def keep_secrets(challenge: Challenge | Opened, proof: Secrets) -> None:
    """Let a challenge open by these secrets and by no older ones."""
    now = clock.now()
    Challenge.objects.filter(pk=challenge.pk).update(
        code_hash=_digest(f"{challenge.public_id}:{proof.code}"), code_until=now + CODE_LIFE, tries=0,
        link_hash=_digest(proof.token), link_until=now + LINK_LIFE, mailed_at=now,
    )  # fmt: skip


def keep_all(pairs: Sequence[tuple[Challenge, Secrets]]) -> None:
    """Let challenges open by these secrets and by no older ones, in one statement."""
    now = clock.now()
    columns: dict[str, list[Any]] = {
        "code_hash": [_digest(f"{one.public_id}:{proof.code}") for one, proof in pairs],
        "link_hash": [_digest(proof.token) for _one, proof in pairs],
    }
    same = {"code_until": now + CODE_LIFE, "link_until": now + LINK_LIFE, "tries": 0, "mailed_at": now}
    bulk.update(Challenge, [one.pk for one, _proof in pairs], columns, same=same)


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


def lock_right(
    purpose: str, *, codes: Sequence[Guess] = (), tokens: Sequence[str] = ()
) -> dict[Guess | str, Challenge]:
    """Find and lock the unused challenges that these codes and tokens open now; gives them by what was given.

    Nothing is used up yet (`use_all` does that), and no try is counted: what does not fit must be tried one by one.
    Call it in the transaction of what is confirmed. The sixth try of a code is none, even when it is right.
    """
    now = clock.now()
    links = {_digest(token): token for token in tokens}
    found: dict[Guess | str, Challenge] = {}
    rows = records(Challenge, _TO_OPEN, _to_open.rows(purpose, [handle for handle, _code in codes], list(links)))
    by_handle = dict(codes)
    for row in rows:
        token = links.get(row.link_hash)
        if token is not None and row.link_until and row.link_until >= now:
            found[token] = row
        code = by_handle.get(row.public_id)
        if code is not None and _opens(row, code, now):
            found[row.public_id, code] = row
    return found


_TO_OPEN = ("id", "public_id", "subject_id", "code_hash", "code_until", "tries", "link_hash", "link_until")
_to_open = Shape(
    lambda purpose, handles, links: (
        Challenge.objects.filter(
            Q(public_id__among=handles) | Q(link_hash__among=links), purpose=purpose, used_at__isnull=True
        )
        .order_by("pk")
        .select_for_update()
        .values_list(*_TO_OPEN)
    ),
    CharField,
)


def use_all(challenges: Iterable[Challenge | Opened]) -> None:
    """Use up challenges that `lock_right` gave, in the same transaction; the right guess counts as a try as well."""
    keys = {one.pk for one in challenges}
    Challenge.objects.filter(pk__among=sorted(keys)).update(used_at=clock.now(), tries=F("tries") + 1)


def _opens(row: Challenge, code: str, now: datetime) -> bool:
    fits = hmac.compare_digest(row.code_hash, _digest(f"{row.public_id}:{code.strip().replace(' ', '')}"))
    return fits and row.code_until is not None and row.code_until >= now and row.tries < TRIES_PER_CODE


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
    return _keyed(settings.SECRET_KEY)(text.encode())


@lru_cache(maxsize=4)
def _keyed(key: str) -> Callable[[bytes], str]:
    return crypto.keyed(key.encode())
