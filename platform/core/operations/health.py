"""What load balancers ask: `/health/live` (this process answers) and `/health/ready` (it can serve pages).

Answered before anything else is touched: no session, no host check, no redirect, no cookie. Anybody reads one word;
this machine itself and the networks of ROSTRA_HEALTH_NETWORKS read which engine it is.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from core.operations import readiness
from core.web import address

HEADERS = {"Cache-Control": "no-store"}
READ = frozenset({"GET", "HEAD"})


def live(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return JsonResponse({"status": "ok"}, headers=HEADERS)


def ready(request: HttpRequest) -> HttpResponse:
    """Say whether it can serve: 200 for ok and degraded, 503 for down."""
    report = readiness.report()
    told = report.as_json() if is_inside(request) else {"status": report.status}
    return JsonResponse(told, status=report.http_status, headers=HEADERS)


DOORS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/health": live,
    "/health/live": live,
    "/health/ready": ready,
}


class HealthMiddleware:
    """Answers the health addresses, with or without a slash at their end."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or pass on."""
        if request.path_info.startswith("/health") and request.method in READ:
            view = DOORS.get(request.path_info.rstrip("/"))
            if view is not None:
                return view(request)
        return self.get_response(request)


def is_inside(request: HttpRequest) -> bool:
    """Tell whether the asker is this machine or one of the operators' networks.

    A proxy that is not trusted but names a visitor speaks for that visitor: such a request is an outsider's, wherever
    the connection comes from.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    caller = address.client_of_request(request)
    if forwarded and str(caller) == str(address.parse(request.META.get("REMOTE_ADDR", ""))):
        return False
    networks = [ipaddress.ip_network(word, strict=False) for word in settings.HEALTH_NETWORKS]
    return caller.is_loopback or any(caller.version == net.version and caller in net for net in networks)
