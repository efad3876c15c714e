"""A live door without a database: one topic, one room, and everybody who has a ticket may sit there."""

from channels.routing import URLRouter
from django.urls import path

from core.realtime import tickets
from core.realtime.consumers import LiveConsumer
from core.realtime.origin import OwnOriginOnly
from core.realtime.tickets import Ticket
from tests.realtime.client import SocketClient

ROOM = "t:room"


class Door(LiveConsumer):
    """What a subclass must give."""

    reads = frozenset({"ping"})

    def topic(self):
        return "t"

    def room_of(self, ticket):
        return ROOM

    async def position(self, ticket):
        return "epoch", 0


def application():
    """Give the door behind the origin check, as all doors stand."""
    return OwnOriginOnly(URLRouter([path("ws/t/", Door.as_asgi())]))


def socket(app, peer="192.0.2.1"):
    """Give a client that comes from an address."""
    client = SocketClient(app, "/ws/t/", [(b"host", b"localhost"), (b"origin", b"http://localhost")])
    client.scope["client"] = (peer, 40000)
    return client


async def seated(app, holder="", peer="192.0.2.1"):
    """Give a client that was greeted."""
    client = socket(app, peer)
    assert (await client.connect())[0] is True
    await client.say({"t": "hello", "ticket": tickets.issue(Ticket("t", holder=holder)), "epoch": "epoch", "seq": 0})
    assert (await client.hear())["t"] == "welcome"
    return client
