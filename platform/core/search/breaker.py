"""The circuit breaker before Elasticsearch: after an outage nobody waits for it until one try has succeeded.

One a process and cluster: closed; open after an outage, for a pause that doubles up to `LONGEST` seconds; then half
open: one caller may try while all others are refused at once, and the try's answer closes it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from core.search.backend import EngineDown

FIRST, LONGEST = 2.0, 15.0
# A try that never came back (its thread died) does not keep the circuit open for ever.
PATIENCE = 60.0


class CircuitOpen(EngineDown):
    """The engine was not asked, because it failed a moment ago."""


class Breaker:
    """Lets callers through, or not."""

    def __init__(self) -> None:
        """Begin closed."""
        self._lock = threading.Lock()
        self._is_broken = False
        self._pause, self._until, self._tried_at = FIRST, 0.0, -PATIENCE

    @property
    def state(self) -> str:
        """Give "closed", "open" or "half_open"."""
        with self._lock:
            if not self._is_broken:
                return "closed"
            return "open" if time.monotonic() < self._until else "half_open"

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Run a call to the engine; raises CircuitOpen at once while nobody may ask.

        An EngineDown out of the call is an outage; anything else is an answer, and closes the circuit.
        """
        self._enter()
        try:
            yield
        except EngineDown:
            self._outage()
            raise
        except BaseException:
            self._answered()
            raise
        self._answered()

    def reset(self) -> None:
        """Close the circuit, whatever happened: for benches, and for who has just mended the cluster."""
        self._answered()

    def _enter(self) -> None:
        now = time.monotonic()
        with self._lock:
            if not self._is_broken:
                return
            if now < self._until or now - self._tried_at < PATIENCE:
                raise CircuitOpen("the circuit is open")
            self._tried_at = now

    def _outage(self) -> None:
        now = time.monotonic()
        with self._lock:
            self._tried_at = -PATIENCE
            if self._is_broken and now < self._until:
                return  # asked before it opened: the same outage
            self._is_broken, self._until = True, now + self._pause
            self._pause = min(LONGEST, self._pause * 2)

    def _answered(self) -> None:
        with self._lock:
            self._is_broken = False
            self._pause, self._until, self._tried_at = FIRST, 0.0, -PATIENCE


@cache
def breaker_of(url: str) -> Breaker:
    """Give the breaker of a cluster, one a process."""
    return Breaker()
