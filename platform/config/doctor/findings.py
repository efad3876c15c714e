"""What a check says: a sentence, how to mend it, and how bad it is. No secret ever stands in one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

OK, NOT_CHECKED, WARNING, ERROR = "ok", "not_checked", "warning", "error"
# What a shell gets: nothing wrong, only warnings, something broken.
EXIT = {OK: 0, NOT_CHECKED: 0, WARNING: 1, ERROR: 2}


class NotChecked(Exception):
    """This could not be looked at here; the words say why."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: what, and how to mend it. `severity` only where it differs from the check's own."""

    sentence: Any
    mend: Any
    severity: str = ""


Look = Callable[[], Iterable[Fault]]


@dataclass(frozen=True)
class Check:
    """One line of the table: its name, what is said where all is well, how bad a fault is, and the function that looks.

    `needs` names checks without which this one cannot look: it is then not checked.
    """

    area: str
    name: str
    well: Any
    look: Look
    severity: str = ERROR
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What one check found."""

    area: str
    name: str
    severity: str
    sentence: str
    mend: str = ""

    def plain(self) -> dict[str, str]:
        """Give it for JSON."""
        return {
            "area": self.area, "name": self.name, "severity": self.severity, "sentence": self.sentence,
            "mend": self.mend,
        }  # fmt: skip


def worst(findings: Iterable[Finding]) -> str:
    """Give the worst severity of all."""
    return max((finding.severity for finding in findings), key=lambda name: (EXIT[name], name != OK), default=OK)
