"""The own account: the first page, and the browsers it is signed in on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from core.accounts import actions, selectors, sessions
from core.actors import actor_of

MOST = 200
signed_in = method_decorator([never_cache, login_required], name="dispatch")


@signed_in
class Home(TemplateView):
    """Who is signed in, how, and where the rest stands."""

    template_name = "account/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add roles and level."""
        user: Any = self.request.user
        grants = [str(row.get_role_display()) for row in user.grants.all()]
        is_staff = selectors.opens_back_office(user)
        return super().get_context_data(person=user, roles=grants, opens_back_office=is_staff, **kwargs)


@signed_in
class Sessions(TemplateView):
    """The browsers; each can be signed out, and all others at once."""

    template_name = "account/sessions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List them, the own one marked."""
        mine = str(self.request.session.get(sessions.ID_KEY, ""))
        rows = list(selectors.sessions_of(self.request.user)[:MOST])  # type: ignore[arg-type]
        shown = [{"row": row, "is_mine": str(row.public_id) == mine} for row in rows]
        return super().get_context_data(sessions=shown, has_others=len(rows) > 1, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """End one session ("session" names it), or all others."""
        user: Any = request.user
        mine = selectors.live_session(request.session.get(sessions.ID_KEY, ""))
        if "session" not in request.POST:
            actions.sign_out_everywhere(user, by=actor_of(request), but=mine)
            return HttpResponseRedirect(reverse("account_sessions"))
        row = selectors.sessions_of(user).filter(public_id=_uuid(request.POST["session"])).first()
        if row is None:
            raise Http404
        sessions.end_session(row, by=actor_of(request))
        return HttpResponseRedirect(reverse("account_sessions"))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
