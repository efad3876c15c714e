"""The page of a mailed invitation: GET shows who is invited, POST makes the account and signs in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import logout
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from core.accounts import invitations
from core.accounts.forms import JoinForm
from core.verification import actions as verification
from core.web.doors import FormDoor


@method_decorator(never_cache, name="dispatch")
class Join(FormDoor):
    """Take an invitation up: name and password; a second factor comes next."""

    form_class = JoinForm
    template_name = "account/join.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Check the link before anything is shown; raises NotFound."""
        invitation = invitations.find(self.kwargs["token"])
        roles = [str(row) for row in invitation.roles.select_related("committee")]
        return super().get_context_data(invitation=invitation, invited_as=roles, **context)

    def get_initial(self) -> dict[str, Any]:
        """Offer the name that the administrator gave."""
        return {"name": invitations.find(self.kwargs["token"]).name}

    def act(self, form: JoinForm) -> str:
        """Use the link, sign in by the password just set, and lead to the second factor."""
        token, data = self.kwargs["token"], form.cleaned_data
        user = invitations.accept(
            lambda: verification.redeem_link(invitations.PURPOSE, token), name=data["name"], password=data["password"]
        )
        logout(self.request)
        record_authentication(self.request, user, "password", reauthenticated=True)
        get_adapter(self.request).login(self.request, user)
        return reverse("account_prove")
