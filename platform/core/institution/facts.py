"""Reading it: the row that the set-up fills, else the settings. Kept in the cache until it is saved again."""

from __future__ import annotations

import logging
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import SynchronousOnlyOperation
from django.db import DatabaseError

from core.institution.models import ONLY, Institution

log = logging.getLogger(__name__)
KEY = "institution"
KEPT_SECONDS = 300
COLUMNS = ("name", "description", "address", "help_email", "languages", "sender_name", "sender_email")
Plain = dict[str, Any]


def site_name(language: str) -> str:
    """Give the parliament's name in a language; may be empty."""
    return _in(language, "name", getattr(settings, "SITE_NAME", ""))


def description(language: str) -> str:
    """Give the line under the name in a language; may be empty."""
    return _in(language, "description", getattr(settings, "SITE_TAGLINE", ""))


def address(language: str) -> str:
    """Give the postal address in a language; may be empty."""
    return _in(language, "address", getattr(settings, "SITE_ADDRESS", ""))


def help_email() -> str:
    """Give the address people write to for help; may be empty."""
    return str(_row().get("help_email") or getattr(settings, "SITE_HELP_EMAIL", ""))


def sender_address() -> str:
    """Give what stands in From: a name and an address, or an address alone."""
    row = _row()
    if not row.get("sender_email"):
        return str(settings.DEFAULT_FROM_EMAIL)
    return formataddr((row["sender_name"], row["sender_email"])) if row["sender_name"] else str(row["sender_email"])


def bounce_address() -> str:
    """Give the bare address to which mail servers return what they cannot deliver."""
    return str(settings.MAIL_BOUNCE_ADDRESS) or parseaddr(sender_address())[1]


def languages() -> list[tuple[str, str]]:
    """Give the languages on offer with their own names, the default one first."""
    known = dict(settings.LANGUAGES)
    chosen = [code for code in _row().get("languages") or () if code in known]
    return [(code, str(known[code])) for code in chosen or known]


def codes() -> list[str]:
    """Give the codes of the languages on offer, the default one first."""
    return [code for code, _name in languages()]


def default_language() -> str:
    """Give the language of who has not chosen one."""
    row = _row().get("languages")
    return codes()[0] if row else str(settings.LANGUAGE_CODE)


def forget() -> None:
    """Forget what is kept: the row was saved."""
    cache.delete(KEY)


def remember_nothing() -> None:
    """Keep that nothing was set: for tests, which begin so."""
    cache.set(KEY, {}, KEPT_SECONDS)


def _in(language: str, column: str, otherwise: Any) -> str:
    """Give a text in a language, else in the default one, else any."""
    texts = _row().get(column) or otherwise
    if not isinstance(texts, dict):
        return str(texts or "")
    for code in (language, default_language(), *texts):
        if texts.get(code):
            return str(texts[code])
    return ""


def _row() -> Plain:
    """Give the columns; none where nothing was set, or while neither cache nor database can be asked."""
    try:
        kept: Plain | None = cache.get(KEY)
    except Exception as error:  # a cache that is down (each engine has errors of its own) must not take pages with it
        log.warning("the institution is read from the database: %s", type(error).__name__)
        return _read()
    if kept is None:
        kept = _read()
        cache.set(KEY, kept, KEPT_SECONDS)
    return kept


def _read() -> Plain:
    try:
        return Institution.objects.filter(pk=ONLY).values(*COLUMNS).first() or {}
    except (DatabaseError, SynchronousOnlyOperation):
        return {}
