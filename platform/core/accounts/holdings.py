"""What is held of who has an account: the account, its sessions, invitations, and requests to sign in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.invitations import PURPOSE
from core.accounts.models import Invitation, SignInRequest, User
from core.accounts.sessions import end_sessions, old_rows
from core.accounts.signing_in import KEPT
from core.actors import CLOCK
from core.privacy.person import Person
from core.privacy.registry import BlindIndex, Holding, Kept, Retention
from core.privacy.settling import A_YEAR, Rows, delete_all, deletes

FORMER = "Former member of staff"
ADDRESS = "account.EmailAddress.email"


def _users(person: Person) -> Rows:
    return User.objects.filter(pk__in=[user.pk for user in person.users])


def _export(user: User) -> Mapping[str, Any]:
    return {
        "email": user.email, "name": user.name, "language": user.language, "since": user.date_joined,
        "assurance": user.assurance, "constituency": str(user.area or ""),
        "roles": [str(row) for row in user.grants.select_related("committee")],
        "sessions": [{"device": row.device, "begun": row.begun_at, "seen": row.seen_at} for row in user.sessions.all()],
    }  # fmt: skip


def is_staff(user: User) -> bool:
    """Tell whether the account is, or was, one of somebody who works here."""
    return user.is_staff or user.is_superuser or user.left_at is not None or user.grants.exists()


def _erase(_person: Person, rows: Rows) -> int:
    """Delete citizens' accounts with all that hangs on them; those of staff stay until a year after they left."""
    citizens = [user for user in rows if not is_staff(user)]
    for user in citizens:
        end_sessions(user.sessions.all(), user, by=CLOCK)
        User.objects.filter(pk=user.pk).delete()
    return len(citizens)


def long_gone(now: datetime) -> Rows:
    """Give accounts of staff who left a year ago and still carry their names."""
    return User.objects.filter(left_at__lt=now - A_YEAR).exclude(name=FORMER)


def _blank_staff(keys: list[Any]) -> int:
    from allauth.account.models import EmailAddress  # noqa: PLC0415 - models load late

    rows = list(long_gone(clock.now()).filter(pk__in=keys))
    EmailAddress.objects.filter(user__in=rows).delete()
    for user in rows:
        User.objects.filter(pk=user.pk).update(name=FORMER, email=f"{user.public_id}@left.invalid", is_active=False)
    return len(rows)


def _requests(person: Person) -> Rows:
    found = [row.pk for row in SignInRequest.objects.all() if person.is_at(row.email)]
    return SignInRequest.objects.filter(pk__in=found)


def old_requests(now: datetime) -> Rows:
    """Give requests to sign in that were never used."""
    return SignInRequest.objects.filter(created_at__lt=now - KEPT)


def _invitations(person: Person) -> Rows:
    return Invitation.objects.filter(email_index__in=person.indexes(PURPOSE))


def old_invitations(now: datetime) -> Rows:
    """Give invitations that were used, withdrawn or forgotten a year ago."""
    return Invitation.objects.filter(created_at__lt=now - A_YEAR)


def old_sessions(now: datetime) -> Rows:
    """Give sessions that are over."""
    return Session.objects.filter(expire_date__lt=now)


HOLDINGS = (
    Holding(
        "accounts.users", _("Your account"),
        (
            "accounts.User.email", "accounts.User.name", "accounts.AccountSession.device", ADDRESS,
            "socialaccount.SocialAccount.uid", "socialaccount.SocialAccount.extra_data", "mfa.Authenticator.data",
            "accounts.User.password", "accounts.AccountSession.session_key",
        ),
        _users, _export, _erase, order=95,
        keeps=(
            Kept(("accounts.User.email", "accounts.User.name", ADDRESS), _(
                "Only for people who work here: who decided what must be known (GDPR, Article 17(3)(b)). Name and "
                "address go a year after they leave."
            )),
        ),
        retention=(
            Retention("left", _("Name and address of staff are blanked a year after they leave."), long_gone,
                      _blank_staff),
        ),
    ),
    Holding(
        "accounts.requests", _("Your requests to sign in"), ("accounts.SignInRequest.email",), _requests,
        lambda row: {"at": row.created_at}, delete_all,
        retention=(
            Retention("old", _("Requests to sign in are deleted after a day."), old_requests, deletes(old_requests)),
        ),
    ),
    Holding(
        "accounts.invitations", _("Invitations to the staff"),
        ("accounts.Invitation.email", "accounts.Invitation.email_index", "accounts.Invitation.name"), _invitations,
        lambda row: {"name": row.name, "email": row.email, "at": row.created_at, "accepted": row.accepted_at},
        delete_all,
        indexes=(BlindIndex("accounts.Invitation.email_index", lambda row: (row.email, PURPOSE)),),
        retention=(
            Retention("old", _("Invitations are deleted after a year."), old_invitations, deletes(old_invitations)),
        ),
    ),
    Holding(
        "accounts.sessions", _("Your signed-in browsers"), ("sessions.Session.session_data",),
        lambda person: Session.objects.filter(
            Q(session_key__in=[row.session_key for user in person.users for row in user.sessions.all()])
        ),
        lambda row: {"until": row.expire_date}, delete_all, order=70,
        retention=(
            Retention("over", _("Sessions are deleted once they are over."), old_sessions, deletes(old_sessions)),
            Retention("browsers", _("The list of your signed-in browsers goes with them."), old_rows,
                      deletes(old_rows)),
        ),
    ),
)  # fmt: skip
EXCEPTIONS = {
    "sessions.Session.session_key": "a random key",
    "socialaccount.SocialAccount.provider": "the name of an e-ID provider",
    "account.EmailConfirmation": "not used: addresses are proven by core.verification",
    "socialaccount.SocialApp": "the e-ID provider's settings",
    "socialaccount.SocialToken": "tokens of e-ID providers are not stored",
    "auth": "names of rights",
    "accounts.ApiToken.digest": "a digest of a random key",
    "accounts.ApiToken.scopes": "names of rights",
}
