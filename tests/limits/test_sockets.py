"""The socket shares the page's count: asking and supporting are limited by the network behind the socket."""

import pytest
from asgiref.sync import sync_to_async

from config.asgi import application
from core.realtime import tickets
from core.realtime.tickets import Ticket
from tests.hearings import world
from tests.realtime.client import SocketClient

pytestmark = pytest.mark.django_db(transaction=True)
CITIZEN, OTHER, PROXY = "198.51.100.7", "198.51.100.8", "10.0.0.2"


@pytest.fixture
def scene(db):
    clerk = world.make_clerk()
    hearing = world.make_hearing(clerk)
    questions = [world.make_question(hearing, clerk=clerk, state="published") for _turn in range(4)]
    return hearing, questions


async def seated(hearing, holder, peer, forwarded=""):
    """Give a socket from an address, greeted with the pass of a participant."""
    headers = [(b"host", b"localhost"), (b"origin", b"http://localhost")]
    headers += [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    socket = SocketClient(application, f"/ws/hearings/{hearing.public_id}/", headers, subprotocols=["rostra.v1"])
    socket.scope["client"] = (peer, 4242)
    await socket.connect()
    ticket = tickets.issue(Ticket(str(hearing.public_id), "public", holder.id))
    await socket.say({"t": "hello", "ticket": ticket})
    assert (await socket.hear())["t"] == "welcome"
    return socket


async def support(socket, question, turn):
    await socket.say({"t": "support", "op": turn, "question": str(question.public_id), "value": True})
    while (frame := await socket.hear()).get("op") != turn:
        pass
    return frame


async def test_the_third_support_of_one_network_is_refused_with_the_seconds_to_wait(scene, tight):
    hearing, questions = scene
    tight(support="2/10m")
    asker = await sync_to_async(world.make_asker)()
    first = await seated(hearing, asker, CITIZEN)
    second = await seated(hearing, asker, CITIZEN, forwarded="203.0.113.66")
    frames = [await support(socket, questions[turn], turn) for turn, socket in enumerate((first, second, second))]
    assert [frame["t"] for frame in frames] == ["ack", "ack", "nack"]
    assert frames[2]["code"] == "too_many"
    assert 590 < frames[2]["retry_after"] <= 601
    other = await seated(hearing, asker, OTHER)
    assert (await support(other, questions[3], 9))["t"] == "ack"
    for socket in (first, second, other):
        await socket.leave()


async def test_a_socket_through_our_proxy_is_its_visitors(scene, tight, settings):
    hearing, questions = scene
    settings.TRUSTED_PROXIES = ["10.0.0.0/24"]
    tight(support="1/10m")
    asker = await sync_to_async(world.make_asker)()
    one = await seated(hearing, asker, PROXY, forwarded=f"203.0.113.66, {CITIZEN}")
    same = await seated(hearing, asker, PROXY, forwarded=f"203.0.113.67, {CITIZEN}")
    other = await seated(hearing, asker, PROXY, forwarded=OTHER)
    frames = [await support(socket, questions[turn], turn) for turn, socket in enumerate((one, same, other))]
    assert [frame["t"] for frame in frames] == ["ack", "nack", "ack"]
    for socket in (one, same, other):
        await socket.leave()


async def test_asking_is_limited_too(scene, tight):
    hearing, _questions = scene
    tight(ask="0/10m")
    asker = await sync_to_async(world.make_asker)()
    socket = await seated(hearing, asker, CITIZEN)
    await socket.say({"t": "ask", "op": 1, "text": "Who pays for all of it?", "display": "public"})
    frame = await socket.hear()
    assert (frame["t"], frame["code"], frame["op"]) == ("nack", "too_many", 1)
    await socket.leave()
