"""Signing in: by a mailed code, a passkey, a password, and the second factor after them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.logout import logout
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core.accounts import assurance, signing_in
from core.accounts.adapter import HouseAdapter
from core.accounts.forms import EmailForm
from core.actors import Actor, actor_of
from core.operations.metrics.names import SIGN_IN_FAILURES
from core.verification.views import ConfirmByCode
from core.web.doors import FormDoor


def eid_links(next_url: str) -> list[dict[str, str]]:
    """List the e-ID providers of the installation."""
    query = f"?{urlencode({'next': next_url})}" if next_url else ""
    rows: Any = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return [
        {"name": row["name"], "url": reverse("openid_connect_login", args=[row["provider_id"]]) + query} for row in rows
    ]


def onwards(request: HttpRequest) -> str:
    """Give the safe address that the sign-in was asked for, or nothing."""
    return str(get_next_redirect_url(request) or "")


def with_next(url: str, request: HttpRequest) -> str:
    """Carry the address to go to after along."""
    after = onwards(request)
    return f"{url}?{urlencode({'next': after})}" if after else url


class HouseErrors:
    """The form contract for allauth's views: 422, and the page knows of the error."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Leave out what allauth calls "site": our pages mean the parliament's own by it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        context.pop("site", None)
        return {**context, "has_error": kwargs.get("has_error", False)}

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """Show the form again with its faults."""
        context = self.get_context_data(form=form, has_error=True)  # type: ignore[attr-defined]
        return self.render_to_response(context, status=422)  # type: ignore[attr-defined,no-any-return]


@method_decorator(never_cache, name="dispatch")
class SignIn(FormDoor):
    """Ask for a code by mail; beside it the other ways."""

    form_class = EmailForm
    template_name = "account/sign_in.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Lead on who is signed in already."""
        if request.user.is_authenticated:
            return HttpResponseRedirect(onwards(request) or HouseAdapter(request).get_login_redirect_url(request))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add the other ways, and what went wrong with one of them."""
        after = onwards(self.request)
        is_for_staff = after.startswith(settings.BACK_OFFICE_PREFIX)
        ways = {"eids": eid_links(after), "next": after, "is_for_staff": is_for_staff}
        links = {
            "password_url": with_next(reverse("account_password_login"), self.request),
            "passkey_url": with_next(reverse("mfa_login_webauthn"), self.request),
            "passkey_failed": "passkey" in self.request.GET,
        }
        return super().get_context_data(**ways, **links, **context)

    def act(self, form: EmailForm) -> str:
        """Send the code; the next page is the same for every address."""
        language = get_language() or settings.LANGUAGE_CODE
        challenge = signing_in.ask_code(form.cleaned_data["email"], language, by=actor_of(self.request))
        return with_next(reverse("account_code", args=[challenge.public_id]), self.request)


@method_decorator(never_cache, name="dispatch")
class EnterCode(ConfirmByCode):
    """Enter the mailed code."""

    purpose = signing_in.PURPOSE
    template_name = "account/code.html"

    def confirm(self, redeem: Any) -> HttpResponse:
        """Sign in; the second factor comes next where the account has one."""
        user = signing_in.redeem_code(redeem)
        record_authentication(self.request, user, method="code")
        return perform_login(self.request, Login(user=user, redirect_url=onwards(self.request) or None))

    def resend(self, handle: UUID, by: Actor) -> None:
        """Send a fresh code."""
        signing_in.ask_code_again(handle, by=by)


class PasswordSignIn(HouseErrors, LoginView):
    """Address and password; mostly for staff."""

    template_name = "account/password.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way to the code."""
        return {**super().get_context_data(**kwargs), "code_url": with_next(reverse("account_login"), self.request)}


class PasskeySignIn(LoginWebAuthnView):
    """A passkey alone: the key proves who holds it, so it counts as both factors."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in; go where the sign-in was asked for."""
        from allauth.mfa.webauthn.internal.flows import perform_passwordless_login  # noqa: PLC0415

        key = form.cleaned_data["credential"]
        login = Login(user=key.user, redirect_url=onwards(self.request) or None)
        return perform_passwordless_login(self.request, key, login)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say that this key did not fit."""
        SIGN_IN_FAILURES.add("passkey")
        return HttpResponseRedirect(f"{reverse('account_login')}?passkey=failed")


class SecondFactor(HouseErrors, AuthenticateView):
    """The second factor of a sign-in: a code, or a key."""

    template_name = "account/second_factor.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether there are keys to ask for."""
        has_keys = self.stage.login.user.authenticator_set.filter(type="webauthn").exists()
        return {**super().get_context_data(**kwargs), "has_keys": has_keys}


class PasswordAgain(HouseErrors, ReauthenticateView):
    """The password once more."""

    template_name = "account/again.html"


class CodeAgain(HouseErrors, CodeAgainView):
    """A code once more; the first one in a session that had none."""

    template_name = "account/again.html"


class PasskeyAgain(ReauthenticateWebAuthnView):
    """A key once more."""

    template_name = "account/again_passkey.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say that this key did not fit."""
        SIGN_IN_FAILURES.add("passkey")
        return self.render_to_response({**self.get_context_data(), "passkey_failed": True}, status=422)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out, and lead to the home page."""
    logout(request)
    return HttpResponseRedirect("/")


@never_cache
def staff_door(request: HttpRequest) -> HttpResponse:
    """Stand in the place of Wagtail's own sign-in: lead to ours, or say that this account opens nothing here."""
    from core.accounts.selectors import opens_back_office  # noqa: PLC0415
    from core.web.errors import page  # noqa: PLC0415

    after = onwards(request) or reverse("wagtailadmin_home")
    if request.user.is_authenticated and not opens_back_office(request.user):
        return page(request, 403, message=_("This account opens nothing in the back office."))
    if request.user.is_authenticated:
        return HttpResponseRedirect(after)
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': after})}")


@never_cache
def prove(request: HttpRequest) -> HttpResponse:
    """Lead staff whose session lacks the second factor: to theirs, or to setting one up."""
    if not request.user.is_authenticated:
        return HttpResponseRedirect(with_next(reverse("account_login"), request))
    after = onwards(request) or reverse("wagtailadmin_home")
    if assurance.has_second_factor(request):
        return HttpResponseRedirect(after)
    if where := assurance.factor_page(request.user):
        return HttpResponseRedirect(f"{where}?{urlencode({'next': after})}")
    request.session["account_after_setup"] = after
    return render(request, "account/must_set_up.html", {"after": after})
