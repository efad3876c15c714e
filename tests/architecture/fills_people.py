"""People, invitations and sessions, filled for counting."""

from __future__ import annotations

from itertools import count
from typing import Any

from core import clock, crypto
from core.accounts.models import AccountSession, ApiToken, Invitation, InvitedRole, Role, RoleGrant, User
from tests.architecture.counted import Counted, World, at

_numbers = count(1)


def clerk(world: World) -> User:
    """Give the clerk."""
    return world.fixture("staff")["clerk"]


def admin(world: World) -> User:
    """Give the administrator."""
    return world.fixture("staff")["admin"]


def fill_people(world: World, how_many: int) -> None:
    """Let people work here, each signed in somewhere, before everybody else by name."""
    now = clock.now()
    for _turn in range(how_many):
        user = User.objects.create(email=f"p{next(_numbers)}@parliament.example", name=f"  {world.mark()}")
        RoleGrant.objects.create(user=user, role=Role.CLERK, committee=world.fixture("parliament").committees["health"])
        AccountSession.objects.create(user=user, session_key="", begun_at=now, seen_at=now)


def fill_invited(world: World, how_many: int) -> None:
    """Invite people."""
    for _turn in range(how_many):
        email = f"i{next(_numbers)}@parliament.example"
        invitation = Invitation.objects.create(
            email=email, email_index=crypto.email_index(email, "invitation"), name=world.mark(), language="en"
        )
        InvitedRole.objects.create(invitation=invitation, role=Role.CLERK)


def fill_sessions(world: World, how_many: int) -> None:
    """Sign the clerk in on more and more browsers."""
    now = clock.now()
    AccountSession.objects.bulk_create(
        AccountSession(user=clerk(world), session_key="", device=world.mark(), begun_at=now, seen_at=now)
        for _turn in range(how_many)
    )


def fill_tokens(world: World, how_many: int) -> None:
    """Make keys for the API, each with scopes."""
    now = clock.now()
    ApiToken.objects.bulk_create(
        ApiToken(
            user=clerk(world), label=world.mark(), prefix="rostra_", digest=str(next(_numbers)),
            scopes=["read:bills"], created_at=now, expires_at=now,
        )
        for _turn in range(how_many)
    )  # fmt: skip


def person(world: World) -> str:
    """Give the clerk's page at the desk."""
    return f"/admin/desk/people/{clerk(world).public_id}/"


PEOPLE, PER_PAGE = "/admin/desk/people/", 50
LISTS: list[Any] = [
    Counted("backoffice_people", "", at(PEOPLE), fill_people, full=PER_PAGE, user=admin),
    Counted("backoffice_people", "invited", at(PEOPLE), fill_invited, full=PER_PAGE, user=admin),
    Counted("backoffice_person", "sessions", person, fill_sessions, full=PER_PAGE, user=admin),
    Counted("backoffice_tokens", "", at("/admin/desk/tokens/"), fill_tokens, full=PER_PAGE, user=admin),
    Counted("account_sessions", "", at("/en/account/sessions/"), fill_sessions, user=clerk),
    Counted("account_keys", "", at("/en/account/keys/"), fill_tokens, user=clerk),
]
