"""What a socket refuses, and for each refusal the fault that would let it through. Foreign pages: test_origin.py."""

import asyncio
import json
import threading

import pytest
import uvicorn
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from config.serving import SOCKET_OPTIONS
from core.realtime import consumers, frames, tickets
from core.realtime.buckets import Bucket, Buckets
from core.realtime.hub import PERSON_BURST, STRIKES, hub_here
from core.realtime.tickets import Ticket
from tests.realtime.doors import ROOM, application, seated, socket

pytestmark = pytest.mark.django_db  # Channels looks after connections at every message
FLOOD = 1000
OPEN = 1000  # tokens for a bucket that is planted


async def said(client, count, frame='{"t":"nonsense","op":1}'):
    """Say the same many times; gives how many were answered, and the code of the close (0: still open)."""
    for _one in range(count):
        await client.say(frame)
    answered = 0
    while not await client.receive_nothing(timeout=0.2, interval=0.01):
        heard = await client.receive_output(1)
        if heard["type"] == "websocket.close":
            return answered, heard["code"]
        answered += 1
    return answered, 0


async def test_flood_ends_its_connection_and_nobody_else_waits():
    app = application()
    flooder, healthy = await seated(app), await seated(app, peer="192.0.2.2")
    flooding = asyncio.create_task(said(flooder, FLOOD))
    for number in range(1, 21):
        frame = {"t": "ev", "seq": number}
        hub_here().deliver(ROOM, frame, frames.encode(frame))
        assert (await healthy.hear())["seq"] == number
    answered, code = await flooding
    assert code == consumers.FLOOD
    assert answered <= consumers.BURST + 20  # 20 events were for the flooder too
    await healthy.leave()


async def test_planted_without_the_bucket_the_flood_is_served(monkeypatch):
    monkeypatch.setattr(Bucket, "take", lambda bucket: True)
    client = await seated(application())
    assert await said(client, 100) == (100, 0)
    await client.leave()


async def spoken(app, tabs, each):
    """Let one person say a little in many tabs; gives the codes with which they were closed."""
    clients = [await seated(app, holder="marta") for _one in range(tabs)]
    codes = [(await said(client, each))[1] for client in clients]
    for client, code in zip(clients, codes, strict=True):
        if not code:
            await client.leave()
    return codes


async def test_flood_over_many_connections_of_one_person_ends_too():
    each = consumers.BURST - 5
    codes = await spoken(application(), 5, each)
    assert codes[: PERSON_BURST // each] == [0] * (PERSON_BURST // each)
    assert codes[-1] == consumers.FLOOD


async def test_planted_without_the_person_s_bucket_many_tabs_flood(monkeypatch):
    app = application()
    monkeypatch.setattr(hub_here(), "persons", Buckets(OPEN, 0))
    assert await spoken(app, 5, consumers.BURST - 5) == [0] * 5


async def come_again(app):
    """Flood and come back until the door stays shut, or too often; gives how often it opened."""
    for turn in range(STRIKES + 3):
        client = socket(app)
        if not (await client.connect())[0]:
            return turn
        assert (await said(client, consumers.BURST + 5))[1] in {consumers.FLOOD, consumers.NO_TICKET}
    return turn + 1


@pytest.fixture
def flooded(monkeypatch):
    """Let no time pass for the strikes."""

    def begin(strikes=STRIKES):
        monkeypatch.setattr(hub_here(), "strikes", Buckets(strikes, 0))
        monkeypatch.setattr(consumers, "BURST", 0)

    return begin


async def test_network_that_floods_again_and_again_stays_outside(flooded):
    flooded()
    app = application()
    assert await come_again(app) == STRIKES
    refused = socket(app)
    assert await refused.connect() == (False, consumers.FLOOD)
    await refused.leave()
    other = socket(app, peer="192.0.2.2")
    assert (await other.connect())[0] is True
    await other.leave()


async def test_planted_without_strikes_the_flooder_comes_back_for_ever(flooded):
    flooded(strikes=OPEN)
    assert await come_again(application()) == STRIKES + 3


def expired(monkeypatch):
    token = tickets.issue(Ticket("t"))
    later = tickets.signing.time.time() + tickets.LIFE_SECONDS + 1
    monkeypatch.setattr(tickets.signing.time, "time", lambda: later)
    return token


async def test_what_came_in_one_packet_with_the_last_frame_closes_nothing_twice():
    client = await seated(application())
    for _one in range(consumers.BURST + 50):
        await client.say("no frame")
    assert await client.closing() == consumers.UNSUPPORTED
    assert await client.receive_nothing(timeout=0.1, interval=0.01)
    await client.leave()


async def test_expired_ticket_opens_nothing(monkeypatch):
    client = socket(application())
    await client.connect()
    await client.say({"t": "hello", "ticket": expired(monkeypatch)})
    assert await client.closing() == consumers.NO_TICKET


async def test_planted_without_an_end_the_old_ticket_opens(monkeypatch):
    client = socket(application())
    await client.connect()
    token = expired(monkeypatch)
    monkeypatch.setattr(tickets, "LIFE_SECONDS", None)
    await client.say({"t": "hello", "ticket": token})
    assert (await client.hear())["t"] == "welcome"
    await client.leave()


class Served:
    """The door behind a real server in a thread, with socket options."""

    def __init__(self, options):
        self.server = uvicorn.Server(
            uvicorn.Config(application(), port=0, lifespan="off", log_level="critical", **options)
        )
        self.thread = threading.Thread(target=self.server.run, daemon=True)

    def __enter__(self):
        self.thread.start()
        pause = threading.Event()
        while not self.server.started:
            pause.wait(0.01)
        return f"ws://127.0.0.1:{self.server.servers[0].sockets[0].getsockname()[1]}/ws/t/"

    def __exit__(self, *error):
        self.server.should_exit = True
        self.thread.join(10)


async def send_big(url, pieces):
    """Say one message of more than 64 KiB, whole or in pieces; tells whether it was answered.

    The server says 1009 and hangs up at once; who is still writing then may see the line break before the number.
    """
    async with connect(url, compression=None) as client:
        await client.send(json.dumps({"t": "hello", "ticket": tickets.issue(Ticket("t"))}))
        assert json.loads(await client.recv())["t"] == "welcome"
        whole = json.dumps({"t": "nonsense", "text": "x" * 70_000})
        step = len(whole) // pieces + 1
        try:
            await client.send([whole[at : at + step] for at in range(0, len(whole), step)] if pieces > 1 else whole)
            await client.recv()
        except ConnectionClosed:
            return False
    return True


@pytest.mark.parametrize("pieces", [1, 8])
async def test_frame_over_64_kib_ends_the_connection(pieces):
    with Served(SOCKET_OPTIONS) as url:
        assert await send_big(url, pieces) is False


async def test_planted_without_limits_the_big_frame_is_read(monkeypatch):
    monkeypatch.setattr(frames, "MAX_IN_BYTES", 1 << 20)
    with Served({**SOCKET_OPTIONS, "ws_max_size": 1 << 20}) as url:
        assert await send_big(url, 1) is True
