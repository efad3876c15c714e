"""Settings with which no visitor could be served: a process that serves is refused its start, by the variable's name.

Commands still run, so that `manage.py doctor` can look at such an installation. What a URL of an engine or a key says
wrongly is refused earlier still (config.env, config.keys).
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host


def refuse_what_cannot_work() -> None:
    """Raise ImproperlyConfigured with every fault, one a line."""
    if faults := list(faults_of_settings()):
        raise ImproperlyConfigured("\n".join(["This installation cannot work:", *faults]))


def faults_of_settings() -> Iterator[str]:
    """Name each setting that cannot work, and how it should read."""
    yield from _address()
    yield from _networks()
    try:
        ZoneInfo(settings.PARLIAMENT_TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        yield f"ROSTRA_TIME_ZONE names no time zone: “{settings.PARLIAMENT_TIME_ZONE}”. Write it like Europe/Brussels."
    if "@" not in settings.DEFAULT_FROM_EMAIL:
        yield "DEFAULT_FROM_EMAIL is no e-mail address."


def _address() -> Iterator[str]:
    parts = urlsplit(settings.SITE_URL)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        yield f"SITE_URL is no address: “{settings.SITE_URL}”. Write it like https://participate.parliament.example."
    elif not validate_host(parts.hostname, settings.ALLOWED_HOSTS):
        yield f"ALLOWED_HOSTS does not name {parts.hostname}, the host in SITE_URL: every page would answer 400."
    if "*" in settings.ALLOWED_HOSTS and not settings.DEBUG:
        yield "ALLOWED_HOSTS takes every name: mailed links could be made to lead elsewhere. Name the site's own host."


def _networks() -> Iterator[str]:
    from core.limits import rules  # noqa: PLC0415 - settings must be ready
    from core.web import address  # noqa: PLC0415

    proxies = [word for word in settings.TRUSTED_PROXIES if word != address.UNIX]
    for name, words in (("TRUSTED_PROXIES", proxies), ("ROSTRA_HEALTH_NETWORKS", settings.HEALTH_NETWORKS)):
        yield from (f"{name} must list networks like 10.0.0.0/8: {fault}" for fault in address.unreadable(words))
    yield from rules.problems()
