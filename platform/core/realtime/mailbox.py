"""One connection's mailbox: bounded and never waited for, so that a client that stops reading delays nobody."""

from __future__ import annotations

import asyncio
import logging
import types
from collections import deque
from collections.abc import Callable, Coroutine, Generator, Iterable
from contextvars import Context
from typing import Any

from core.operations.metrics.names import STALLS
from core.realtime import frames

logger = logging.getLogger(__name__)

CAPACITY = 64
NO_NUMBER = 0
Sending = Coroutine[Any, Any, None]
Send = Callable[[str], Sending]


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

    A frame is sent by one step of the send coroutine, without a task: where the socket takes it, that is all. Where it
    does not, the rest of the coroutine waits in a task of its own and the frames behind it stay here. Over its capacity
    the client has lost touch: what waits is thrown away and one "resync" stands in its place, so memory stays bounded
    and the client reads the page again.
    """

    __slots__ = ("__weakref__", "_blocked", "_is_clear", "_is_closed", "_seen", "_send", "_waiting", "overflows")

    def __init__(self, send: Send) -> None:
        """Take the function whose coroutine writes one text to the socket."""
        self._send = send
        self._waiting: deque[tuple[int, str]] = deque()
        self._seen = NO_NUMBER
        self._is_clear = False  # started, and nothing waits: one look, for this is asked at every delivery
        self._is_closed = False
        self._blocked: asyncio.Task[None] | None = None
        self.overflows = 0

    def put(self, text: str, number: int = NO_NUMBER) -> None:
        """Take a frame for the client; never waits."""
        if not self._is_clear:
            self._keep(text, number)
        elif number == NO_NUMBER or number > self._seen:
            self._step(text)

    def _keep(self, text: str, number: int) -> None:
        if self._is_closed:
            return
        if len(self._waiting) >= CAPACITY:
            self._waiting.clear()
            self._waiting.append((NO_NUMBER, frames.RESYNC))
            self.overflows += 1
            STALLS.add()
        else:
            self._waiting.append((number, text))

    def start(self, first: Iterable[str], seen: int) -> None:
        """Send the greeting and what follows it; frames numbered up to `seen` are in there already."""
        if self._is_closed:
            return
        self._seen = seen
        self._waiting.extendleft((NO_NUMBER, text) for text in reversed(list(first)))
        self._flush()

    def close(self) -> None:
        """Stop writing; what waits is lost."""
        self._is_closed, self._is_clear = True, False
        self._waiting.clear()
        if self._blocked is not None:
            self._blocked.cancel()

    def _flush(self) -> None:
        while self._waiting and self._blocked is None:
            number, text = self._waiting.popleft()
            if number == NO_NUMBER or number > self._seen:
                self._step(text)
        self._is_clear = self._blocked is None and not self._is_closed

    def _step(self, text: str) -> None:
        sending = self._send(text)
        try:
            waits_for = sending.send(None)
        except StopIteration:
            return
        except (OSError, RuntimeError):  # the client is gone; its consumer hears of it by itself
            self.close()
        except Exception:  # one client's trouble must not end the round
            logger.exception("a live frame could not be sent")
            self.close()
        else:
            self._is_clear = False
            self._blocked = asyncio.get_running_loop().create_task(self._wait(sending, waits_for), context=Context())

    async def _wait(self, sending: Sending, waits_for: object) -> None:
        try:
            await _rest(sending, waits_for)
        except (OSError, RuntimeError):
            self.close()
        self._blocked = None
        self._flush()


@types.coroutine
def _rest(begun: Sending, waits_for: object) -> Generator[Any, Any, None]:
    """Await what is left of a coroutine whose first step was taken outside a task."""
    try:
        yield waits_for
    except BaseException:
        begun.close()
        raise
    yield from begun
