"""The one-time link: signed, single use, good until an administrator exists or a day has passed."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock, events
from core.accounts.actions import grant_role
from core.accounts.models import Role, User
from core.actors import IMPORT
from core.errors import Conflict, Invalid, NotFound

SALT = "rostra.first-admin"
LINK_LIFE = timedelta(days=1)
SHORTEST_PASSWORD = 12


def has_admin() -> bool:
    """Tell whether somebody can administer this installation."""
    return User.objects.filter(is_superuser=True, is_active=True).exists()


def make_token() -> str:
    """Make the token of a fresh link."""
    return signing.dumps(secrets.token_urlsafe(8), salt=SALT)


def check_token(token: str) -> None:
    """Raise NotFound for a link that is forged, too old, or used (an administrator exists)."""
    try:
        signing.loads(token, salt=SALT, max_age=LINK_LIFE)
    except signing.BadSignature:
        raise NotFound from None
    if has_admin():
        raise NotFound(_("This link is used up."))


def make_first_admin(token: str, *, name: str, email: str, password: str) -> User:
    """Make the first administrator.

    Raises NotFound for a bad link, Invalid for a short password, Conflict for a rival who was faster.
    """
    check_token(token)
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid(fields={"password": _("Use at least 12 characters.")})
    kind = ContentType.objects.get_for_model(User)
    with transaction.atomic():
        # Nobody is there yet whose row could be locked: the row of the table's own kind stands for it.
        ContentType.objects.select_for_update(no_key=True).get(pk=kind.pk)
        if has_admin():
            raise Conflict
        user = User.objects.create_user(email, password, name=name)
        grant_role(user, Role.ADMIN, by=IMPORT)
        events.record(
            "installation.first_admin", user, actor=IMPORT, public=False, data={"at": clock.now().isoformat()}
        )
        return user
