"""The hub: which connections of this process sit in which room, the last frames of each, and its count ticks."""

from __future__ import annotations

import asyncio
from collections import deque
from weakref import WeakKeyDictionary

from core.operations.metrics.names import DELIVERIES
from core.realtime import frames
from core.realtime.buckets import Buckets
from core.realtime.frames import Frame
from core.realtime.mailbox import NO_NUMBER, Mailbox, Watch
from core.realtime.post import Post
from core.realtime.reading import SharedReading

RING = 500  # frames kept for those who come back (hearings.md section 3.4)
RING_BYTES = 1 << 20
TICK_SECONDS = 0.5
ROOMS_KEPT = 200
# One person over all connections: twice what one connection may say. A network that was closed ten times for flooding
# waits six seconds for each time; its pages go on by reading.
PERSON_BURST, PERSON_PER_SECOND = 40, 4
STRIKES, STRIKES_PER_SECOND = 10, 1 / 6


class Room:
    """One room: its members, its last numbered frames without a gap, and counts that wait for the next tick."""

    def __init__(self, post: Post) -> None:
        """Begin empty; the post hands out what is sent."""
        self._post = post
        self.members: set[Mailbox | Watch] = set()
        self.ring: deque[tuple[int, str]] = deque()
        self._ring_size = 0
        self.counts: dict[str, list[int]] = {}
        self.position: tuple[str, int] | None = None
        self.position_until = 0.0
        self.reading: SharedReading[tuple[str, int]] = SharedReading()
        self._known: deque[int] = deque(maxlen=RING)

    def is_new(self, number: int) -> bool:
        """Tell whether a number comes for the first time; pushes come at once and again by the outbox."""
        if number in self._known:
            return False
        self._known.append(number)
        return True

    @property
    def last(self) -> int:
        """Number of the newest frame held; 0 where there is none."""
        return self.ring[-1][0] if self.ring else NO_NUMBER

    def remember(self, number: int, text: str) -> None:
        """Keep a numbered frame; after a gap the ring begins anew, so that what it holds is whole."""
        if number <= self.last:
            return
        if self.ring and number != self.last + 1:
            self.forget()
        self.ring.append((number, text))
        self._ring_size += len(text)
        while len(self.ring) > RING or self._ring_size > RING_BYTES:
            self._ring_size -= len(self.ring.popleft()[1])

    def forget(self) -> None:
        """Empty the ring: what it held is not whole any more."""
        self.ring.clear()
        self._ring_size = 0

    def replay(self, after: int, upto: int) -> list[str] | None:
        """Give the frames numbered after+1 to upto, or None where not all of them are held."""
        wanted = [text for number, text in self.ring if after < number <= upto]
        return wanted if len(wanted) == upto - after else None

    def send(self, text: str, number: int = NO_NUMBER) -> None:
        """Hand one text to every member."""
        self._post.hand_out(self.members, text, number)
        DELIVERIES.add(by=len(self.members))

    def merge(self, counts: dict[str, list[int]]) -> bool:
        """Take counts {id: [count, version]} for the next tick, newest version first; tell whether one must be set."""
        is_first = not self.counts
        for key, entry in counts.items():
            if key not in self.counts or self.counts[key][1] < entry[1]:
                self.counts[key] = entry
        return is_first and bool(self.counts)


class Hub:
    """All rooms of one process (in tests: of one event loop). Its methods run on that loop only."""

    def __init__(self) -> None:
        """Begin without rooms, on the loop that runs now."""
        self.loop = asyncio.get_running_loop()
        self.post = Post(self.loop)
        self.rooms: dict[str, Room] = {}
        self.persons = Buckets(PERSON_BURST, PERSON_PER_SECOND)
        self.strikes = Buckets(STRIKES, STRIKES_PER_SECOND)

    def join(self, name: str, member: Mailbox | Watch) -> Room:
        """Seat a member; from here on its mailbox fills. Read the state after this, never before (Zulip's rule)."""
        if name not in self.rooms and len(self.rooms) >= ROOMS_KEPT:
            self.rooms = {key: room for key, room in self.rooms.items() if room.members}
        room = self.rooms.setdefault(name, Room(self.post))
        room.members.add(member)
        return room

    def leave(self, name: str, member: Mailbox | Watch) -> None:
        """Let a member go; the room keeps its ring for those who come back."""
        if room := self.rooms.get(name):
            room.members.discard(member)

    def deliver(self, name: str, frame: Frame, text: str) -> None:
        """Hand a frame to all members of a room. Ticks wait up to half a second and go out together."""
        room = self.rooms.get(name)
        if room is None:
            return
        if frame.get("t") == "tick":
            if room.merge(frame["counts"]):
                self.loop.call_later(TICK_SECONDS, self._tick, room)
            return
        number = int(frame.get("seq", NO_NUMBER))
        if number:
            if not room.is_new(number):
                return
            room.remember(number, text)
        room.send(text, number)

    def resync(self) -> None:
        """Tell everybody to read the page again: frames may have been lost on the way here."""
        for room in self.rooms.values():
            room.forget()
            room.send(frames.RESYNC)

    @staticmethod
    def _tick(room: Room) -> None:
        counts, room.counts = room.counts, {}
        room.send(frames.encode({"t": "tick", "counts": counts}))


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub_here() -> Hub:
    """Give the hub of the running loop; its first call also sets the bus to work for it."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        from core.realtime.bus import current_bus  # noqa: PLC0415 - the bus delivers to hubs

        _hubs[loop] = Hub()
        current_bus().serve(_hubs[loop])
    return _hubs[loop]
