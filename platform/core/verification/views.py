"""The doors that prove an address, for every domain: a page for the code, a page for the mailed link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views import View

from core.actors import Actor, actor_of
from core.limits.doors import LimitedView
from core.verification import actions, selectors
from core.verification.forms import CodeForm
from core.verification.models import Challenge
from core.web.doors import FormDoor

Redeem = Callable[[], Challenge]


class ConfirmByCode(FormDoor):
    """The page after a form: enter the code, or ask for a new one. Subclasses say the purpose and what is confirmed.

    Give `purpose`, `confirm(redeem)` (calls the action; gives the address of the result) and `resend(handle, by)`.
    The address holds `handle`; the page looks the same for known and unknown addresses.
    """

    purpose = ""
    limits = "confirm"
    gives_secret = True
    form_class = CodeForm
    template_name = "verification/confirm_code.html"

    def confirm(self, redeem: Redeem) -> str | HttpResponse:
        """Call the action; give the address of the result page."""
        raise NotImplementedError

    def resend(self, handle: UUID, by: Actor) -> None:
        """Ask for a new mail."""
        raise NotImplementedError

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add the challenge; raises NotFound for an unknown handle."""
        challenge = selectors.challenge_by_handle(self.purpose, self.kwargs["handle"])
        return super().get_context_data(challenge=challenge, was_resent="sent" in self.request.GET, **context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the code, or the wish for a new one."""
        if "resend" in request.POST:
            self.take_limits()
            self.resend(self.kwargs["handle"], actor_of(request))
            return HttpResponseRedirect(f"{request.path}?sent")
        return super().post(request, *args, **kwargs)

    def act(self, form: CodeForm) -> str | HttpResponse:
        """Count the try, then redeem the code inside the action's transaction."""
        handle, code = self.kwargs["handle"], form.cleaned_data["code"]
        actions.count_try(self.purpose, handle)
        return self.confirm(lambda: actions.redeem_code(self.purpose, handle, code))


class ConfirmByLink(LimitedView, View):
    """The page of a mailed link: GET and HEAD change nothing, the Confirm button's POST does."""

    purpose = ""
    limits = "confirm"
    template_name = "verification/confirm_link.html"
    what: Any = ""

    def confirm(self, redeem: Redeem) -> str | HttpResponse:
        """Call the action; give the address of the result page."""
        raise NotImplementedError

    def told(self, challenge: Challenge) -> dict[str, Any]:
        """Give what a working link tells, so that nobody confirms blindly; here nothing.

        `about`: the name of the thing, or `words` {action, language} of a petition; `meaning`: what follows.
        """
        return {}

    def get(self, request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        """Show the button; raises NotFound for a used or old link."""
        challenge = actions.find_by_link(self.purpose, token)
        return render(request, self.template_name, {"what": self.what, **self.told(challenge)})

    def post(self, request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        """Confirm."""
        result = self.confirm(lambda: actions.redeem_link(self.purpose, token))
        return result if isinstance(result, HttpResponse) else HttpResponseRedirect(result)
