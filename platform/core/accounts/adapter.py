"""What of allauth is ours: who may come in, where people go after, how secrets of second factors are kept."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from core import crypto
from core.accounts import assurance, selectors
from core.mail.queue import site_name
from core.operations import switches


class HouseAdapter(DefaultAccountAdapter):
    """Closes allauth's own sign-up: citizens come by a mailed code, staff by an invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no."""
        return False

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Let nobody in but staff while signing in is stopped for citizens, whichever way they came."""
        if not selectors.works_here(user):
            switches.require_open("sign_in")
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return answer

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead staff to their desk and everybody else to their account."""
        return reverse("wagtailadmin_home") if selectors.opens_back_office(request.user) else reverse("account_home")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the home page."""
        return "/"

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again after five minutes, whatever was used to sign in."""
        return not assurance.is_fresh(self.request)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Keep allauth's own messages to itself: our pages say what was done."""


class HouseSecondFactor(DefaultMFAAdapter):
    """Secrets encrypted with the field keys; staff cannot drop their last second factor."""

    def encrypt(self, text: str) -> str:
        """Encrypt a secret for the database."""
        return crypto.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt it."""
        return crypto.decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Let go of one as long as another stays; citizens may drop all."""
        others = selectors.second_factors(authenticator.user).exclude(pk=authenticator.pk)
        return others.exists() or not selectors.works_here(authenticator.user)

    def get_totp_issuer(self) -> str:
        """Name the parliament in the app."""
        return site_name(settings.LANGUAGE_CODE)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Bind passkeys to the host of the site."""
        return {**super().get_public_key_credential_rp_entity(), "name": site_name(settings.LANGUAGE_CODE)}

    def build_totp_image(self, url: str) -> str:
        """Give the QR code as a data address for an image."""
        return f"data:image/svg+xml;base64,{base64.b64encode(self.build_totp_svg(url).encode()).decode()}"

    def _get_site_name(self) -> str:
        return site_name(settings.LANGUAGE_CODE)
