"""Who may do what with accounts. Only administrators keep the people of the House; nobody decides about themselves."""

from __future__ import annotations

from typing import Any

from core.actors import Actor, Predicate, has_role, predicate

is_people_admin = has_role("admin")


@predicate
def is_committee_clerk(actor: Actor, record: Any) -> bool:
    """Hold for clerks of the whole House, clerks of the record's committee (`committee_id`), and administrators.

    Without a record (a crowd is moved at once) it is the business of the whole House.
    """
    return works_for(actor, None if record is None else record.committee_id)


def works_for(actor: Actor, committee_id: int | None) -> bool:
    """Tell whether an account does a clerk's work for a committee, by its id; for None, for the whole House."""
    if "admin" in actor.roles:
        return True
    if "clerk" not in actor.roles:
        return False
    places = clerk_places(actor)
    return None in places or committee_id in places


def clerk_places(actor: Actor) -> frozenset[int | None]:
    """Give the ids of the committees an account is clerk of; None among them stands for the whole House."""
    kept: dict[str, frozenset[int | None]] = actor.user.__dict__
    if "_clerk_places" not in kept:
        kept["_clerk_places"] = frozenset(actor.user.grants.filter(role="clerk").values_list("committee_id", flat=True))
    return kept["_clerk_places"]


def at_the_desk(of_record: Predicate, *roles: str) -> Predicate:
    """Hold for a record where `of_record` does; without one, for who holds a role that may open the desk at all."""
    opens = has_role(*roles)
    return Predicate(lambda actor, record: (opens if record is None else of_record)(actor, record), of_record.name)


@predicate
def is_somebody_else(actor: Actor, record: Any) -> bool:
    """Hold where the account is not the actor's own."""
    return actor.id != str(getattr(record, "public_id", ""))


@predicate
def is_own_account(actor: Actor, record: Any) -> bool:
    """Hold for the account's own person."""
    return actor.kind == "user" and actor.id == str(record.public_id)


may_change_person = is_people_admin & is_somebody_else
may_end_sessions = is_own_account | is_people_admin


@predicate
def runs_a_command(actor: Actor, record: Any) -> bool:
    """Hold for who runs a management command on the server."""
    return actor.kind == "operator"


@predicate
def comes_without_token(actor: Actor, record: Any) -> bool:
    """Hold for who came in person: no token makes or ends another."""
    return not actor.token


@predicate
def is_in_ones_own_name(actor: Actor, record: Any) -> bool:
    """Hold for the person in whose name a token speaks."""
    return record is not None and actor.kind == "user" and actor.id == str(record.user.public_id)


may_keep_tokens = (is_people_admin & comes_without_token) | runs_a_command
may_revoke_token = may_keep_tokens | (is_in_ones_own_name & comes_without_token)
