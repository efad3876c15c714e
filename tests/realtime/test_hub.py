"""Hub, mailbox and memory bus: delivery, numbers, ticks, and clients that stop reading."""

import asyncio
import json
import threading
import time

import pytest

from core.realtime import bus, frames
from core.realtime.frames import BadFrame
from core.realtime.hub import Hub, hub_here
from core.realtime.mailbox import CAPACITY, Mailbox


class Client:
    """A connection that keeps what it is sent; `stall()` makes it stop reading."""

    def __init__(self):
        self.got = []
        self.may_read = asyncio.Event()
        self.may_read.set()
        self.mailbox = Mailbox(self.send)

    async def send(self, text):
        await self.may_read.wait()
        self.got.append(json.loads(text))

    def numbers(self):
        return [frame["seq"] for frame in self.got if "seq" in frame]


def sit(hub, room, seen=0, first=()):
    client = Client()
    hub.join(room, client.mailbox)
    client.mailbox.start(first, seen)
    return client


def deliver(hub, room, number):
    frame = {"t": "ev", "seq": number}
    hub.deliver(room, frame, frames.encode(frame))


async def settle():
    for _turn in range(5):
        await asyncio.sleep(0)


async def test_frame_reaches_its_room_only():
    hub = Hub()
    here, also_here, elsewhere = sit(hub, "a"), sit(hub, "a"), sit(hub, "b")
    deliver(hub, "a", 1)
    await settle()
    assert (here.numbers(), also_here.numbers(), elsewhere.numbers()) == ([1], [1], [])


async def test_nothing_falls_between_joining_and_reading():
    hub = Hub()
    client = Client()
    hub.join("a", client.mailbox)
    for number in (4, 5, 6):  # arrive while the snapshot is being read
        deliver(hub, "a", number)
    client.mailbox.start([frames.encode({"t": "welcome", "upto": 5})], seen=5)
    await settle()
    assert [frame["t"] for frame in client.got] == ["welcome", "ev"]
    assert client.numbers() == [6]


async def test_client_that_stops_reading_holds_up_nobody():
    hub = Hub()
    stalled, healthy = sit(hub, "a"), sit(hub, "a")
    stalled.may_read.clear()
    for number in range(1, 401):
        deliver(hub, "a", number)
        await settle()
    assert healthy.numbers() == list(range(1, 401))
    assert len(stalled.mailbox._waiting) <= CAPACITY
    stalled.may_read.set()
    await settle()
    await asyncio.sleep(0.05)
    assert stalled.mailbox.overflows >= 1
    assert {"t": "resync"} in stalled.got


async def test_ring_replays_without_gap_or_not_at_all():
    hub = Hub()
    sit(hub, "a")
    for number in (1, 2, 3, 4):
        deliver(hub, "a", number)
    room = hub.rooms["a"]
    assert [json.loads(text)["seq"] for text in room.replay(2, 4)] == [3, 4]
    assert room.replay(0, 5) is None
    deliver(hub, "a", 7)  # 5 and 6 were lost on the way
    assert room.replay(4, 7) is None
    assert [json.loads(text)["seq"] for text in room.replay(6, 7)] == [7]


async def test_counts_of_half_a_second_go_out_together_newest_first():
    hub = Hub()
    client = sit(hub, "a")
    for counts in ({"q1": [5, 9]}, {"q2": [1, 1]}, {"q1": [4, 8]}, {"q1": [6, 10]}):
        frame = {"t": "tick", "counts": counts}
        hub.deliver("a", frame, frames.encode(frame))
    await settle()
    assert client.got == []
    await asyncio.sleep(0.6)
    assert client.got == [{"t": "tick", "counts": {"q1": [6, 10], "q2": [1, 1]}}]


async def test_bus_wakes_the_loop_from_another_thread(monkeypatch):
    monkeypatch.setattr(bus, "_bus", bus.MemoryBus())
    client = sit(hub_here(), "a")
    delays = []
    for number in range(1, 21):
        begun = time.monotonic()
        threading.Thread(target=bus.publish, args=("a", {"t": "ev", "seq": number})).start()
        while len(client.got) < number:
            await asyncio.sleep(0.001)
        delays.append(time.monotonic() - begun)
    assert client.numbers() == list(range(1, 21))
    assert max(delays) < 0.5


async def test_loop_that_has_ended_is_forgotten(monkeypatch):
    memory = bus.MemoryBus()
    monkeypatch.setattr(bus, "_bus", memory)

    async def short_life():
        hub_here()

    def run():
        asyncio.run(short_life())

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    client = sit(hub_here(), "a")
    assert bus.publish("a", {"t": "ev", "seq": 1})
    await settle()
    assert client.numbers() == [1]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"a":1}', '{"t":1}', "x" * 5000, '{"t":"a","b":"' + "é" * 2100 + '"}']
)
def test_what_is_no_frame_is_refused(text):
    with pytest.raises(BadFrame):
        frames.decode(text)


def test_too_large_a_frame_never_leaves():
    with pytest.raises(ValueError, match="larger"):
        frames.encode({"t": "ev", "text": "x" * 70_000})
