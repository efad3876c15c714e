"""One step a frame: order kept over a stall, nobody's trouble is another's, rounds in slices, a bounded ring."""

import asyncio

import pytest

from core.realtime import hub as hubs
from core.realtime.hub import Hub
from core.realtime.mailbox import Mailbox
from core.realtime.post import SLICE


class Socket:
    """Takes texts as a server does: at once, or only after a wait that comes before or after the bytes are written."""

    def __init__(self, waits=""):
        self.got, self.waits = [], waits
        self.may_go = asyncio.Event()
        self.mailbox = Mailbox(self.send)
        self.mailbox.start([], 0)

    async def send(self, text):
        if self.waits == "before":
            await self.may_go.wait()
        self.got.append(text)
        if self.waits == "after":
            await self.may_go.wait()


async def settle():
    for _turn in range(10):
        await asyncio.sleep(0)


@pytest.mark.parametrize("waits", ["", "before", "after"])
async def test_order_is_kept_and_nothing_sent_twice_wherever_the_server_waits(waits):
    socket = Socket(waits)
    for number in range(1, 6):
        socket.mailbox.put(str(number), number)
        await settle()
    assert len(socket.got) == {"": 5, "before": 0, "after": 1}[waits]
    socket.may_go.set()
    await settle()
    assert socket.got == ["1", "2", "3", "4", "5"]


async def test_no_task_is_made_for_a_socket_that_takes_its_frame():
    before = asyncio.all_tasks()
    socket = Socket()
    socket.mailbox.put("1", 1)
    assert socket.got == ["1"]
    assert asyncio.all_tasks() == before


async def test_closed_mailbox_sends_nothing_more():
    socket = Socket("before")
    socket.mailbox.put("1", 1)
    await settle()
    socket.mailbox.close()
    socket.may_go.set()
    socket.mailbox.put("2", 2)
    await settle()
    assert socket.got == []


@pytest.mark.parametrize("error", [OSError, RuntimeError, ValueError])
async def test_one_client_s_trouble_ends_nobody_else_s_round(error):
    async def fail(text):
        raise error

    hub, healthy = Hub(), [Socket() for _one in range(3)]
    broken = Mailbox(fail)
    broken.start([], 0)
    for member in (healthy[0].mailbox, broken, *(one.mailbox for one in healthy[1:])):
        hub.join("a", member)
    hub.deliver("a", {"t": "ev", "seq": 1}, "1")
    hub.deliver("a", {"t": "ev", "seq": 2}, "2")
    await settle()
    assert [one.got for one in healthy] == [["1", "2"]] * 3


async def test_others_have_their_turn_within_a_round_and_rounds_keep_their_order():
    hub, sockets = Hub(), [Socket() for _one in range(2 * SLICE + 50)]
    for one in sockets:
        hub.join("a", one.mailbox)
    hub.deliver("a", {"t": "ev", "seq": 1}, "1")
    hub.deliver("a", {"t": "ev", "seq": 2}, "2")
    done = []
    for _turn in range(3):
        await asyncio.sleep(0)
        done.append(sum(len(one.got) for one in sockets))
    assert done == [SLICE, 2 * SLICE, 3 * SLICE]
    await settle()
    assert [one.got for one in sockets] == [["1", "2"]] * len(sockets)


async def test_ring_is_bounded_in_bytes():
    hub = Hub()
    hub.join("a", Socket().mailbox)
    for number in range(1, 41):
        hub.deliver("a", {"t": "ev", "seq": number}, "x" * 60_000)
    held = hubs.RING_BYTES // 60_000
    room = hub.rooms["a"]
    assert len(room.ring) == held
    assert room.replay(40 - held, 40) == ["x" * 60_000] * held
    assert room.replay(39 - held, 40) is None
