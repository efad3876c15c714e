"""Reading accounts: who works here, what they hold, which browsers they are signed in on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django.db.models import Prefetch, QuerySet

from core.accounts.models import AccountSession, ApiToken, Invitation, RoleGrant, User
from core.accounts.rules import clerk_places
from core.actors import Actor, actor_for

if TYPE_CHECKING:
    from uuid import UUID


def works_here(user: Any) -> bool:
    """Tell whether an account holds any role: who does, must pass a second factor."""
    return bool(user.is_authenticated and user.is_active and (user.is_staff or user.role_names))


def opens_back_office(user: Any) -> bool:
    """Tell whether an account's roles open the back office at all, second factor or not; a member's do not."""
    return works_here(user) and bool(user.has_perm("wagtailadmin.access_admin"))


def kept_for_clerk(actor: Actor, rows: QuerySet[Any], committee: str) -> QuerySet[Any]:
    """Keep of rows what a clerk may see: those of the committees the account works for; `committee` is the path there.

    Everything for administrators and clerks of the whole House, nothing for anybody else.
    """
    if "admin" in actor.roles:
        return rows
    places = clerk_places(actor) if "clerk" in actor.roles else frozenset()
    return rows if None in places else rows.filter(**{f"{committee}__in": places})


def has_second_factor_of_own(person: User) -> bool:
    """Tell, without a query, whether somebody of `people()` has set up a second factor."""
    kept: Any = person
    return any(row.type != Authenticator.Type.RECOVERY_CODES for row in kept.authenticator_set.all())


def second_factors(user: User) -> QuerySet[Authenticator]:
    """List what an account can prove itself with besides its address or password, recovery codes apart."""
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)


def people() -> QuerySet[User]:
    """List who works here now or did: everybody with a role, and those who left."""
    grants = RoleGrant.objects.select_related("committee").order_by("id")
    ids = RoleGrant.objects.values("user_id")
    return (User.objects.filter(pk__in=ids) | User.objects.filter(left_at__isnull=False)).prefetch_related(
        Prefetch("grants", queryset=grants), "authenticator_set"
    )


def open_invitations() -> QuerySet[Invitation]:
    """List invitations that nobody has accepted."""
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None).prefetch_related("roles__committee")


def sessions_of(user: User) -> QuerySet[AccountSession]:
    """List the browsers an account is signed in on, the one used last first."""
    return AccountSession.objects.filter(user=user)


def tokens() -> QuerySet[ApiToken]:
    """List the tokens of the API with their people, the newest first."""
    return ApiToken.objects.select_related("user", "created_by").order_by("-id")


def tokens_of(user: User) -> QuerySet[ApiToken]:
    """List the tokens that speak in somebody's name, the newest first."""
    return ApiToken.objects.filter(user=user).select_related("user").order_by("-id")


def live_session(public_id: UUID | str) -> AccountSession | None:
    """Give a session that still stands, with its account; None where it was ended or the account is closed."""
    return AccountSession.objects.filter(public_id=public_id, user__is_active=True).select_related("user").first()


def actor_of_session(public_id: str, holder: str) -> Actor | None:
    """Give who acts behind a socket's ticket now; None where the session ended or was never strong."""
    row = live_session(public_id) if public_id else None
    if row is None or not row.is_strong or str(row.user.public_id) != holder:
        return None
    return actor_for(row.user)
