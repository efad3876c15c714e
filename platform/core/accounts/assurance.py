"""How sure we are of who sits behind a session: level of the sign-in, second factor, and how fresh both are.

allauth keeps a record of each step of a sign-in in the session; this module only reads it. A session is strong once it
holds a step of its second-factor stage (app, recovery code, key) or a passkey, which is two factors in one.
"""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

# eIDAS, Regulation (EU) 910/2014, article 8: low, substantial, high. Below them stands a proven e-mail address.
EMAIL, LOW, SUBSTANTIAL, HIGH = "email", "low", "substantial", "high"
LEVELS = (EMAIL, LOW, SUBSTANTIAL, HIGH)
SECOND_FACTOR = "mfa"
BY_DEMO_DOOR = "demo"
LEVEL_KEY = "account_assurance"
FRESH_SECONDS = 300


def records(request: HttpRequest) -> list[dict[str, Any]]:
    """Give the steps by which this session's account proved itself; none for anonymous readers."""
    from allauth.account.authentication import get_authentication_records  # noqa: PLC0415 - models must be ready

    session, user = getattr(request, "session", None), getattr(request, "user", None)
    if session is None or user is None or not user.is_authenticated:
        return []
    return list(get_authentication_records(request, user))


def _counts(record: dict[str, Any]) -> bool:
    """Tell whether a step is a second factor; the demo's door passes as one in the demo only (decision 25)."""
    if record.get("method") != SECOND_FACTOR:
        return False
    return record.get("type") != BY_DEMO_DOOR or bool(settings.DEMO)


def has_second_factor(request: HttpRequest) -> bool:
    """Tell whether this session has passed the second factor."""
    return any(_counts(record) for record in records(request))


def is_fresh(request: HttpRequest) -> bool:
    """Tell whether the person proved themselves in the last five minutes; the demo's door always counts."""
    found = records(request)
    if any(record.get("type") == BY_DEMO_DOOR and _counts(record) for record in found):
        return True
    return any(time.time() - float(record.get("at", 0)) < FRESH_SECONDS for record in found[-1:])


def require_fresh(request: HttpRequest) -> None:
    """Lead to the page that asks again who sits there, before something dangerous; a POST is kept and goes on after.

    Who has neither password nor second factor cannot be asked again; staff always can.
    """
    from allauth.account.internal.flows.reauthentication import get_reauthentication_flows  # noqa: PLC0415
    from allauth.core.exceptions import ReauthenticationRequired  # noqa: PLC0415

    if not is_fresh(request) and get_reauthentication_flows(request.user):
        raise ReauthenticationRequired


def has_fresh_factor(request: HttpRequest) -> bool:
    """Tell whether a second factor, not merely the password, was passed in the last five minutes."""
    found = [record for record in records(request) if _counts(record)]
    return any(
        record.get("type") == BY_DEMO_DOOR or time.time() - float(record.get("at", 0)) < FRESH_SECONDS
        for record in found
    )


def require_fresh_factor(request: HttpRequest) -> None:
    """Ask for the second factor anew before personal data is taken away as a file; the way goes on after it.

    Who has no factor of their own is asked as `require_fresh` asks; no such session gets into the back office.
    """
    from allauth.account.internal.flows.reauthentication import suspend_request  # noqa: PLC0415
    from allauth.core.exceptions import ImmediateHttpResponse  # noqa: PLC0415

    if has_fresh_factor(request):
        return
    if where := factor_page(request.user):
        raise ImmediateHttpResponse(suspend_request(request, where))
    require_fresh(request)


def factor_page(user: Any) -> str:
    """Give the page that asks for the second factor which an account has, the app before the key; "" without one."""
    from core.accounts.selectors import second_factors  # noqa: PLC0415

    kinds = set(second_factors(user).values_list("type", flat=True))
    if not kinds:
        return ""
    return reverse("mfa_reauthenticate" if "totp" in kinds else "mfa_reauthenticate_webauthn")


def pass_second_factor(request: HttpRequest, user: Any, kind: str) -> None:
    """Record that the second factor was passed here by its own door (one just set up; the demo's role switch)."""
    from allauth.account.internal.flows.login import record_authentication  # noqa: PLC0415

    record_authentication(request, user, SECOND_FACTOR, type=kind, reauthenticated=True)


def raise_level(request: HttpRequest, level: str) -> None:
    """Keep the level that this sign-in reached, in the session; an unknown word counts for nothing."""
    if level in LEVELS:
        request.session[LEVEL_KEY] = level


def level_of(request: HttpRequest) -> str:
    """Give the level of this session: "" for anonymous readers, else email, low, substantial or high."""
    if not records(request):
        return ""
    return str(request.session.get(LEVEL_KEY, EMAIL))


def is_at_least(level: str, wanted: str) -> bool:
    """Tell whether one level is another one or above it; "" is below all."""
    return level in LEVELS and LEVELS.index(level) >= LEVELS.index(wanted)
