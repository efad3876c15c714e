"""Hand: what one thread delivers of the outbox and since when, for whoever watches that nothing hangs."""

from __future__ import annotations

import threading
import time
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from core.events.models import OutboxEntry


class Hand:
    """Touched by the thread that delivers and by the watch; an entry is delivered by the one or put off by the other.

    An entry that was given up is not begun again here, and nothing that was claimed beside it.
    """

    def __init__(self) -> None:
        """Begin idle."""
        self.doing: list[OutboxEntry] = []
        self.is_lost = False
        self.is_in_a_crowd = False  # the last set was one of many: the next may gather
        self.connection: Any = None
        self._claimed: list[OutboxEntry] = []
        self._began_at: float | None = None
        self._lock = threading.Lock()

    def take_on(self, entries: list[OutboxEntry]) -> None:
        """Note what was claimed, by the thread that will deliver it."""
        with self._lock:
            self.connection = connections[DEFAULT_DB_ALIAS]
            self._claimed = list(entries)

    def begin(self, entries: list[OutboxEntry]) -> bool:
        """Begin one entry, or a set; False once the watch has given this thread up."""
        with self._lock:
            if self.is_lost:
                return False
            begun = {entry.pk for entry in entries}
            self._claimed = [entry for entry in self._claimed if entry.pk not in begun]
            self.doing, self._began_at = entries, time.monotonic()
            return True

    def end(self) -> None:
        """Note that what was begun is over."""
        with self._lock:
            self.doing, self._began_at = [], None

    def is_overdue(self, limit: float) -> bool:
        """Tell whether what is delivered now takes longer than so many seconds."""
        began = self._began_at
        return began is not None and time.monotonic() - began > limit

    def lose(self) -> tuple[list[OutboxEntry], list[OutboxEntry]]:
        """Give the thread up: gives what it was delivering, and what it had claimed and not begun."""
        with self._lock:
            self.is_lost = True
            doing, rest = self.doing, self._claimed
            self.doing, self._claimed, self._began_at = [], [], None
            return doing, rest
