"""Who acts: a value that doors build once and actions, life cycles and events take."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.accounts import assurance

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest


@dataclass(frozen=True)
class Actor:
    """Somebody or something that acts: kind (user, participant, anonymous, clock, import) and an opaque id.

    `assurance` is how sure the sign-in made us (core.accounts.assurance); `is_strong`: second factor passed.
    Who comes with a token of the API (`token`: its opaque id) holds `scopes`; None stands for no such bound.
    """

    kind: str
    id: str = ""
    user: Any = field(default=None, compare=False)
    request_id: str = ""
    assurance: str = field(default="", compare=False)
    is_strong: bool = field(default=True, compare=False)
    scopes: frozenset[str] | None = field(default=None, compare=False)
    token: str = field(default="", compare=False)

    def has_scope(self, scope: str) -> bool:
        """Tell whether this actor's token, if it came with one, was made for a thing ("moderate:petitions")."""
        return self.scopes is None or scope in self.scopes

    @property
    def roles(self) -> frozenset[str]:
        """Names of the roles held; none for who is not staff, and none in a session without its second factor."""
        return frozenset(self.user.role_names) if self.user is not None and self.is_strong else frozenset()


CLOCK = Actor("clock")
IMPORT = Actor("import")
ANONYMOUS = Actor("anonymous")


def actor_of(request: HttpRequest) -> Actor:
    """Give the actor behind a request: the signed-in user, else anonymous; carries the request's id."""
    request_id = getattr(request, "request_id", "")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Actor("anonymous", request_id=request_id)
    if (token := getattr(request, "auth", None)) is not None:
        # A token of the API: its maker passed the second factor, and it gives no more than its scopes.
        scopes, key = frozenset(token.scopes), str(token.public_id)
        return Actor("user", str(user.public_id), user, request_id, scopes=scopes, token=key)
    level, is_strong = assurance.level_of(request), assurance.has_second_factor(request)
    return Actor("user", str(user.public_id), user, request_id, level, is_strong)


def actor_for(user: Any, request_id: str = "") -> Actor:
    """Give the actor for an account, outside any session: roles count in full."""
    return Actor("user", str(user.public_id), user, request_id)


def participant(public_id: object) -> Actor:
    """Give the actor for a verified contact without account."""
    return Actor("participant", str(public_id))


class Predicate:
    """A question about an actor and a record, answered yes or no; joins others by & and |."""

    def __init__(self, ask: Callable[[Actor, Any], bool], name: str = "") -> None:
        """Take the question as a function of (actor, record)."""
        self.ask = ask
        self.name = name or getattr(ask, "__name__", "predicate")

    def __call__(self, actor: Actor, record: Any) -> bool:
        """Answer for one actor and one record."""
        return self.ask(actor, record)

    def __and__(self, other: Predicate) -> Predicate:
        """Both must hold."""
        return Predicate(
            lambda actor, record: self(actor, record) and other(actor, record), f"{self.name} and {other.name}"
        )

    def __or__(self, other: Predicate) -> Predicate:
        """One must hold."""
        return Predicate(
            lambda actor, record: self(actor, record) or other(actor, record), f"{self.name} or {other.name}"
        )


def predicate(ask: Callable[[Actor, Any], bool]) -> Predicate:
    """Turn a function of (actor, record) into a Predicate; use as a decorator."""
    return Predicate(ask)


@predicate
def anybody(actor: Actor, record: Any) -> bool:
    """Hold for everyone."""
    return True


@predicate
def the_clock(actor: Actor, record: Any) -> bool:
    """Hold for the schedule and for what a threshold sets off."""
    return actor.kind == "clock"


@predicate
def an_import(actor: Actor, record: Any) -> bool:
    """Hold for a management command that brings in a record from elsewhere."""
    return actor.kind == "import"


def has_assurance(level: str) -> Predicate:
    """Hold for accounts signed in at this level of assurance or above it (email, low, substantial, high)."""
    return Predicate(lambda actor, record: assurance.is_at_least(actor.assurance, level), f"assurance {level}")


def has_role(*names: str) -> Predicate:
    """Hold for accounts with one of the roles; an administrator has them all."""
    wanted = frozenset(names) | {"admin"}
    return Predicate(lambda actor, record: bool(actor.roles & wanted), " or ".join(names))
