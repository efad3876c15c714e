"""Token buckets, for a connection, a person or a network: short bursts pass, a flood does not."""

from __future__ import annotations

import time
from collections import OrderedDict


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
        if not self.has_room():
            return False
        self._tokens -= 1
        return True

    def has_room(self) -> bool:
        """Tell whether there is a token."""
        now = time.monotonic()
        self._tokens = min(self.size, self._tokens + (now - self._at) * self.per_second)
        self._at = now
        return self._tokens >= 1


class Buckets:
    """A bucket for each key; the least used go where there are too many."""

    def __init__(self, size: float, per_second: float, most: int = 20_000) -> None:
        """Begin without any."""
        self.size, self.per_second, self.most = size, per_second, most
        self._held: OrderedDict[str, Bucket] = OrderedDict()

    def take(self, key: str) -> bool:
        """Take one token of a key; False where it has none."""
        if key not in self._held:
            if len(self._held) >= self.most:
                self._held.popitem(last=False)
            self._held[key] = Bucket(self.size, self.per_second)
        self._held.move_to_end(key)
        return self._held[key].take()

    def has_room(self, key: str) -> bool:
        """Tell whether a key has a token."""
        return key not in self._held or self._held[key].has_room()
