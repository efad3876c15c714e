"""Inviting staff: an administrator names the person and the roles, the mailed link works once and for seven days."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock, crypto, events
from core.accounts.actions import grant_role
from core.accounts.models import Invitation, InvitedRole, Role, User
from core.accounts.rules import is_people_admin
from core.errors import Conflict, Forbidden, Invalid, NotFound
from core.verification import actions as verification
from core.verification.models import Challenge

if TYPE_CHECKING:
    from core.actors import Actor

PURPOSE = "invitation"
Roles = Iterable[tuple[str, Any]]


def invite(email: str, *, name: str, language: str, roles: Roles, by: Actor) -> Invitation:
    """Invite somebody to the staff; `roles` are (role, committee or None). The mail follows the event.

    Raises Forbidden (no administrator), Invalid (no role, or the address has an account with roles already).
    """
    _refuse_strangers(by)
    wanted, email = list(roles), email.strip().lower()
    if not wanted:
        raise Invalid(fields={"roles": _("Choose at least one role.")})
    if User.objects.filter(email=email, grants__isnull=False).exists():
        raise Invalid(fields={"email": _("This person works here already. Give the role on their page.")})
    index, *older = crypto.email_indexes(email, PURPOSE)
    with transaction.atomic():
        if Invitation.objects.filter(email_index__in=[index, *older], accepted_at=None, withdrawn_at=None).exists():
            raise Invalid(fields={"email": _("This person has an open invitation. Withdraw it first.")})
        invitation = Invitation.objects.create(
            email=email, email_index=index, name=name, language=language, invited_by=by.user
        )
        InvitedRole.objects.bulk_create(
            InvitedRole(invitation=invitation, role=Role(role), committee=committee) for role, committee in wanted
        )
        verification.open_challenge(PURPOSE, invitation.public_id, language=language)
        events.record("invitation.send", invitation, actor=by, public=False, data={"roles": [r for r, _c in wanted]})
    return invitation


def send_again(invitation: Invitation, *, by: Actor) -> None:
    """Mail a fresh link; the old one stops working. Raises Forbidden, Conflict."""
    _refuse_strangers(by)
    if invitation.accepted_at or invitation.withdrawn_at:
        raise Conflict(_("This invitation is used up or withdrawn."))
    events.record("invitation.send", invitation, actor=by, public=False)


def withdraw(invitation: Invitation, *, by: Actor) -> None:
    """Take an invitation back; its link opens nothing. Raises Forbidden, Conflict."""
    _refuse_strangers(by)
    with transaction.atomic():
        mine = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
        if not mine.update(withdrawn_at=clock.now()):
            raise Conflict(_("This invitation is used up or withdrawn."))
        events.record("invitation.withdraw", invitation, actor=by, public=False)


def find(token: str) -> Invitation:
    """Give the invitation behind a link, without using it; raises NotFound for a used, old or withdrawn one."""
    return _of(verification.find_by_link(PURPOSE, token))


def accept(redeem: Callable[[], Challenge], *, name: str, password: str) -> User:
    """Use the link: the account, its password and its roles. Raises NotFound, Invalid (a weak password).

    An address that has an account as a citizen keeps it, and gets the roles; its second factors end, for whoever had
    the account before is not sure to be whom the House invited.
    """
    with transaction.atomic():
        invitation = _of(redeem())
        user = User.objects.filter(email=invitation.email).first() or User(email=invitation.email)
        user.name, user.language = name, user.language if user.pk else invitation.language
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise Invalid(fields={"password": " ".join(error.messages)}) from None
        if not user.is_active:
            raise Invalid(_("This account is closed."))
        user.set_password(password)
        user.save()
        Authenticator.objects.filter(user=user).delete()
        by = _inviter(invitation)
        for row in invitation.roles.select_related("committee"):
            grant_role(user, row.role, by=by, committee=row.committee)
        Invitation.objects.filter(pk=invitation.pk).update(accepted_at=clock.now(), user=user)
        events.record("invitation.accept", invitation, actor=by, public=False, data={"account": str(user.public_id)})
    return user


def _of(challenge: Challenge) -> Invitation:
    found = Invitation.objects.filter(public_id=challenge.subject_id, accepted_at=None, withdrawn_at=None).first()
    if found is None:
        raise NotFound(_("This link is used up or too old. Ask for a new one."))
    return found


def _inviter(invitation: Invitation) -> Actor:
    from core.actors import IMPORT, actor_for  # noqa: PLC0415 - actors know accounts

    return actor_for(invitation.invited_by) if invitation.invited_by else IMPORT


def _refuse_strangers(by: Actor) -> None:
    if not is_people_admin(by, None):
        raise Forbidden
