"""People of the House for these tests."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time

from core.accounts.actions import grant_role
from core.accounts.models import Role, User
from core.actors import IMPORT
from tests.bills.conftest import say, version  # noqa: F401 - fixtures

PASSWORD = "correct horse battery staple"  # noqa: S105 - of a test account
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105


@pytest.fixture
def make_staff(db: None) -> Any:
    """Give a function that makes an account with a password and roles: make_staff("a@…", Role.CLERK, app=True)."""

    def make(email: str, *roles: Role, app: bool = False) -> User:
        user = User.objects.create_user(email, PASSWORD, name=email.split("@", maxsplit=1)[0].title())
        for role in roles:
            grant_role(user, role, by=IMPORT)
        if app:
            TOTP.activate(user, SECRET)
            RecoveryCodes.activate(user)
        return User.objects.get(pk=user.pk)

    return make


def app_code(secret: str = SECRET) -> str:
    """Give the code that an app shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def six_digits(mail: Any) -> str:
    """Give the code in a mail."""
    found = re.search(r"\b(\d{6})\b", mail.body)
    assert found
    return found[1]
