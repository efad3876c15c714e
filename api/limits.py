"""How a door of the API takes a limit: `@limited(post="sign")`, or by the name of a view set's action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from core.limits.doors import take_for

View = TypeVar("View")


def limited(**rules: str) -> Callable[[View], View]:
    """Name the rule of each method (`post`, `get`) or action of a view; use it on a class or above `api_view`."""

    def mark(view: View) -> View:
        door: Any = getattr(view, "cls", view)
        door.limits = rules
        return view

    return mark


class DoorLimits(BaseThrottle):
    """DRF's throttle of every view: counts where the view names a rule. Its refusal is the site's own TooMany."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """Count one. Raises TooMany; the exception handler makes it 429 with Retry-After."""
        rules = getattr(view, "limits", {})
        name = getattr(view, "action", None) or str(request.method).lower()
        take_for(request._request, rules.get(name, ""))
        return True
