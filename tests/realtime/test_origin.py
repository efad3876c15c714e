"""A foreign page opens no socket; and the check that says so is shown to work by taking it away."""

import pytest

from core.realtime.origin import OwnOriginOnly, is_own
from tests.realtime.client import SocketClient


async def anybody(scope, receive, send):
    await receive()
    await send({"type": "websocket.accept"})


def handshake(app, **headers):
    given = {"host": "localhost:8000", **{name.replace("_", "-"): value for name, value in headers.items()}}
    raw = [(name.encode(), value.encode()) for name, value in given.items()]
    return SocketClient(app, "/ws/x/", headers=raw)


OWN = [
    {"origin": "http://localhost:8000"},
    {"origin": "http://localhost:8000", "sec_fetch_site": "same-origin"},
    {},  # no browser: it carries nobody's session, and the ticket decides
]
FOREIGN = [
    {"origin": "https://evil.example"},
    {"origin": "http://localhost:8000.evil.example"},
    {"origin": "http://localhost:9999"},
    {"origin": "null"},
    {"origin": "https://evil.example", "sec_fetch_site": "same-origin"},
    {"sec_fetch_site": "cross-site"},
    {"host": "evil.example", "origin": "http://evil.example"},
]


@pytest.mark.parametrize("headers", OWN)
async def test_own_page_is_let_in(headers):
    socket = handshake(OwnOriginOnly(anybody), **headers)
    assert (await socket.connect())[0] is True


@pytest.mark.parametrize("headers", FOREIGN)
async def test_foreign_page_is_refused_before_the_handshake(headers):
    socket = handshake(OwnOriginOnly(anybody), **headers)
    assert await socket.connect() == (False, 4403)


async def test_without_the_check_the_foreign_page_would_get_in():
    socket = handshake(anybody, **FOREIGN[0])
    assert (await socket.connect())[0] is True


def test_every_socket_route_stands_behind_the_check():
    from config.asgi import application

    assert isinstance(application.application_mapping["websocket"], OwnOriginOnly)
    scope = {"headers": [(b"host", b"localhost"), (b"origin", b"https://evil.example")], "scheme": "wss"}
    assert is_own(scope) is False
