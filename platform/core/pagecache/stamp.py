"""The stamp: one number for the whole site that moves with every change, in this process or through Redis for all.

Each process looks at Redis every fifth of a second, so that a change in one is seen by all of them within that time,
and a page costs no round trip. A Redis that cannot be read gives no stamp: then nothing is served from memory.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from typing import TYPE_CHECKING, Any

import redis
from django.conf import settings

if TYPE_CHECKING:
    from core.events.models import Event

logger = logging.getLogger(__name__)
KEY = "rostra:page-stamp"
LOOK_SECONDS = 0.2
BLIND_SECONDS = 0.8  # a look that is older than this is no stamp any more

Value = tuple[int, int]


class Stamp:
    """This process's view of the stamp."""

    def __init__(self, url: str) -> None:
        """Take the URL of Redis; empty for one process, whose own counter is the stamp."""
        self.url = url
        self._lock = threading.Lock()
        self._own = 0
        self._breaks = 0
        self._seen: Value | None = None if url else (0, 0)
        self._seen_at = 0.0
        self._looker = 0
        self._client: Any = None

    def now(self) -> Value | None:
        """Give the stamp as seen at most a moment ago, or None where it is not known."""
        if not self.url:
            return self._seen
        if self._looker != os.getpid():
            self._begin_to_look()
        return self._seen if time.monotonic() - self._seen_at < BLIND_SECONDS else None

    def move(self) -> None:
        """Make every page kept so far untrue, in all processes. Call it when the change is committed."""
        with self._lock:
            self._own += 1
            if not self.url:
                self._seen = (0, self._own)
                return
        try:
            self._see(int(self._redis().incr(KEY)))
        except redis.RedisError as error:
            logger.warning("page stamp not moved: %s", type(error).__name__)
            self._lose()

    def look(self) -> None:
        """Read the stamp from Redis once."""
        try:
            self._see(int(self._redis().get(KEY) or 0))
        except redis.RedisError as error:
            logger.debug("page stamp not read: %s", type(error).__name__)
            self._lose()

    def _see(self, value: int) -> None:
        with self._lock:
            self._seen, self._seen_at = (self._breaks, value), time.monotonic()

    def _lose(self) -> None:
        """Forget the stamp: a change while Redis is away moves nothing, so nothing kept before may count afterwards."""
        with self._lock:
            self._breaks += 1
            self._seen = None

    def _redis(self) -> Any:
        if self._client is None:
            self._client = redis.Redis.from_url(self.url, socket_timeout=0.5, socket_connect_timeout=0.5)
        return self._client

    def _begin_to_look(self) -> None:
        """Start the thread that looks; again in a process that was forked from this one."""
        with self._lock:
            if self._looker == os.getpid():
                return
            self._looker, self._client = os.getpid(), None
        self.look()
        threading.Thread(target=self._keep_looking, name="page-stamp", daemon=True).start()

    def _keep_looking(self) -> None:
        while True:
            time.sleep(LOOK_SECONDS)
            self.look()


_stamp: Stamp | None = None


def current() -> Stamp:
    """Give this process's stamp."""
    global _stamp  # noqa: PLW0603 - one stamp a process
    if _stamp is None or _stamp.url != settings.REDIS_URL:
        _stamp = Stamp(settings.REDIS_URL)
    return _stamp


def follow_event(_event: Event) -> None:
    """Move the stamp when the event's other subscribers have done their part (subscriber of every verb)."""
    from django.db import transaction  # noqa: PLC0415 - this module also serves before Django is set up

    transaction.on_commit(current().move)
