"""The bus: carries a published frame to the hub of every process. Memory for one process, Redis for more."""

from __future__ import annotations

import json
import logging
import threading
from typing import TYPE_CHECKING, Protocol
from weakref import WeakSet

from django.conf import settings

from core.realtime.frames import Frame, encode

if TYPE_CHECKING:
    from core.realtime.hub import Hub

logger = logging.getLogger(__name__)


class Bus(Protocol):
    """What a bus can do."""

    def publish(self, room: str, text: str) -> bool:
        """Carry one frame's text to all hubs; tell whether it is on its way. Called from any thread."""

    def serve(self, hub: Hub) -> None:
        """Begin to deliver to a hub. Called once, on the hub's loop."""

    async def ready(self, hub: Hub) -> None:
        """Wait, but not for long, until what is published reaches the hub: only then is it safe to read the state."""


def hand_over(hub: Hub, room: str, text: str) -> None:
    """Deliver one text to a hub; runs on the hub's loop."""
    frame: Frame = json.loads(text)
    hub.deliver(room, frame, text)


class MemoryBus:
    """One process: wakes the socket loop from whatever thread a view or the worker runs in (decision 4)."""

    def __init__(self) -> None:
        """Begin without hubs."""
        self._hubs: WeakSet[Hub] = WeakSet()
        self._lock = threading.Lock()

    def publish(self, room: str, text: str) -> bool:
        """Put the delivery on each hub's loop; a loop that has ended is forgotten."""
        with self._lock:
            hubs = list(self._hubs)
        for hub in hubs:
            try:
                hub.loop.call_soon_threadsafe(hand_over, hub, room, text)
            except RuntimeError:  # the loop is closed
                with self._lock:
                    self._hubs.discard(hub)
        return True

    def serve(self, hub: Hub) -> None:
        """Deliver to this hub from now on."""
        with self._lock:
            self._hubs.add(hub)

    async def ready(self, hub: Hub) -> None:
        """Nothing to wait for."""


_bus: Bus | None = None


def current_bus() -> Bus:
    """Give this process's bus: Redis where REDIS_URL is set, else memory."""
    global _bus  # noqa: PLW0603 - one bus a process
    if _bus is None:
        if settings.REDIS_URL:
            from core.realtime.redis_bus import RedisBus  # noqa: PLC0415 - only where it is used

            _bus = RedisBus(settings.REDIS_URL)
        else:
            _bus = MemoryBus()
    return _bus


def publish(room: str, frame: Frame) -> bool:
    """Send a frame to everybody in a room, in all processes. Call it when the change is committed.

    Never raises for a bus that is down: pages read the database again when their socket tells of a gap.
    """
    return current_bus().publish(room, encode(frame))
