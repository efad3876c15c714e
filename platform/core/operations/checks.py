"""System checks: switches that name no door; and what `check --deploy` asks in the place of two of Django's questions.

Django looks for its own CSRF middleware by name (W003) and for one X-Frame-Options for all pages (W019). Ours are
stricter: every unsafe request must come from this site, a session needs the token besides, and only the back office may
be framed, by itself. So these two are silenced, and asked here in our own way.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error, Warning, register

from core.operations.doors import DOORS
from core.web import address

GUARDS = {
    "core.web.cross_site.CrossSiteMiddleware": "other sites could post here",
    "core.web.cross_site.SignedInCsrfMiddleware": "other sites could act for who is signed in",
    "core.web.csp.CspMiddleware": "public pages could be framed and could run foreign scripts",
    "django.middleware.clickjacking.XFrameOptionsMiddleware": "the back office could be framed",
    "core.accounts.middleware.BackOfficeGate": "the back office would open without a second factor",
    "core.operations.guard.SwitchesMiddleware": "a stopped door would stay open",
    "core.limits.middleware.LimitedRoutes": "passwords could be tried without end",
}


@register()
def switches_name_doors(**_facts: Any) -> list[Error]:
    """Refuse a route that belongs to a door nobody knows."""
    wrong = sorted({door for door in settings.SWITCHED_ROUTES.values() if door not in DOORS})
    return [Error(f"SWITCHED_ROUTES names no door of ours: {door}.", id="operations.E001") for door in wrong]


@register()
def health_networks_can_be_read(**_facts: Any) -> list[Error]:
    """Refuse networks that are none."""
    wrong = address.unreadable(settings.HEALTH_NETWORKS)
    return [Error(f"ROSTRA_HEALTH_NETWORKS: {words}", id="operations.E002") for words in wrong]


@register(deploy=True)
def guards_stand(**_facts: Any) -> list[Error]:
    """Refuse an installation whose middleware lacks one of our guards."""
    return [
        Error(f"MIDDLEWARE lacks {name}: {why}.", id="operations.E003")
        for name, why in GUARDS.items()
        if name not in settings.MIDDLEWARE
    ]


@register(deploy=True)
def the_public_can_reach_it(**_facts: Any) -> list[Warning]:
    """Warn where the site is up but nobody gets mail, or every visitor is sent round in a circle."""
    found = []
    if settings.EMAIL_BACKEND.endswith("OutboxOnly"):
        found.append(Warning("EMAIL_URL is not set: no mail leaves the house.", id="operations.W001"))
    if settings.SECURE_SSL_REDIRECT and not settings.SECURE_PROXY_SSL_HEADER:
        words = "SITE_URL is https but BEHIND_PROXY is not set: pages may lead in a circle."
        found.append(Warning(words, id="operations.W002"))
    return found
