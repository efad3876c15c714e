"""Looking at every engine at once, each in a thread of its own, with an answer within two seconds whatever hangs.

`down` means that this process cannot serve a page: no database, or one that lacks migrations. All else that fails is
`degraded`: pages are served, something works less well, and somebody should be told. A reading stands for a second.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.operations import probes

PATIENCE_SECONDS = 1.5
KEPT_SECONDS = 1.0
OK, DEGRADED, DOWN = "ok", "degraded", "down"


@dataclass(frozen=True)
class Finding:
    """What one probe found: its status, a word on it without any secret, and how long it took."""

    status: str
    words: str
    ms: int


@dataclass(frozen=True)
class Report:
    """All findings by name."""

    findings: dict[str, Finding]

    @property
    def status(self) -> str:
        """The worst of all."""
        found = {one.status for one in self.findings.values()}
        return DOWN if DOWN in found else DEGRADED if DEGRADED in found else OK

    @property
    def http_status(self) -> int:
        """503 where no page can be served."""
        return 503 if self.status == DOWN else 200

    def as_json(self) -> dict[str, Any]:
        """Give it for operators."""
        checks = {name: {"status": one.status, "words": one.words, "ms": one.ms} for name, one in self.findings.items()}
        return {"status": self.status, "checks": checks}


class Look:
    """One probe at work in its thread. A probe that hangs is not started a second time."""

    def __init__(self, probe: Callable[[], str]) -> None:
        """Start it."""
        self.begun = time.monotonic()
        self.ended = 0.0
        self.words, self.error = "", ""
        self._thread = threading.Thread(target=self._run, args=(probe,), name="health", daemon=True)
        self._thread.start()

    def _run(self, probe: Callable[[], str]) -> None:
        try:
            self.words = probe()
        except probes.Failed as failed:
            self.error = str(failed)
        except Exception as error:
            self.error = type(error).__name__  # never its message: it may name hosts and users
        self.ended = time.monotonic()

    def finding(self, worst: str, until: float) -> Finding:
        """Wait until a moment at most; give what was found."""
        self._thread.join(max(0.0, until - time.monotonic()))
        if not self.ended:
            return Finding(worst, "no answer", int((time.monotonic() - self.begun) * 1000))
        ms = int((self.ended - self.begun) * 1000)
        return Finding(worst, self.error, ms) if self.error else Finding(OK, self.words, ms)


_lock = threading.Lock()
_looks: dict[str, Look] = {}
_last: tuple[float, Report] | None = None


def report() -> Report:
    """Give the state of all engines, at most a second old, within two seconds."""
    global _last  # noqa: PLW0603 - one reading a process
    with _lock:
        if _last is not None and time.monotonic() - _last[0] < KEPT_SECONDS:
            return _last[1]
        found = Report(_findings())
        _last = (time.monotonic(), found)
        return found


def forget() -> None:
    """Look anew at the next question; for tests."""
    global _last  # noqa: PLW0603
    _last = None


def _findings() -> dict[str, Finding]:
    wanted = probes.wanted()
    for name, probe in wanted.items():
        if name not in _looks or _looks[name].ended:
            _looks[name] = Look(probe.look)
    until = time.monotonic() + PATIENCE_SECONDS
    return {name: _looks[name].finding(DOWN if probe.is_vital else DEGRADED, until) for name, probe in wanted.items()}
