"""The bus over Redis: one channel, one subscription a process; a broken line is mended and everybody reads anew."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import redis
import redis.asyncio
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.retry import Retry

from core.realtime.bus import hand_over

if TYPE_CHECKING:
    from core.realtime.hub import Hub

logger = logging.getLogger(__name__)
CHANNEL = "rostra:live"
PAUSES = (0.1, 0.3, 1.0, 2.0)
QUIET_SECONDS = 10.0
READY_SECONDS = 2.0
PUBLISH_SECONDS = 0.5
REST_SECONDS = 1.0
EVERYBODY = "*"  # no room: all hubs tell everybody to read anew


class RedisBus:
    """Publishes from any thread; listens on the hub's loop."""

    def __init__(self, url: str, channel: str = CHANNEL) -> None:
        """Take the URL; connects only when used."""
        self.url = url
        self.channel = channel
        # Short time limits and no second try: a view must not hang because Redis does.
        self._client = redis.Redis.from_url(
            url, socket_timeout=PUBLISH_SECONDS, socket_connect_timeout=PUBLISH_SECONDS, retry=Retry(NoBackoff(), 0)
        )
        self._rests_until = 0.0
        self._has_lost = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._failures = 0
        self._stands: WeakKeyDictionary[Hub, asyncio.Event] = WeakKeyDictionary()

    def publish(self, room: str, text: str) -> bool:
        """Publish one message; a Redis that is down is logged and left alone for a second, and the change stands.

        What could not be published is made good by the next that can: it tells all hubs to read anew.
        """
        if self._rests_until > time.monotonic():
            self._has_lost = True
            return False
        lines = [f"{room}\n{text}", *([EVERYBODY] if self._has_lost else [])]
        try:
            for line in lines:
                self._client.publish(self.channel, line)
        except redis.RedisError as error:
            logger.warning("live frame not published: %s", type(error).__name__)
            self._rests_until, self._has_lost = time.monotonic() + REST_SECONDS, True
            return False
        self._has_lost = False
        return True

    def serve(self, hub: Hub) -> None:
        """Keep one subscription open as long as the hub's loop runs."""
        self._stands[hub] = asyncio.Event()
        task = hub.loop.create_task(self._listen(hub))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def ready(self, hub: Hub) -> None:
        """Wait until the subscription stands; a Redis that is down must not keep anybody out."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stands[hub].wait(), READY_SECONDS)

    async def _listen(self, hub: Hub) -> None:
        """Keep the line up: a broken one is mended after a pause that grows while it stays broken."""
        while True:
            try:
                await self._hand_on(hub)
            except (redis.RedisError, OSError) as error:
                logger.warning("live bus lost: %s", type(error).__name__)
            self._stands[hub].clear()
            pause = PAUSES[min(self._failures, len(PAUSES) - 1)]
            self._failures += 1
            await asyncio.sleep(pause)

    async def _hand_on(self, hub: Hub) -> None:
        """Hand over what one line brings; after a mended line everybody reads anew."""
        async for is_new_line, room, text in self._messages():
            if room == EVERYBODY:
                hub.resync()
            elif room:
                hand_over(hub, room, text)
            if not is_new_line:
                continue
            self._stands[hub].set()
            self._rests_until = 0.0
            if self._failures:
                hub.resync()
            self._failures = 0

    async def _messages(self) -> Any:
        """Yield (True, "", "") once the subscription stands, then (False, room, text); an empty room is no message."""
        # redis-py's own default would end an idle line after some seconds (hearings.md section 3.2).
        client = redis.asyncio.Redis.from_url(
            self.url, socket_timeout=None, socket_connect_timeout=2.0, retry=AsyncRetry(NoBackoff(), 0)
        )
        try:
            async with client.pubsub() as subscription:
                await subscription.subscribe(self.channel)
                while True:
                    yield await _next_line(subscription)
        finally:
            await client.aclose()


async def _next_line(subscription: Any) -> tuple[bool, str, str]:
    """Give (is a new line, room, text) of the next message; (False, "", "") after a quiet while that a ping ended."""
    message = await subscription.get_message(timeout=QUIET_SECONDS)
    if message is None:
        await asyncio.wait_for(subscription.ping(), QUIET_SECONDS)
        return False, "", ""
    if message["type"] == "subscribe":
        return True, "", ""
    if message["type"] != "message":
        return False, "", ""
    room, _newline, text = message["data"].decode().partition("\n")
    return False, room, text
