"""One log line and one measurement for each request that reaches Django.

The line names the route, never the address: addresses hold the tokens of mailed links. It says nothing about who asked.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from core.operations.metrics.names import QUERIES, QUERY_SECONDS, REQUEST_SECONDS, REQUESTS, SIGN_IN_FAILURES

log = logging.getLogger("rostra.access")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NO_ROUTE = "(none)"
REFUSED_FORM = 422
# A form of these that comes back with 422 is a sign-in that failed.
SIGN_INS = {
    "account_password_login": "password",
    "account_code": "code",
    "mfa_authenticate": "second_factor",
    "account_reauthenticate": "again",
    "mfa_reauthenticate": "again",
}


class Stopwatch:
    """Counts the queries of one request and the seconds they took; a wrapper of Django's `execute_wrapper`."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.queries = 0
        self.seconds = 0.0

    def __call__(self, execute: Callable[..., Any], *query: Any) -> Any:
        """Run one query."""
        begun = time.perf_counter()
        try:
            return execute(*query)
        finally:
            self.queries += 1
            self.seconds += time.perf_counter() - begun


class ObserveMiddleware:
    """Sits right inside the request's id, so that every answer is seen, refusals too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, measure, write the line."""
        begun, watch = time.perf_counter(), Stopwatch()
        with connection.execute_wrapper(watch):
            response = self.get_response(request)
        seconds = time.perf_counter() - begun
        route, method, status = route_of(request), method_of(request), response.status_code
        REQUESTS.add(route, method, str(status))
        REQUEST_SECONDS.add(seconds, route)
        if status == REFUSED_FORM and route in SIGN_INS:
            SIGN_IN_FAILURES.add(SIGN_INS[route])
        QUERIES.add(by=watch.queries)
        QUERY_SECONDS.add(by=watch.seconds)
        if log.isEnabledFor(logging.INFO):
            facts = {
                "route": route, "method": method, "status": status, "ms": round(seconds * 1000, 1),
                "queries": watch.queries, "query_ms": round(watch.seconds * 1000, 1),
            }  # fmt: skip
            log.info("request", extra={"facts": facts})
        return response


def route_of(request: HttpRequest) -> str:
    """Give the name of the route, a word of this code; unnamed ones give their pattern."""
    match = request.resolver_match
    if match is None:
        return NO_ROUTE
    return str(match.view_name or match.route or NO_ROUTE)


def method_of(request: HttpRequest) -> str:
    """Give the method; one that nobody knows is not repeated."""
    return str(request.method) if request.method in METHODS else "OTHER"
