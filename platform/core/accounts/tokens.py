"""Tokens of the API: made by an administrator for somebody who works here, shown once, bound to scopes and to an end.

A token is never more than its person: roles are read anew at every request, and its scopes only take away.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock, events
from core.accounts import scopes as known
from core.accounts.models import ApiToken, User
from core.accounts.rules import may_keep_tokens, may_revoke_token
from core.errors import Conflict, Forbidden, Invalid

if TYPE_CHECKING:
    from core.actors import Actor

MARK = "rostra_"  # so that scanners for lost secrets can find one
SHOWN = len(MARK) + 6
BYTES = 32  # 256 bits: a plain digest is enough, there is nothing to guess
MOST_DAYS = 365
USUAL_DAYS = 90


def create_token(
    user: User, *, label: str, scopes: Iterable[str], days: int = USUAL_DAYS, by: Actor
) -> tuple[ApiToken, str]:
    """Make a token in somebody's name; gives it with the secret, which is never given again.

    Raises Forbidden (no administrator), Invalid (unknown scope or none, too long a life, somebody who does not work
    here). The person is told by mail.
    """
    _refuse_strangers(by)
    wanted = sorted(set(scopes))
    _check(user, label, wanted, days)
    secret = MARK + secrets.token_urlsafe(BYTES)
    now = clock.now()
    with transaction.atomic():
        token = ApiToken.objects.create(
            user=user, label=label.strip(), prefix=secret[:SHOWN], digest=digest_of(secret), scopes=wanted,
            created_by=by.user, created_at=now, expires_at=now + timedelta(days=days),
        )  # fmt: skip
        data = {"user": str(user.public_id), "scopes": wanted, "days": days}
        events.record("token.create", token, actor=by, public=False, data=data)
    return token, secret


def revoke_token(token: ApiToken, *, by: Actor) -> None:
    """End a token now: an administrator any, everybody the own ones. Raises Forbidden, Conflict where it has ended."""
    if not may_revoke_token(by, token):
        raise Forbidden
    with transaction.atomic():
        if not ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=clock.now()):
            raise Conflict(_("This token was revoked already."))
        token.refresh_from_db()
        events.record("token.revoke", token, actor=by, public=False, data={"user": str(token.user.public_id)})


def revoke_all(user: User, *, by: Actor) -> int:
    """End all tokens of somebody who leaves, in the caller's transaction; gives how many."""
    return sum(_end(token, by) for token in ApiToken.objects.filter(user=user, revoked_at=None))


def find_live(secret: str) -> ApiToken | None:
    """Give the token of a secret while it holds; None for a wrong, old or revoked one, and for who has left."""
    rows = ApiToken.objects.filter(digest=digest_of(secret), revoked_at=None, expires_at__gt=clock.now())
    return rows.filter(user__is_active=True, user__left_at=None).select_related("user").first()


def note_use(token: ApiToken, *, by: Actor) -> None:
    """Keep the day on which a token was used, and say so in the audit trail once a day."""
    today = clock.today()
    if token.used_on == today:
        return
    with transaction.atomic():
        if ApiToken.objects.filter(Q(used_on=None) | ~Q(used_on=today), pk=token.pk).update(used_on=today):
            events.record("token.use", token, actor=by, public=False, data={"user": str(token.user.public_id)})


def digest_of(secret: str) -> str:
    """Give the digest under which a secret is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _end(token: ApiToken, by: Actor) -> int:
    ended = ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=clock.now())
    if ended:
        events.record("token.revoke", token, actor=by, public=False, data={"user": str(token.user.public_id)})
    return ended


def _refuse_strangers(by: Actor) -> None:
    if not may_keep_tokens(by, None):
        raise Forbidden


def _check(user: User, label: str, wanted: list[str], days: int) -> None:
    from core.accounts.selectors import works_here  # noqa: PLC0415 - selectors read actors, which actions give

    faults: dict[str, object] = {}
    if not label.strip():
        faults["label"] = _("Say what the token is for.")
    if not wanted or known.unknown(wanted):
        faults["scopes"] = _("Choose what the token may do.")
    if not 1 <= days <= MOST_DAYS:
        faults["days"] = _("A token lives between one day and one year.")
    if not works_here(user) or user.left_at is not None:
        faults["user"] = _("Choose somebody who works here.")
    if faults:
        raise Invalid(fields=faults)
