"""One reading for all who ask in the same moment: thousands who come back at once cost two queries, not thousands."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class SharedReading(Generic[T]):
    """A reading that always begins after it was asked for, so that it never misses what the asker needs to know."""

    def __init__(self) -> None:
        """Begin with nobody asking."""
        self._running: asyncio.Task[T] | None = None
        self._next: asyncio.Task[T] | None = None

    async def ask(self, read: Callable[[], Awaitable[T]]) -> T:
        """Give what the next reading finds, or raise what it raises; while one runs it is the one after."""
        if self._next is None:
            self._next = asyncio.get_running_loop().create_task(self._read(read, self._running))
        return await asyncio.shield(self._next)

    async def _read(self, read: Callable[[], Awaitable[T]], before: asyncio.Task[T] | None) -> T:
        if before is not None:
            await asyncio.wait([before])
        self._running, self._next = self._next, None
        return await read()
