"""Two layers: a session that was ended elsewhere is over, and no back-office page opens without the second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts import assurance, selectors, sessions
from core.accounts.models import AccountSession, User
from core.actors import actor_of
from core.web.csp import back_office_prefix, is_back_office
from core.web.errors import problem, wants_json

Next = Callable[[HttpRequest], HttpResponse]
OK = 200
# Open to who is still to prove themselves: the way out.
WAYS_OUT = ("logout/", "login/")


class SessionsMiddleware:
    """Holds each signed-in session against its row (core.accounts.sessions)."""

    def __init__(self, get_response: Next) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out where the row is gone; a fresh session gets one. Readers without a cookie cost nothing."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self._hold(request)
        return self.get_response(request)

    def _hold(self, request: HttpRequest) -> None:
        is_strong = assurance.has_second_factor(request)
        public_id = request.session.get(sessions.ID_KEY)
        if public_id is None:
            sessions.begin(request, is_strong=is_strong)
            return
        row = AccountSession.objects.filter(public_id=public_id, user=cast(User, request.user)).first()
        if row is None:
            logout(request)
        else:
            sessions.touch(row, request, is_strong=is_strong)


class BackOfficeGate:
    """Lets nobody with rights past /admin/ whose session has not passed the second factor."""

    def __init__(self, get_response: Next) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lead to the second factor; machines get a problem document."""
        if not is_back_office(request.path):
            return self.get_response(request)
        if not _must_prove(request):
            return self._export(request) if request.GET.get("export") else self.get_response(request)
        if wants_json(request) or request.method != "GET":
            return problem(403, "second_factor", _("Sign in with your second factor first."))
        url = reverse("account_prove")
        return HttpResponseRedirect(f"{url}?{urlencode({'next': request.get_full_path()})}")

    def _export(self, request: HttpRequest) -> HttpResponse:
        """Ask for the second factor before a table of Wagtail's own goes out as a file, and record who took it."""
        from core.audit.access import record_export  # noqa: PLC0415 - models load after this module

        is_staff = selectors.works_here(request.user)
        where = assurance.factor_page(request.user) if is_staff and not assurance.has_fresh_factor(request) else ""
        if where:
            return HttpResponseRedirect(f"{where}?{urlencode({'next': request.get_full_path()})}")
        response = self.get_response(request)
        if is_staff and response.status_code == OK:
            name = request.path.removeprefix(back_office_prefix()).strip("/")
            record_export(name, by=actor_of(request), kinds={"name"}, rows=None)
        return response


def _must_prove(request: HttpRequest) -> bool:
    if not selectors.works_here(request.user) or assurance.has_second_factor(request):
        return False
    return not request.path.endswith(tuple(f"{back_office_prefix()}{way}" for way in WAYS_OUT))
