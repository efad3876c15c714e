"""Many cheap websocket clients in one event loop, for the benches of live pages: arrival times, stalls, pongs.

A frame costs one callback here, so that the server is measured and not the clients: the handshake is written by hand,
what arrives is kept with the monotonic clock (which all processes of a machine share) and read only afterwards.
"""

from __future__ import annotations

import asyncio
import base64
import os
import re
import socket
import struct
import time
from collections.abc import Iterator

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
NO_CODE = 1005
SENT_AT = re.compile(rb'"at":(\d+)')


class Viewer(asyncio.Protocol):
    """One client. `got` holds (nanoseconds, text) of each whole text frame."""

    def __init__(self, path: str, hello: str = "") -> None:
        """Take the path of the door, and what to say once it is open."""
        self.path, self.hello = path, hello
        self.got: list[tuple[int, bytes]] = []
        self.closed_with = 0
        self.closed_at = 0
        self.is_open = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport | None = None
        self._rest = b""
        self._shakes = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        self.transport = transport  # type: ignore[assignment]
        key = base64.b64encode(os.urandom(16)).decode()
        lines = (f"GET {self.path} HTTP/1.1", "Host: localhost", "Upgrade: websocket", "Connection: Upgrade",
                 f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13", "", "")  # fmt: skip
        self.transport.write("\r\n".join(lines).encode())  # type: ignore[union-attr]

    def data_received(self, data: bytes) -> None:
        """Keep what came, with the moment."""
        now = time.monotonic_ns()
        data = self._rest + data
        if self._shakes:
            head, end, data = data.partition(b"\r\n\r\n")
            if not end:
                self._rest = head
                return
            self._greet(head)
        for opcode, payload, rest in _frames(data):
            data = rest
            self._take(opcode, payload, now)
        self._rest = data

    def _greet(self, head: bytes) -> None:
        self._shakes = False
        if b" 101 " not in head.split(b"\r\n", 1)[0]:
            self.closed_with = int(head.split(b" ", 2)[1])
            self.is_open.cancel()
        elif self.hello:
            self.say(self.hello)
        else:
            self.is_open.set_result(None)

    def _take(self, opcode: int, payload: bytes, now: int) -> None:
        if opcode == PING:
            self._write(PONG, payload)
        elif opcode == CLOSE:
            self.closed_with = int.from_bytes(payload[:2]) or NO_CODE
            self.closed_at = now
            self.transport.close()  # type: ignore[union-attr]
        elif not self.is_open.done():
            self.is_open.set_result(payload)
        else:
            self.got.append((now, payload))

    def connection_lost(self, error: Exception | None) -> None:
        """Remember that the line is gone."""
        self.closed_with = self.closed_with or 1006
        self.closed_at = self.closed_at or time.monotonic_ns()
        self.is_open.cancel()

    def say(self, text: str) -> None:
        """Send a text frame."""
        self._write(TEXT, text.encode())

    def _write(self, opcode: int, payload: bytes) -> None:
        size = len(payload)
        head = bytes([0x80 | opcode])
        if size < 126:
            head += bytes([0x80 | size])
        elif size < 1 << 16:
            head += bytes([0xFE]) + struct.pack("!H", size)
        else:
            head += bytes([0xFF]) + struct.pack("!Q", size)
        self.transport.write(head + bytes(4) + payload)  # type: ignore[union-attr]  # a mask of zeros changes nothing

    def delays(self) -> list[float]:
        """Give the milliseconds between the moment written in each frame and its arrival."""
        found = ((now, SENT_AT.search(text)) for now, text in self.got)
        return [(now - int(match[1])) / 1e6 for now, match in found if match]


def _frames(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield (opcode, payload, what is left) of each whole frame; servers do not mask, and ours do not fragment."""
    while len(data) >= 2:
        size, start = data[1] & 0x7F, 2
        if size == 126:
            size, start = int.from_bytes(data[2:4]), 4
        elif size == 127:
            size, start = int.from_bytes(data[2:10]), 10
        if len(data) < max(start, 2) or len(data) < start + size:
            return
        opcode, payload, data = data[0] & 0x0F, data[start : start + size], data[start + size :]
        yield opcode, payload, data


async def join(port: int, path: str, hello: str = "", *, small: bool = False) -> Viewer:
    """Connect one viewer and wait until it is greeted. A small one has little room for what it does not read."""
    loop = asyncio.get_running_loop()
    line = socket.socket()
    line.setblocking(False)
    if small:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    await loop.sock_connect(line, ("127.0.0.1", port))
    _transport, viewer = await loop.create_connection(lambda: Viewer(path, hello), sock=line)
    await viewer.is_open
    return viewer


async def crowd(count: int, port: int, path: str, hello: str = "", *, small: bool = False) -> list[Viewer]:
    """Connect many, fifty at a time."""
    viewers: list[Viewer] = []
    while len(viewers) < count:
        some = min(50, count - len(viewers))
        viewers += await asyncio.gather(*(join(port, path, hello, small=small) for _one in range(some)))
    return viewers


async def heard(viewers: list[Viewer], frames: int, seconds: float = 30) -> None:
    """Wait until each has so many frames. Raises TimeoutError with how many have not."""
    until = time.monotonic() + seconds
    while late := [one for one in viewers if len(one.got) < frames]:
        if time.monotonic() > until:
            raise TimeoutError(f"{len(late)} of {len(viewers)} viewers did not get {frames} frames")
        await asyncio.sleep(0.005)
