"""Post: one runner's place at the line. What it has claimed, what it does now and since when, for whoever watches."""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from core.jobs.models import Job


class Post:
    """Touched by its runner and by the watch; a claimed job is given out once, to the one or the other."""

    def __init__(self) -> None:
        """Begin idle."""
        self.doing: list[Job] = []
        self.is_relieved = False
        self.is_lost = False
        self.connection: Any = None
        self._rest: deque[Job] = deque()
        self._claimed_at = 0.0
        self._began_at: float | None = None
        self._limit = 0.0
        self._lock = threading.Lock()

    def take_on(self, jobs: list[Job]) -> None:
        """Note what was claimed, by the thread that will do it."""
        self.connection = connections[DEFAULT_DB_ALIAS]
        self._claimed_at = time.monotonic()
        self._rest.extend(jobs)

    def next(self) -> Job | None:
        """Look at the next job without beginning it."""
        with self._lock:
            return self._rest[0] if self._rest else None

    def begin(self, job: Job, limit: float) -> bool:
        """Begin a job, alone or beside those already begun; False where the watch has taken it away meanwhile."""
        with self._lock:
            if not self._rest or self._rest[0] is not job:
                return False
            self._rest.popleft()
            self.doing = [*self.doing, job]
            self._limit = limit
            self._began_at = self._began_at or time.monotonic()
            return True

    def end(self) -> None:
        """Note that what was begun is over."""
        with self._lock:
            self.doing, self._began_at = [], None

    def take_rest(self) -> list[Job]:
        """Give what was claimed and not begun, to be given back; afterwards it is nobody's here."""
        with self._lock:
            rest, self._rest = list(self._rest), deque()
            return rest

    def lose(self) -> list[Job]:
        """Give up the runner: gives what it was doing."""
        with self._lock:
            self.is_relieved = self.is_lost = True
            return self.doing

    def seconds(self) -> float:
        """Give how long the runner has been at what it does now; 0 for an idle one."""
        began = self._began_at
        return time.monotonic() - began if began is not None else 0.0

    def held_seconds(self) -> float:
        """Give how long ago the rest was claimed."""
        return time.monotonic() - self._claimed_at

    def is_overdue(self) -> bool:
        """Tell whether what it does now takes longer than it may."""
        return bool(self.doing) and self.seconds() > self._limit
