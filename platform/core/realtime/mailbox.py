"""One connection's mailbox: bounded, with a writer of its own, so that a client that stops reading delays nobody."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from contextlib import suppress
from contextvars import Context

from core.realtime import frames

CAPACITY = 64
NO_NUMBER = 0
Send = Callable[[str], Awaitable[None]]


def account_room(public_id: object) -> str:
    """Name the room in which all sockets of one account hear that its rights have changed."""
    return f"account:{public_id}"


class Watch:
    """A seat in an account's room: whatever comes makes the socket ask again whether it may stay."""

    def __init__(self, ask: Callable[[], Coroutine[object, object, object]]) -> None:
        """Take the coroutine function that asks."""
        self._ask = ask
        self._asking: set[asyncio.Future[object]] = set()

    def put(self, text: str, number: int = NO_NUMBER) -> None:
        """Ask; never waits. In a context of its own: the publisher's thread is none of its business."""
        task = asyncio.get_running_loop().create_task(self._ask(), context=Context())
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)


class Mailbox:
    """Frames that wait for one client. It fills from the moment of joining and empties from `start` on.

    Over its capacity the client has lost touch: what waits is thrown away and one "resync" stands in its place, so
    memory stays bounded and the client reads the page again.
    """

    def __init__(self, send: Send) -> None:
        """Take the coroutine function that writes one text to the socket."""
        self._send = send
        self._waiting: deque[tuple[int, str]] = deque()
        self._due = asyncio.Event()
        self._seen = NO_NUMBER
        self._writer: asyncio.Task[None] | None = None
        self.overflows = 0

    def put(self, text: str, number: int = NO_NUMBER) -> None:
        """Take a frame for the client; never waits."""
        if len(self._waiting) >= CAPACITY:
            self._waiting.clear()
            self._waiting.append((NO_NUMBER, frames.RESYNC))
            self.overflows += 1
        else:
            self._waiting.append((number, text))
        self._due.set()

    def start(self, first: Iterable[str], seen: int) -> None:
        """Send the greeting and what follows it; frames numbered up to `seen` are in there already."""
        self._seen = seen
        self._waiting.extendleft((NO_NUMBER, text) for text in reversed(list(first)))
        self._due.set()
        if self._writer is None:
            self._writer = asyncio.create_task(self._write())

    def close(self) -> None:
        """Stop writing; what waits is lost."""
        if self._writer is not None:
            self._writer.cancel()
        self._waiting.clear()

    async def _write(self) -> None:
        with suppress(OSError, RuntimeError):  # the client is gone; its consumer hears of it by itself
            await self._write_all()

    async def _write_all(self) -> None:
        while True:
            await self._due.wait()
            self._due.clear()
            while self._waiting:
                number, text = self._waiting.popleft()
                if number == NO_NUMBER or number > self._seen:
                    await self._send(text)
