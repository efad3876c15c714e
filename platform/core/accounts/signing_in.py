"""Signing in without a password: by a mailed code, or by what an e-ID said. The first sign-in makes the account."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core import crypto, events
from core.accounts import assurance
from core.accounts.models import SignInRequest, User
from core.errors import Invalid, NotFound
from core.parliament.models import Area
from core.parliament.selectors import constituency_of
from core.verification import actions as verification
from core.verification.models import Challenge

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.actors import Actor

PURPOSE = "sign_in"
KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Identity:
    """What an e-ID said of a person, after the claims were mapped."""

    provider: str
    subject: str
    name: str = ""
    email: str = ""
    area: str = ""
    level: str = assurance.LOW


def ask_code(email: str, language: str, *, by: Actor) -> Challenge:
    """Take the wish to sign in; the same for known and unknown addresses, so that nobody learns which is which."""
    with transaction.atomic():
        wish = SignInRequest.objects.create(email=email.strip().lower(), language=language)
        challenge = verification.open_challenge(PURPOSE, wish.public_id, language=language)
        events.record("sign_in.ask", wish, actor=by, public=False, data={"challenge": str(challenge.public_id)})
    return challenge


def ask_code_again(handle: UUID, *, by: Actor) -> None:
    """Send a fresh code, at most once a minute; an unknown handle does nothing."""
    challenge = verification.find_to_resend(PURPOSE, handle)
    wish = SignInRequest.objects.filter(public_id=challenge.subject_id).first() if challenge else None
    if wish is not None:
        events.record("sign_in.ask_again", wish, actor=by, public=False, data={"challenge": str(handle)})


def redeem_code(redeem: Callable[[], Challenge]) -> User:
    """Use a code; gives the account of the address, a new one where there was none.

    Raises Invalid or TooMany for a code that does not fit, and Invalid for an account that was closed.
    """
    with transaction.atomic():
        challenge = redeem()
        wish = SignInRequest.objects.filter(public_id=challenge.subject_id).first()
        if wish is None:
            raise NotFound
        user = _account(wish.email, name="", language=wish.language)
        wish.delete()
        if not user.is_active:
            raise Invalid(_("This account is closed."))
        return user


def sign_in_by_eid(identity: Identity, *, language: str) -> User:
    """Give the account behind an e-ID, a new one at its first time; what it says of the person is kept in step.

    An account is never joined by its e-mail address: whoever controls an e-ID's address field would own it. Raises
    Invalid for an account that was closed.
    """
    uid, *older = crypto.blind_indexes(identity.subject, f"eid:{identity.provider}")
    with transaction.atomic():
        known = (
            SocialAccount.objects.filter(provider=identity.provider[:200], uid__in=[uid, *older])
            .select_related("user")
            .first()
        )
        user = known.user if known else _new_by_eid(identity, uid, language)
        if not user.is_active:
            raise Invalid(_("This account is closed."))
        _keep_in_step(user, identity)
    return user


def _account(email: str, *, name: str, language: str) -> User:
    found = User.objects.filter(email=email).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, name=name or email.partition("@")[0], language=language)
            events.record("account.begin", user, actor=_self(user), public=False)
            return user
    except IntegrityError:
        return User.objects.get(email=email)


def _new_by_eid(identity: Identity, uid: str, language: str) -> User:
    """Make the account; an address that is taken, or none, leaves it with one that leads nowhere (RFC 2606)."""
    email = identity.email.strip().lower()
    if not email or User.objects.filter(email=email).exists():
        email = f"{secrets.token_hex(8)}@eid.invalid"
    user = _account(email, name=identity.name[:120] or str(_("Signed in by e-ID")), language=language)
    SocialAccount.objects.create(user=user, provider=identity.provider[:200], uid=uid, extra_data={})
    return user


def _keep_in_step(user: User, identity: Identity) -> None:
    """Take over name and area, and the highest level ever shown."""
    area = _area(identity.area)
    changes: dict[str, Any] = {"name": identity.name[:120]} if identity.name else {}
    if area is not None:
        changes["area"] = area
    if assurance.is_at_least(identity.level, user.assurance or assurance.EMAIL):
        changes["assurance"] = identity.level
    for name, value in changes.items():
        setattr(user, name, value)
    user.save(update_fields=list(changes)) if changes else None


def _area(text: str) -> Area | None:
    """Find a constituency by its code, else by a postcode."""
    if not text:
        return None
    kind = Area.Kind.CONSTITUENCY
    return Area.objects.filter(kind=kind, scheme="own", code=text).first() or constituency_of(text)


def _self(user: User) -> Actor:
    from core.actors import actor_for  # noqa: PLC0415 - actors know accounts

    return actor_for(user)
