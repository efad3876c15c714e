"""The socket door: `uvicorn config.asgi:application`. Where one process must serve all, it also carries the pages.

Django's pages never run by Django's own ASGI handler: they stay on WSGI, in threads, behind a2wsgi (decision 4).
"""

import gc
import os
import sys
from typing import Any, cast

from config.env import default_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", default_settings(sys.argv[:1]))

from a2wsgi import WSGIMiddleware
from channels.routing import ProtocolTypeRouter
from django.conf import settings

from config.wsgi import application as pages
from core.operations.metrics import port

PAGE_THREADS = 12


def serves_pages() -> bool:
    """Tell whether this process answers HTTP too: in the demo, and wherever the memory bus ties all to one process."""
    return bool(settings.DEMO or not settings.REDIS_URL)


async def no_pages(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answer plain HTTP on the socket port: a word for health checks, 404 for the rest."""
    is_health = scope["path"] in {"/ws/health/", "/health/live"}
    headers = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200 if is_health else 404, "headers": headers})
    await send({"type": "http.response.body", "body": b"ok" if is_health else b"sockets only"})


def make_application(*, with_pages: bool) -> ProtocolTypeRouter:
    """Build the application: sockets, the signing lane with its ordinary door, and beside them the pages or nothing."""
    from config import websockets  # noqa: PLC0415 - the registry of apps must be ready
    from petitions.lane.door import SigningLane  # noqa: PLC0415

    door: Any = WSGIMiddleware(cast(Any, pages), workers=PAGE_THREADS)
    http = SigningLane(door, None if with_pages else no_pages)
    return ProtocolTypeRouter({"http": http, "websocket": websockets.application()})


application = make_application(with_pages=serves_pages())
port.start("house" if serves_pages() else "sockets")

# What the start has made stays: the collector need not go through it again while events are handed out.
gc.collect()
gc.freeze()
