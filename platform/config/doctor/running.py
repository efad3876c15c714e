"""Running the table: each check by itself, so that one that fails never hides the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from config.doctor.findings import ERROR, NOT_CHECKED, OK, Check, Finding, NotChecked
from config.doctor.table import CHECKS

# A URL with a password in it, as drivers like to quote them.
SECRET = re.compile(r"://[^/\s@]*@")


def areas() -> list[str]:
    """Name the areas, in the order of the table."""
    return list(dict.fromkeys(check.area for check in CHECKS))


def examine(only: str = "", checks: Iterable[Check] = CHECKS) -> list[Finding]:
    """Look at everything, or at one area; gives what each check found, in the order of the table."""
    broken: set[str] = set()
    found: list[Finding] = []
    known = list(checks)
    asked = {name for check in known if only in ("", check.area) for name in (check.name, *check.needs)}
    for check in known:
        if check.name not in asked:
            continue
        rows = list(_examine(check, broken))
        if any(row.severity == ERROR for row in rows):
            broken.add(check.name)
        found += rows
    return [row for row in found if only in ("", row.area)]


def _examine(check: Check, broken: set[str]) -> Iterator[Finding]:
    missing = [name for name in check.needs if name in broken]
    if missing:
        words = _("Not checked: first mend “%(name)s”.") % {"name": missing[0]}
        yield Finding(check.area, check.name, NOT_CHECKED, words)
        return
    try:
        faults = list(check.look())
    except NotChecked as reason:
        yield Finding(check.area, check.name, NOT_CHECKED, without_secrets(str(reason)))
        return
    except Exception as error:
        words = _("This could not be looked at: %(error)s.") % {"error": without_secrets(_short(error))}
        yield Finding(check.area, check.name, ERROR, words, _("Mend what the words before name, then look again."))
        return
    for fault in faults:
        severity = fault.severity or check.severity
        yield Finding(check.area, check.name, severity, without_secrets(str(fault.sentence)), str(fault.mend))
    if not faults:
        yield Finding(check.area, check.name, OK, str(check.well))


def without_secrets(text: str) -> str:
    """Give the text without user and password of any URL in it."""
    return SECRET.sub("://…@", text)


def _short(error: Exception) -> str:
    line = str(error).strip().splitlines()[0] if str(error).strip() else ""
    return f"{type(error).__name__}: {line[:160]}" if line else type(error).__name__
