"""Socket routes: origin check, then one line per door. No session: a signed ticket says who may sit where."""

from typing import Any

from channels.routing import URLRouter
from django.urls import path

from core.realtime.origin import OwnOriginOnly
from core.realtime.quiet import NoSuchSocket


def application() -> OwnOriginOnly:
    """Give the ASGI application of all sockets."""
    return OwnOriginOnly(NoSuchSocket(URLRouter(routes())))


def routes() -> list[Any]:
    """List the socket doors of the slices that are built."""
    from consultations.hearings.consumers import HearingConsumer  # noqa: PLC0415 - models must be ready

    return [path("ws/hearings/<uuid:hearing>/", HearingConsumer.as_asgi())]
