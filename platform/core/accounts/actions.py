"""Granting roles, with the Wagtail group that goes with each."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction

from core import events
from core.accounts.models import Role, RoleGrant, User
from core.actors import Actor


def grant_role(user: User, role: Role, *, by: Actor, committee: Any = None) -> RoleGrant:
    """Give an account a role; gives the grant, an old one where it had it. Staff roles open the back office."""
    with transaction.atomic():
        grant, made = RoleGrant.objects.get_or_create(user=user, role=role, committee=committee)
        user.groups.add(Group.objects.get_or_create(name=role.value)[0])
        user.is_staff = user.is_staff or role != Role.MEMBER
        user.is_superuser = user.is_superuser or role == Role.ADMIN
        user.save(update_fields=["is_staff", "is_superuser"])
        user.__dict__.pop("role_names", None)
        if made:
            events.record("role.grant", user, actor=by, public=False, data={"role": role.value})
    return grant
