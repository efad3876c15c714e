"""Serving pages and sockets from one process: the demo, a bare install, and the tests' live server."""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import Any

import uvicorn

GRACE_SECONDS = 3
# The command lines of infra/ say the same; tests/realtime/test_serving.py compares them. Without deflate: small frames,
# a third of the memory (hearings.md section 3.4, number 11). The consumer's own limit is 4 KiB and closes politely.
SOCKET_OPTIONS: dict[str, Any] = {
    "ws": "websockets-sansio",
    "ws_max_size": 16 * 1024,
    "ws_per_message_deflate": False,
    "ws_ping_interval": 25,
}


def server(*, host: str = "127.0.0.1", port: int = 8000) -> uvicorn.Server:
    """Give a uvicorn server for pages and sockets."""
    from config.asgi import make_application  # noqa: PLC0415 - only once the apps are ready

    config = uvicorn.Config(
        make_application(with_pages=True),
        host=host,
        port=port,
        lifespan="off",
        log_level="warning",
        access_log=False,
        proxy_headers=False,  # core.web.address reads X-Forwarded-For, and nobody before it
        **SOCKET_OPTIONS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    return uvicorn.Server(config)


def serve(*, host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve pages and sockets until interrupted. Call it from the main thread of a command."""
    server(host=host, port=port).run()


class ServerThread:
    """A server in a thread of this process, on a free port; for tests. Use it in a `with`."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        """Take a free port and hold it, so that nobody else gets it."""
        self.socket = socket.socket()
        self.socket.bind((host, 0))
        self.port = self.socket.getsockname()[1]
        self.url = f"http://{host}:{self.port}"
        self.server = server(host=host, port=self.port)
        self._thread = threading.Thread(target=self._run, name="server", daemon=True)

    def _run(self) -> None:
        asyncio.run(self.server.serve(sockets=[self.socket]))

    def __enter__(self) -> ServerThread:
        """Start and wait until it answers."""
        self._thread.start()
        waiting = threading.Event()
        while not self.server.started:
            waiting.wait(0.01)
        return self

    def __exit__(self, *error: object) -> None:
        """Stop and wait for the thread."""
        self.server.should_exit = True
        self._thread.join(10)
        self.socket.close()
