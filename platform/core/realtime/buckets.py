"""A token bucket for one connection: short bursts pass, a flood does not."""

from __future__ import annotations

import time


class Bucket:
    """Holds up to `size` tokens and gains `per_second`."""

    def __init__(self, size: float, per_second: float) -> None:
        """Begin full."""
        self.size = size
        self.per_second = per_second
        self._tokens = size
        self._at = time.monotonic()

    def take(self) -> bool:
        """Take one token; False where there is none."""
        now = time.monotonic()
        self._tokens = min(self.size, self._tokens + (now - self._at) * self.per_second)
        self._at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True
