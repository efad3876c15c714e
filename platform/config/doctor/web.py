"""The way in: public address, hosts, https, proxies, limits, static files, the cache of pages."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import redis
from django.conf import settings
from django.db import connection
from django.http.request import validate_host
from django.utils.translation import gettext as _

from config.demo_door import is_loopback
from config.doctor.engines import redis_client
from config.doctor.findings import ERROR, WARNING, Fault, NotChecked
from core.limits import rules
from core.pagecache.stamp import KEY as STAMP
from core.web import address
from core.web.numbers import number


def public_address() -> Iterator[Fault]:
    """Look at SITE_URL: every mailed link begins with it."""
    parts = urlsplit(settings.SITE_URL)
    if not parts.hostname or parts.scheme not in {"http", "https"}:
        yield Fault(
            _("SITE_URL is no address: “%(url)s”.") % {"url": settings.SITE_URL}, _("Write it like https://…."), ERROR
        )
    elif is_loopback(parts.hostname):
        yield Fault(
            _("The public address is %(url)s: links in mails lead to the reader’s own machine.")
            % {"url": settings.SITE_URL},
            _("Set SITE_URL to the site’s address, and ALLOWED_HOSTS to its name."),
        )


def hosts() -> Iterator[Fault]:
    """Hold ALLOWED_HOSTS against the public address."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    if "*" in settings.ALLOWED_HOSTS:
        yield Fault(
            _("ALLOWED_HOSTS lets every name in: mailed links could be made to lead elsewhere."),
            _("Name the site’s own host in ALLOWED_HOSTS."),
        )
    elif not validate_host(host, settings.ALLOWED_HOSTS):
        yield Fault(
            _("ALLOWED_HOSTS does not name %(host)s: every page answers 400.") % {"host": host},
            _("Add %(host)s to ALLOWED_HOSTS.") % {"host": host},
        )


def https() -> Iterator[Fault]:
    """See that the site is not read on the way."""
    parts = urlsplit(settings.SITE_URL)
    if settings.DEBUG:
        yield Fault(_("DEBUG is on: error pages show settings and code."), _("Set DEBUG = False."))
    if is_loopback(parts.hostname or ""):
        raise NotChecked(_("The site stands on this machine only."))
    if parts.scheme == "http":
        yield Fault(
            _("The public address begins with http://: sign-in and signatures travel in clear."),
            _("Put a certificate on the proxy (infra/nginx), and let SITE_URL begin with https://."),
        )


def proxies() -> Iterator[Fault]:
    """Look at who may name the caller, and whether https is seen at all."""
    for words in address.problems():
        yield Fault(words, _("List your own proxies in TRUSTED_PROXIES, for instance 10.0.0.5/32."))
    if settings.SITE_URL.startswith("https://") and not settings.SECURE_PROXY_SSL_HEADER:
        yield Fault(
            _("The public address is https, but BEHIND_PROXY is not set: behind a proxy every page leads to itself."),
            _("Set BEHIND_PROXY=1 and TRUSTED_PROXIES, and let the proxy set X-Forwarded-Proto."),
            WARNING,
        )


def limits() -> Iterator[Fault]:
    """Look at the figures of the limits."""
    for words in rules.problems():
        yield Fault(words, _("Correct ROSTRA_LIMITS (docs/limits-and-mail.md)."))
    if settings.LIMITS_FACTOR != 1:
        yield Fault(
            _("All limits are multiplied by %(factor)s.") % {"factor": number(settings.LIMITS_FACTOR)},
            _("Take ROSTRA_LIMITS_FACTOR out: it is for the demo and for tests."),
            WARNING,
        )


def static_files() -> Iterator[Fault]:
    """See whether the hashed files were built where a server needs them."""
    if (settings.STATIC_ROOT / "staticfiles.json").is_file():
        return
    if connection.vendor != "postgresql":
        raise NotChecked(_("A bare install on one machine serves its files from the sources."))
    yield Fault(
        _("The static files are not built: browsers ask for each of them at every visit."),
        _("Run `manage.py collectstatic`, and start the processes again."),
    )


def page_cache() -> Iterator[Fault]:
    """See whether pages may stand in memory, and whether all processes hear of a change."""
    if not settings.PAGE_CACHE_MEGABYTES:
        yield Fault(
            _("The cache of pages is off: a rush of readers will be slow."),
            _("Set PAGE_CACHE_MEGABYTES, for instance to 64."),
        )
    if settings.REDIS_URL:
        try:
            redis_client(settings.REDIS_URL).get(STAMP)
        except redis.RedisError:
            yield Fault(
                _("The cache of pages cannot read its stamp in Redis, and keeps nothing."),
                _("Mend Redis."),
            )
