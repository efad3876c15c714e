"""A lean load generator: raw HTTP/1.1 on kept connections, one process, one loop."""

from __future__ import annotations

import asyncio
import os
import random
import socket
import time
from collections import deque

WORDS = "abcdefghijklmnopqrstuvwxyz"


class Load:
    """Signs, and confirms whatever code it is told; measures each answer."""

    def __init__(self, port: int, number: int, *, window: int, seed: str) -> None:
        """Take the port, the petition's number, how many may wait for a code, and what tells this run from others."""
        self.port, self.number, self.window, self.seed = port, number, window, seed
        self.random = random.Random(7)
        self.codes: deque[tuple[str, str]] = deque()
        self.taken: list[float] = []
        self.signed = self.confirmed = self.failed = self.told = self.asked = self.redeemed = 0
        self.acknowledged: deque[tuple[float, int]] = deque()
        self.due: deque[float] = deque()  # moments at which a signature is wanted, in the paced mode
        self.is_paced = self.is_over = self.is_last = False
        self.confirms = True
        self.most: int | None = None
        self.statuses: dict[str, int] = {}

    def hear(self, path: str) -> None:
        """Listen for the codes that the worker mailed."""
        line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        line.bind(path)
        line.setblocking(False)

        def read() -> None:
            try:
                while True:
                    for row in line.recv(1 << 16).decode().splitlines():
                        handle, _space, code = row.partition(" ")
                        self.codes.append((handle, code))
                        self.told += 1
            except BlockingIOError:
                return

        asyncio.get_running_loop().add_reader(line, read)

    def next_request(self) -> tuple[str, bytes, float] | None:
        """Give the next request, what it is, and when it was due; None while nothing is."""
        now = time.perf_counter()
        # Turn and turn about, as long as there is something to sign: else one half of the work is done before the
        # measurement begins, and what is measured is the other half.
        must_sign = self.may_sign and self.asked - self.redeemed < self.window // 2
        if self.codes and self.confirms and not must_sign:
            handle, code = self.codes.popleft()
            self.redeemed += 1
            return "confirm", self._post(f"/en/petitions/signing/{handle}/", f"code={code}"), now
        if self.is_last or (self.most is not None and self.asked >= self.most):
            return None
        if self.is_paced:
            if not self.due or self.due[0] > now:
                return None
            moment = self.due.popleft()
        else:
            if self.confirms and self.asked - self.redeemed >= self.window:
                return None
            moment = now
        self.asked += 1
        n = self.asked
        body = (
            f"name=Ann+Lee+{n}&email=ann{n}.{self.seed}%40mail{n % 500}.example&postcode={WORDS[n % 26]}1+2AB"
            "&is_eligible=on&country=--&constituency=&wants_news=on"
        )
        return "sign", self._post(f"/en/petitions/{self.number}/sign/", body), moment

    @property
    def may_sign(self) -> bool:
        """Tell whether one more may be signed, without waiting for a moment that was named."""
        return not (self.is_last or self.is_paced or (self.most is not None and self.asked >= self.most))

    def _post(self, path: str, body: str) -> bytes:
        pick = self.random.randrange(1 << 24)
        return (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"X-Forwarded-For: 10.{pick >> 16}.{pick >> 8 & 255}.{pick & 255}\r\n"
            f"Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        ).encode()

    def count(self, kind: str, status: bytes, seconds: float) -> None:
        """Take one answer."""
        self.taken.append(seconds)
        if status != b"302":
            self.failed += 1
            self.statuses[status.decode()] = self.statuses.get(status.decode(), 0) + 1
        elif kind == "sign":
            self.signed += 1
        else:
            self.confirmed += 1

    def note(self) -> None:
        """Remember how many confirmations were acknowledged by now; called ten times a second."""
        self.acknowledged.append((time.perf_counter(), self.confirmed))

    def acknowledged_before(self, seconds: float) -> int:
        """Give how many had been acknowledged so many seconds ago."""
        moment = time.perf_counter() - seconds
        found = 0
        while self.acknowledged and self.acknowledged[0][0] <= moment:
            found = self.acknowledged[0][1]
            if len(self.acknowledged) > 1 and self.acknowledged[1][0] <= moment:
                self.acknowledged.popleft()
            else:
                break
        return found

    async def run(self, connections: int) -> None:
        """Drive so many connections until told that it is over."""
        loop = asyncio.get_running_loop()
        clients = [Client(self) for _turn in range(connections)]
        for client in clients:
            await loop.create_connection(lambda one=client: one, "127.0.0.1", self.port)
        while not self.is_over:
            for client in clients:
                if client.is_idle:
                    client.go()
            await asyncio.sleep(0.002)
        for client in clients:
            client.transport.close()


class Client(asyncio.Protocol):
    """One connection: one request at a time."""

    def __init__(self, load: Load) -> None:
        """Take what to send."""
        self.load, self.is_idle, self.buffer = load, True, b""

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Keep it."""
        self.transport = transport
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def connection_lost(self, error: Exception | None) -> None:
        """Say nothing more."""
        self.is_idle = False

    def go(self) -> None:
        """Send the next request, if there is one."""
        found = self.load.next_request()
        self.is_idle = found is None
        if found is not None:
            self.kind, data, self.began = found
            self.transport.write(data)

    def data_received(self, data: bytes) -> None:
        """Take an answer."""
        self.buffer += data
        head, found, body = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return
        length = 0
        if b"content-length: 0" not in head and b"Content-Length: 0" not in head:
            lower = head.lower()
            place = lower.find(b"content-length: ")
            length = int(lower[place + 16 :].split(b"\r\n", 1)[0]) if place >= 0 else 0
        if len(body) < length:
            return
        self.buffer = b""
        self.load.count(self.kind, head[9:12], time.perf_counter() - self.began)
        self.go()


def quantile(values: list[float], share: float) -> float:
    """Give a quantile in milliseconds."""
    if not values:
        return 0.0
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] * 1000


def load_average() -> str:
    """Give the machine's load."""
    return "/".join(f"{one:.0f}" for one in os.getloadavg())
