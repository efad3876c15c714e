"""Roles and what hangs on them: granting, ending, closing an account, lifting a lost second factor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock, events
from core.accounts import leaving, sessions, tokens
from core.accounts.models import AccountSession, Role, RoleGrant, User
from core.accounts.rules import is_own_account, may_change_person, may_end_sessions
from core.errors import Conflict, Forbidden, Invalid

if TYPE_CHECKING:
    from core.actors import Actor

LAST_ADMIN = _("This is the last administrator. Make somebody else one first.")


def follow_roles(user: User) -> None:
    """Put groups and flags in step with the roles held: the one place where rights in the page editor come from."""
    held = set(RoleGrant.objects.filter(user=user).values_list("role", flat=True))
    user.groups.remove(*user.groups.filter(name__in=set(Role.values) - held))
    user.groups.add(*(Group.objects.get_or_create(name=role)[0] for role in sorted(held)))
    user.is_staff = bool(held - {Role.MEMBER.value})
    user.is_superuser = Role.ADMIN.value in held
    user.save(update_fields=["is_staff", "is_superuser"])
    user.__dict__.pop("role_names", None)
    sessions.tell_sockets(user)


def grant_role(user: User, role: Role | str, *, by: Actor, committee: Any = None) -> RoleGrant:
    """Give an account a role; gives the grant, an old one where it had it. Staff roles open the back office."""
    role = Role(role)
    with transaction.atomic():
        grant, made = RoleGrant.objects.get_or_create(user=user, role=role, committee=committee)
        follow_roles(user)
        if made:
            events.record("role.grant", user, actor=by, public=False, data=_facts(grant))
    return grant


def add_role(user: User, role: Role | str, *, by: Actor, committee: Any = None) -> RoleGrant:
    """Give a role at an administrator's wish. Raises Forbidden (no administrator, or one's own account), Conflict."""
    _refuse_strangers(user, by)
    if user.left_at is not None:
        raise Conflict(_("This account is closed."))
    return grant_role(user, role, by=by, committee=committee)


def end_role(grant: RoleGrant, *, by: Actor) -> None:
    """Take a role away; open sockets that lived on it close. Raises Forbidden, Invalid for the last administrator."""
    _refuse_strangers(grant.user, by)
    with transaction.atomic():
        if grant.role == Role.ADMIN:
            _refuse_last_admin(grant.user)
        grant.delete()
        follow_roles(grant.user)
        events.record("role.end", grant.user, actor=by, public=False, data=_facts(grant))


def leave(user: User, *, to: User | None, by: Actor) -> dict[str, int]:
    """Let a person go: items handed over, roles ended, sessions closed; the account stays, for the record.

    Gives how many items each domain handed over. Raises Forbidden, Conflict (left already), Invalid (the last
    administrator, or a successor who cannot take over).
    """
    _refuse_strangers(user, by)
    if to is not None and (to.pk == user.pk or not to.is_active):
        raise Invalid(fields={"to": _("Choose somebody who still works here.")})
    with transaction.atomic():
        _refuse_last_admin(user)
        if not User.objects.filter(pk=user.pk, left_at=None).update(left_at=clock.now(), is_active=False):
            raise Conflict(_("This account is closed."))
        user.refresh_from_db()
        handed = leaving.hand_over(user, to, by=by)
        RoleGrant.objects.filter(user=user).delete()
        follow_roles(user)
        user.set_unusable_password()
        user.save(update_fields=["password"])
        Authenticator.objects.filter(user=user).delete()
        tokens.revoke_all(user, by=by)
        sessions.end_sessions(AccountSession.objects.filter(user=user), user, by=by)
        data = {"handed_over": handed, "to": str(to.public_id) if to else ""}
        events.record("account.leave", user, actor=by, public=False, data=data)
    return handed


def reset_second_factor(user: User, *, by: Actor) -> None:
    """Lift a second factor that was lost, and end all sessions. Raises Forbidden: never for oneself."""
    _refuse_strangers(user, by)
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        sessions.end_sessions(AccountSession.objects.filter(user=user), user, by=by)
        events.record("account.reset_second_factor", user, actor=by, public=False)


def set_password(user: User, password: str, *, by: Actor, keep: AccountSession | None = None) -> None:
    """Set one's own password and end all other sessions. Raises Forbidden, Invalid for a weak one."""
    if not is_own_account(by, user):
        raise Forbidden
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(fields={"password": " ".join(error.messages)}) from None
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        events.record("account.set_password", user, actor=by, public=False)
        sign_out_everywhere(user, by=by, but=keep)


def note_second_factor(user: User, *, is_added: bool, by: Actor) -> None:
    """Record that the account's person added or removed a second factor; a mail tells it."""
    verb = "account.add_second_factor" if is_added else "account.remove_second_factor"
    events.record(verb, user, actor=by, public=False)


def sign_out_everywhere(user: User, *, by: Actor, but: AccountSession | None = None) -> int:
    """End all sessions of an account, or all but one; gives how many. Raises Forbidden for anybody else's account."""
    if not may_end_sessions(by, user):
        raise Forbidden
    rows = AccountSession.objects.filter(user=user)
    return sessions.end_sessions(rows.exclude(pk=but.pk) if but else rows, user, by=by)


def _facts(grant: RoleGrant) -> dict[str, str]:
    return {"role": str(grant.role), "committee": grant.committee.slug if grant.committee else ""}


def _refuse_strangers(user: User, by: Actor) -> None:
    if not may_change_person(by, user):
        raise Forbidden


def _refuse_last_admin(user: User) -> None:
    """Hold the administrators' rows, so that two cannot remove each other at once."""
    admins = RoleGrant.objects.select_for_update(of=("self",)).filter(role=Role.ADMIN, user__is_active=True)
    holders = {grant.user_id for grant in admins}
    if holders == {user.pk}:
        raise Invalid(LAST_ADMIN)
