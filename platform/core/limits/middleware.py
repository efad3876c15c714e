"""Limits for doors whose views are not ours: signing in to the back office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core.errors import TooMany
from core.limits.doors import take_for
from core.limits.taking import take
from core.web.errors import respond

ADDRESS_FIELDS = ("login", "username", "email")


class LimitedRoutes:
    """Counts each POST to a route of setting LIMITED_ROUTES: by network, and by the e-mail address typed.

    An address that is typed counts whether or not it is known, so a refusal tells nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Refuse where a limit is reached."""
        match = request.resolver_match
        rule = settings.LIMITED_ROUTES.get(match.view_name) if match and request.method == "POST" else None
        if not rule:
            return None
        try:
            take_for(request, rule)
            typed = next((request.POST[name] for name in ADDRESS_FIELDS if request.POST.get(name)), "")
            if typed:
                take(f"{rule}.address", typed[:320])
        except TooMany as error:
            return respond(request, error)
        return None
