"""How a door takes a limit. One way: the door names its rule, the network of the caller is counted.

Pages: `limits = "sign"` on a FormDoor (taken before the action, so a form with a fault costs nothing), or `LimitedView`
for a bare View. API: `@limited(post="sign")` of `api.limits`. Sockets: `take_for_scope`. Views that are not ours:
setting LIMITED_ROUTES and `core.limits.middleware`.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from core.limits.taking import take
from core.web import address


def take_for(request: HttpRequest, rule: str) -> None:
    """Count one for the network behind a request; no rule, no limit. Raises TooMany."""
    if rule:
        take(rule, address.network_of_request(request))


def take_for_scope(scope: dict[str, Any], rule: str) -> None:
    """Count one for the network behind a socket. Raises TooMany."""
    take(rule, address.network_of_scope(scope))


class Limited:
    """A door that names its rule."""

    limits: ClassVar[str] = ""
    request: HttpRequest

    def take_limits(self) -> None:
        """Count one. Raises TooMany."""
        take_for(self.request, self.limits)


class LimitedView(Limited):
    """Put it before View: counts each request of `limited_methods` before the view runs."""

    limited_methods: ClassVar[frozenset[str]] = frozenset({"POST"})

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Count, then serve. Raises TooMany."""
        if request.method in self.limited_methods:
            take_for(request, self.limits)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response
