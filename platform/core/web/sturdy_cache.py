"""Django's cache over Redis, sturdy: while Redis is away each process remembers for itself, and no page fails.

Django's own backend raises when Redis cannot be reached, waits for ever on one that hangs, and so takes every page
down with it. Here a Redis that failed is left alone for some seconds; what was changed or deleted meanwhile is deleted
there before Redis is asked again, so that nothing old comes back.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import redis
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger("rostra.cache")
SECONDS = 0.25
REST_SECONDS = 2.0
MOST_OWED = 10_000
READS = frozenset({"get", "get_many", "has_key"})
WRITES = frozenset({"add", "set", "touch", "delete", "incr", "set_many", "delete_many", "clear"})


class Absence:
    """What one process knows of a Redis that is away; shared by its threads."""

    def __init__(self) -> None:
        """Begin with a Redis that is there."""
        self.until = 0.0
        self.owed: set[str] = set()
        self.standby = LocMemCache("rostra-standby", {})
        self._lock = threading.Lock()

    def begin(self, error: Exception) -> None:
        """Leave Redis alone for a while."""
        logger.warning("the cache is each process's own: %s", type(error).__name__)
        self.until = time.monotonic() + REST_SECONDS

    def owe(self, operation: str, first: Any) -> None:
        """Remember which keys must go once Redis is back."""
        if operation in READS:
            return
        keys: Iterable[str] = [first] if isinstance(first, str) else list(first or ())
        with self._lock:
            self.owed.update(keys)

    def settle(self, delete: Callable[[list[str]], object], clear: Callable[[], object]) -> None:
        """Delete in Redis what changed without it; all of it where that is too much to remember."""
        with self._lock:
            owed, self.owed = self.owed, set()
        try:
            if len(owed) > MOST_OWED:
                clear()
            else:
                delete(sorted(owed))
        except redis.RedisError:
            with self._lock:
                self.owed |= owed
            raise
        self.standby.clear()


class SturdyClient(RedisCacheClient):
    """The client of Django's backend, with a standby."""

    absence = Absence()

    def ask(self, operation: str, *args: Any) -> Any:
        """Ask Redis, or this process's memory while Redis is away."""
        absence = self.absence
        if absence.until <= time.monotonic():
            inherited: Any = super()
            try:
                if absence.owed:
                    absence.settle(inherited.delete_many, inherited.clear)
                return getattr(inherited, operation)(*args)
            except (redis.RedisError, OSError) as error:
                absence.begin(error)
        absence.owe(operation, args[0] if args else None)
        return getattr(absence.standby, operation)(*args)


def _method(operation: str) -> Callable[..., Any]:
    def call(self: SturdyClient, *args: Any) -> Any:
        return self.ask(operation, *args)

    return call


for _operation in READS | WRITES:
    setattr(SturdyClient, _operation, _method(_operation))


class SturdyRedisCache(RedisCache):
    """For CACHES. It waits a quarter of a second for Redis at most."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        """Take Django's parameters."""
        super().__init__(server, params)
        waits = {"socket_timeout": SECONDS, "socket_connect_timeout": SECONDS, "retry": Retry(NoBackoff(), 0)}
        self._class = SturdyClient
        self._options: dict[str, Any] = {**waits, **params.get("OPTIONS", {})}
