"""Who may do what with accounts. Only administrators keep the people of the House; nobody decides about themselves."""

from __future__ import annotations

from typing import Any

from core.actors import Actor, has_role, predicate

is_people_admin = has_role("admin")


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
