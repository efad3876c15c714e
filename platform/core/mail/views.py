"""The page behind the link at the foot of a mail: a GET changes nothing, a POST stops the mail (RFC 8058)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from core.actors import actor_of
from core.limits.doors import LimitedView
from core.mail import stopping, suppressions
from core.mail.models import Suppression

BY_SCOPE = {
    Suppression.Scope.NEWS: Suppression.Reason.UNSUBSCRIBED,
    Suppression.Scope.ALL: Suppression.Reason.STOPPED,
}


class StopMail(LimitedView, View):
    """Stop news, or all mail, to the address that the token stands for; and take it back.

    A mail program posts here by itself ("one click"); it needs no page before and gets no redirect.
    """

    limits = "confirm"
    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show the button. Raises NotFound for a token that we did not make."""
        _index, scope = stopping.read_token(token)
        return self._page(request, scope, "ask")

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Stop, or let mail go again. Doing it twice changes nothing."""
        index, scope = stopping.read_token(token)
        by = actor_of(request)
        if "again" in request.POST:
            rows = Suppression.objects.filter(to_index=index, scope=scope, reason__in=BY_SCOPE.values())
            suppressions.lift(list(rows), by=by)
            return self._page(request, scope, "again")
        suppressions.suppress(index, scope=scope, reason=BY_SCOPE[Suppression.Scope(scope)], by=by)
        return self._page(request, scope, "stopped")

    @staticmethod
    def _page(request: HttpRequest, scope: str, step: str) -> HttpResponse:
        response = render(request, "mail/stop.html", {"is_all": scope == Suppression.Scope.ALL, "step": step})
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response
