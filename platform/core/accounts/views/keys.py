"""The own account: keys of the API that speak in one's own name. An administrator makes them; each ends its own."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView

from core import clock
from core.accounts import scopes, selectors, tokens
from core.accounts.views.account import MOST, signed_in
from core.actors import actor_of
from core.errors import Conflict


@signed_in
class Keys(TemplateView):
    """The keys, those that hold first to be seen by their button; POST ends the one it names."""

    template_name = "account/keys.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List them with what each may do, until when it holds and when it was last used."""
        user: Any = self.request.user
        labels, now = scopes.labels(), clock.now()
        rows = [
            {
                "key": one,
                "holds": one.revoked_at is None and one.expires_at > now,
                "scopes": [str(labels.get(name, name)) for name in one.scopes],
            }
            for one in selectors.tokens_of(user)[:MOST]
        ]
        return super().get_context_data(keys=rows, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """End a key of one's own; another's is not found. One that has ended already stays so."""
        user: Any = request.user
        row = selectors.tokens_of(user).filter(public_id=_uuid(request.POST.get("key", ""))).first()
        if row is None:
            raise Http404
        with suppress(Conflict):  # pressed twice, or an administrator was first: what was wanted is so
            tokens.revoke_token(row, by=actor_of(request))
        return HttpResponseRedirect(reverse("account_keys"))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
