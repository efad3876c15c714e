"""The one check of all HTTP doors: a route whose door is stopped answers 503, page and API alike.

Which route belongs to which door is said once, in `config.doors`. In read-only mode every changing request is refused,
but for signing in as staff and the switch itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core.operations import switches
from core.operations.doors import HOUSE
from core.operations.metrics.names import STOPPED_REQUESTS
from core.operations.switches import Stop
from core.web.cross_site import SAFE_METHODS
from core.web.errors import respond


class SwitchesMiddleware:
    """Refuses what is stopped before a view, a limit or a session is touched."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Refuse where the route's door is stopped."""
        match = request.resolver_match
        stop = stop_of(match.view_name if match else "", str(request.method))
        if stop is None:
            return None
        STOPPED_REQUESTS.add(stop.door)
        return respond(request, switches.refusal_of(stop))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say it in words where the database takes no writes and nobody had switched."""
        return respond(request, switches.refused_write()) if switches.is_refused_write(exception) else None


def stop_of(route: str, method: str) -> Stop | None:
    """Give what stops a request to a route (by its name), or None."""
    changes = method not in SAFE_METHODS or route in settings.SWITCHED_READS
    if not changes:
        return None
    stops = switches.current()
    if not stops:
        return None
    if HOUSE in stops and route not in settings.OPEN_IN_READ_ONLY:
        return stops[HOUSE]
    return stops.get(settings.SWITCHED_ROUTES.get(route, ""))
