"""The own account: ways to sign in, second factors, recovery codes, password."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import (
    DownloadRecoveryCodesView,
    GenerateRecoveryCodesView,
    ViewRecoveryCodesView,
)
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import auth as keys
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from core.accounts import actions, assurance, selectors, sessions
from core.accounts.forms import NewPasswordForm
from core.accounts.views.signing_in import HouseErrors
from core.actors import actor_of
from core.web.doors import FormDoor

AFTER_KEY = "account_after_setup"


class Security(IndexView):
    """What this account proves itself with."""

    template_name = "account/security.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where a set-up leads on to, and whether the account must have one."""
        user = self.request.user
        return {
            **super().get_context_data(**kwargs),
            "must_have": selectors.works_here(user),
            "is_strong": assurance.has_second_factor(self.request),
            "after": self.request.session.get(AFTER_KEY, ""),
        }


class Added:
    """What a factor just set up brings: this session is strong, an event and a mail tell it, recovery codes follow."""

    request: HttpRequest
    kind = ""

    def form_valid(self, form: Any) -> HttpResponse:
        """Let allauth keep the factor, then pass it in this session too: it was used a moment ago."""
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        assurance.pass_second_factor(self.request, self.request.user, self.kind)
        actions.note_second_factor(self.request.user, is_added=True, by=actor_of(self.request))  # type: ignore[arg-type]
        return response


class AddApp(HouseErrors, Added, ActivateTOTPView):
    """Set up an app that shows codes."""

    template_name = "account/add_app.html"
    kind = Authenticator.Type.TOTP

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the secret in groups of four, for those who type it."""
        context = super().get_context_data(**kwargs)
        secret: str = context["form"].secret
        context["secret"] = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
        return context


class AddPasskey(Added, AddWebAuthnView):
    """Set up a passkey: one that asks its holder to prove themselves, so that it is enough alone."""

    template_name = "account/add_passkey.html"
    kind = Authenticator.Type.WEBAUTHN

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask the browser for a key that lives on the device and asks its holder."""
        context = super().get_context_data(**kwargs)
        options = keys.begin_registration(self.request.user, True)  # type: ignore[arg-type]
        return {**context, "js_data": {"creation_options": options}, "has_failed": kwargs.get("has_failed", False)}

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say that it did not work."""
        return self.render_to_response(self.get_context_data(form=form, has_failed=True), status=422)


class Removed:
    """What taking a factor away brings: an event, and a mail."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        """Let allauth delete it, then tell it."""
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        actions.note_second_factor(self.request.user, is_added=False, by=actor_of(self.request))  # type: ignore[arg-type]
        return response


class RemoveApp(HouseErrors, Removed, DeactivateTOTPView):
    """Take the app away; refused for the last second factor of staff."""

    template_name = "account/remove.html"


@method_decorator(login_required, name="dispatch")
class RemovePasskey(Removed, RemoveWebAuthnView):
    """Take a passkey away; refused for the last second factor of staff."""

    template_name = "account/remove.html"
    success_url = reverse_lazy("mfa_index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say at once where it is not possible."""
        may = get_adapter().can_delete_authenticator(self.object)
        return {**super().get_context_data(**kwargs), "is_last": not may}

    def form_valid(self, form: Any) -> HttpResponse:
        """Refuse the last one."""
        if not get_adapter().can_delete_authenticator(self.get_object()):
            return self.render_to_response(self.get_context_data(form=form), status=422)
        return super().form_valid(form)


class RecoveryCodes(ViewRecoveryCodesView):
    """The codes for the day when the second factor is lost."""

    template_name = "account/recovery_codes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lead on to where the set-up was asked from."""
        return {**super().get_context_data(**kwargs), "after": self.request.session.get(AFTER_KEY, "")}


class NewRecoveryCodes(HouseErrors, GenerateRecoveryCodesView):
    """Make new codes; the old ones stop working."""

    template_name = "account/new_codes.html"


class RecoveryCodesFile(DownloadRecoveryCodesView):
    """The codes as a file."""

    template_name = "account/recovery_codes.txt"


@method_decorator([never_cache, login_required], name="dispatch")
class Password(FormDoor):
    """Set a password, or a new one; asked again first who sits there."""

    form_class = NewPasswordForm
    template_name = "account/new_password.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Ask again."""
        assurance.require_fresh(request)
        return super().dispatch(request, *args, **kwargs)

    def act(self, form: NewPasswordForm) -> str:
        """Set it; every other session ends."""
        user: Any = self.request.user
        row = selectors.live_session(self.request.session.get(sessions.ID_KEY, ""))
        actions.set_password(user, form.cleaned_data["password"], by=actor_of(self.request), keep=row)
        update_session_auth_hash(self.request, user)
        return reverse("mfa_index")


@login_required
def passkeys(request: HttpRequest) -> HttpResponse:
    """Lead to the list of all factors; allauth's own list is part of it."""
    return HttpResponseRedirect(reverse("mfa_index"))
