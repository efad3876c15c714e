"""Every request gets an id: on the request, in the log lines, in the answer, on the error page."""

import os
import re
from collections import deque
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from core.bulk import new_ids
from core.web import address

STORED = 64
# What proxies make: nginx 32 hexadecimal digits, others a UUID. Nothing that could carry words.
ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class RequestIdMiddleware:
    """Outermost middleware: takes the id that a trusted proxy gave, else makes one; a stranger's is never believed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set `request.request_id` and the header X-Request-Id."""
        request.request_id = id_of(request)  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request.request_id)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        return response


def id_of(request: HttpRequest) -> str:
    """Give the id of a trusted proxy, or a new one. The proxy must set it, or it would hand on a visitor's own."""
    return id_for(request.META.get("HTTP_X_REQUEST_ID", ""), request.META.get("REMOTE_ADDR", ""))


def id_for(given: str, peer: str) -> str:
    """Give the id that the peer of the connection gave, where it is a trusted proxy, or a new one."""
    if given and ID.fullmatch(given) and address.is_trusted(peer):
        return given
    return _new_id()


def _new_id() -> str:
    """Give a new id out of a store: each question to the system for chance makes a crowd's threads wait."""
    try:
        return _store.pop()
    except IndexError:
        some = new_ids(STORED)
        _store.extend(some[1:])
        return some[0]


_store: deque[str] = deque()
os.register_at_fork(after_in_child=_store.clear)  # a child must not give its parent's ids again
