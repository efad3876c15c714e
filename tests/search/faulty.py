"""A TCP proxy before Elasticsearch that passes on, refuses connections, hangs, or answers 500."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

ANSWER = b'{"error":{"type":"planted"},"status":500}'
BROKEN = (
    b"HTTP/1.1 500 Internal Server Error\r\nX-elastic-product: Elasticsearch\r\nContent-Type: application/json\r\n"
    + f"Content-Length: {len(ANSWER)}\r\n\r\n".encode()
    + ANSWER
)
FAULTS = ("refuse", "hang", "500")


class Faulty:
    """Stands on a port of its own; `turn("hang")` cuts what is connected and treats newcomers so."""

    def __init__(self, target: str) -> None:
        """Take the address of the cluster; begin by passing everything on."""
        parts = urlsplit(target)
        self.target = (parts.hostname or "127.0.0.1", parts.port or 9200)
        self.mode = "pass"
        self.asked = 0
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._door = self._listen(0)
        self.port: int = self._door.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def turn(self, mode: str) -> None:
        """Change what happens to connections, and count anew those that came."""
        was, self.mode = self.mode, mode
        if mode == "refuse" and was != "refuse":
            self._close(self._door)
        elif was == "refuse" and mode != "refuse":
            self._door = self._listen(self.port)
        with self._lock:
            cut, self._open = list(self._open), set()
        for one in cut:
            self._close(one)
        self.asked = 0

    def end(self) -> None:
        """Close everything."""
        self.turn("refuse")

    def _listen(self, port: int) -> socket.socket:
        door = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._accept, args=(door,), daemon=True).start()
        return door

    def _accept(self, door: socket.socket) -> None:
        while True:
            try:
                caller, _address = door.accept()
            except OSError:
                return
            with self._lock:
                self._open.add(caller)
                self.asked += 1
            threading.Thread(target=self._serve, args=(caller,), daemon=True).start()

    def _serve(self, caller: socket.socket) -> None:
        """Treat one connection as the mode says; a hung one stays until the mode turns."""
        try:
            if self.mode == "pass":
                self._pass_on(caller)
            elif self.mode == "500":
                while self._read_request(caller):
                    caller.sendall(BROKEN)
        except OSError:
            self._close(caller)

    def _pass_on(self, caller: socket.socket) -> None:
        target = socket.create_connection(self.target)
        with self._lock:
            self._open.add(target)
        threading.Thread(target=self._pump, args=(target, caller), daemon=True).start()
        self._pump(caller, target)

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            pass
        for one in (source, sink):
            self._close(one)

    def _read_request(self, caller: socket.socket) -> bool:
        """Read one request to its end; false where the caller has gone."""
        head = b""
        while b"\r\n\r\n" not in head:
            data = caller.recv(65536)
            if not data:
                return False
            head += data
        top, _mark, body = head.partition(b"\r\n\r\n")
        lengths = [line.split(b":")[1] for line in top.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        left = int(lengths[0]) - len(body) if lengths else 0
        while left > 0:
            data = caller.recv(65536)
            left = left - len(data) if data else 0
        return True

    @staticmethod
    def _close(one: socket.socket) -> None:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()


@contextmanager
def faulty(target: str) -> Iterator[Faulty]:
    """Give a proxy before a cluster; it ends with the block."""
    proxy = Faulty(target)
    try:
        yield proxy
    finally:
        proxy.end()
