"""The stamp: one word for the whole site that changes with every change, in this process or through Redis for all.

Each process looks at Redis every fifth of a second, so that a change in one is seen by all of them within that time,
and a page costs no round trip. A Redis that cannot be read gives no stamp: then nothing is served from memory.

The word is random, so that a Redis that was flushed, or restored from an older copy, cannot count itself back to it.
What pages are kept under is not the word but how often this process has seen it change: that number never comes back.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

if TYPE_CHECKING:
    from core.events.models import Event

logger = logging.getLogger(__name__)
KEY = "rostra:page-stamp"
LOOK_SECONDS = 0.2
BLIND_SECONDS = 0.8  # a look that is older than this is no stamp any more
TIMEOUT_SECONDS = 0.5


class Stamp:
    """This process's view of the stamp."""

    def __init__(self, url: str) -> None:
        """Take the URL of Redis; empty for one process, whose own counter is the stamp."""
        self.url = url
        self._lock = threading.Lock()
        self._changes = 0
        self._word: str | None = None
        self._seen_at = 0.0
        self._is_owed = False
        self._looker = 0
        self._client: Any = None

    def now(self) -> int | None:
        """Give the stamp as seen at most a moment ago, or None where it is not known."""
        if not self.url:
            return self._changes
        if self._looker != os.getpid() and self._begin_to_look():
            self.look()
        known = self._word is not None and time.monotonic() - self._seen_at < BLIND_SECONDS
        return self._changes if known else None

    def move(self) -> None:
        """Make every page kept so far untrue, in all processes. Call it when the change is committed.

        Where Redis cannot be reached it is done as soon as it can: others may have kept their sight of it.
        """
        if not self.url:
            with self._lock:
                self._changes += 1
        elif not self._tell():
            self._begin_to_look()

    def look(self) -> None:
        """Read the stamp from Redis once; first say what could not be said before."""
        if self._is_owed and not self._tell():
            return
        began = time.monotonic()
        try:
            client = self._redis()
            word = client.get(KEY)
            if word is None:  # flushed or evicted: whoever is first names it anew for all
                client.set(KEY, _new_word(), nx=True)
                word = client.get(KEY)
        except redis.RedisError as error:
            logger.debug("page stamp not read: %s", type(error).__name__)
            word = None
        self._see(word, began)

    def _tell(self) -> bool:
        """Write a new word for all; answers whether it stands."""
        word, began = _new_word(), time.monotonic()
        try:
            self._redis().set(KEY, word)
        except redis.RedisError as error:
            logger.warning("page stamp not moved yet: %s", type(error).__name__)
            self._is_owed = True
            self._see(None, began)
            return False
        self._is_owed = False
        self._see(word, began)
        return True

    def _see(self, word: str | None, began: float) -> None:
        """Take the word that Redis had at some time after `began`; None where it could not say.

        A change while Redis is away moves nothing, so what was kept before does not count afterwards either.
        """
        with self._lock:
            if word != self._word:
                self._word = word
                self._changes += 1
            self._seen_at = began

    def _redis(self) -> Any:
        if self._client is None:
            self._client = redis.Redis.from_url(
                self.url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS,
                decode_responses=True, retry=Retry(NoBackoff(), 0),  # a broken connection must be seen as one
            )  # fmt: skip
        return self._client

    def _begin_to_look(self) -> bool:
        """Start the thread that looks, again in a process that was forked from this one; tells if it had to."""
        with self._lock:
            if self._looker == os.getpid():
                return False
            self._looker, self._client = os.getpid(), None
        threading.Thread(target=self._keep_looking, name="page-stamp", daemon=True).start()
        return True

    def _keep_looking(self) -> None:
        while True:
            time.sleep(LOOK_SECONDS)
            self.look()


def _new_word() -> str:
    return uuid4().hex


_stamp: Stamp | None = None


def current() -> Stamp:
    """Give this process's stamp."""
    global _stamp  # noqa: PLW0603 - one stamp a process
    if _stamp is None or _stamp.url != settings.REDIS_URL:
        _stamp = Stamp(settings.REDIS_URL)
    return _stamp


def follow_events(_events: list[Event]) -> None:
    """Move the stamp when the events' other subscribers have done their part (subscriber of every verb)."""
    from django.db import transaction  # noqa: PLC0415 - this module also serves before Django is set up

    transaction.on_commit(current().move)
