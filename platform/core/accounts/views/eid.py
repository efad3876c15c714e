"""Signing in by an e-ID: OpenID Connect, code flow with PKCE, state and nonce; the signature is always checked.

allauth speaks the protocol (discovery, redirect, code exchange). It lets the signature of a token pass that came over
TLS from the provider, and knows no nonce; both stand here (OpenID Connect Core 1.0, sections 3.1.2.1 and 3.1.3.7).
"""

from __future__ import annotations

import logging
import secrets
from typing import Any

import jwt
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from requests import RequestException

from core.accounts import assurance, signing_in
from core.accounts.views.signing_in import onwards
from core.errors import DomainError

log = logging.getLogger("rostra.eid")
# Public-key signatures only: never "none", never a shared secret.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
LEEWAY_SECONDS = 30
CLAIMS = {"name": "name", "email": "email", "area": "postal_code", "assurance": "acr"}


class Refused(Exception):
    """The provider's answer does not prove what it says."""


class Eid:
    """One provider of the installation, for one request."""

    def __init__(self, request: HttpRequest, provider_id: str) -> None:
        """Find it; raises Http404 for an unknown one."""
        self.request = request
        self.speaker = OpenIDConnectOAuth2Adapter(request, provider_id)
        try:
            self.provider = self.speaker.get_provider()
        except SocialApp.DoesNotExist:
            raise Http404 from None
        self.app = self.provider.app

    def leave(self) -> HttpResponse:
        """Send the browser to the provider, with PKCE, state and nonce."""
        nonce = secrets.token_urlsafe(24)
        wanted = {"nonce": nonce, **self.app.settings.get("auth_params", {})}
        answer: HttpResponse = self.provider.redirect(
            self.request, process="login", next_url=onwards(self.request) or None, auth_params=wanted, nonce=nonce
        )
        return answer

    def come_back(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Exchange the code; gives (claims, state). Raises Refused."""
        state = statekit.unstash_state(
            self.request, provider_id=self.provider.sub_id, state_id=self.request.GET.get("state", "")
        )
        if state is None or "code" not in self.request.GET:
            raise Refused(self.request.GET.get("error", "state")[:60])
        try:
            client = self.speaker.get_client(self.request, self.app)
            verifier = state.get("pkce_code_verifier")
            token = self.speaker.get_access_token_data(self.request, self.app, client, pkce_code_verifier=verifier).get(
                "id_token", ""
            )
            return self.claims(token, str(state.get("nonce", ""))), state
        except (OAuth2Error, RequestException, jwt.PyJWTError, ValueError, KeyError) as error:
            raise Refused(type(error).__name__) from error

    def claims(self, token: str, nonce: str) -> dict[str, Any]:
        """Give a token's claims where signature, issuer, audience, age and nonce fit; else Refused, PyJWTError."""
        config = self.speaker.openid_config
        found: dict[str, Any] = jwt.decode(
            token, key=self._key(token, config["jwks_uri"]), algorithms=ALGORITHMS, audience=self.app.client_id,
            issuer=config["issuer"], leeway=LEEWAY_SECONDS, options={"require": ["exp", "iat", "aud", "iss", "sub"]},
        )  # fmt: skip
        if not nonce or not secrets.compare_digest(str(found.get("nonce", "")), nonce):
            raise Refused("nonce")
        if isinstance(found["aud"], list) and len(found["aud"]) > 1 and found.get("azp") != self.app.client_id:
            raise Refused("azp")
        return found

    def _key(self, token: str, address: str) -> Any:
        with get_adapter().get_requests_session() as session:
            answer = session.get(address)
            answer.raise_for_status()
        kid = jwt.get_unverified_header(token).get("kid")
        for key in jwt.PyJWKSet.from_dict(answer.json()).keys:
            if kid is None or key.key_id == kid:
                return key
        raise Refused("kid")

    def identity(self, claims: dict[str, Any]) -> signing_in.Identity:
        """Map the claims by the provider's table; an e-mail address counts only where it is proven."""
        names = {**CLAIMS, **self.app.settings.get("claims", {})}
        facts = {part: str(claims.get(claim) or "") for part, claim in names.items()}
        level = self.app.settings.get("levels", {}).get(facts["assurance"], assurance.LOW)
        return signing_in.Identity(
            provider=self.app.provider_id, subject=str(claims["sub"]), name=facts["name"], area=facts["area"],
            email=facts["email"] if claims.get("email_verified") is True else "",
            level=level if level in assurance.LEVELS else assurance.LOW,
        )  # fmt: skip


@never_cache
def leave(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Begin."""
    try:
        return Eid(request, provider_id).leave()
    except (RequestException, OAuth2Error) as error:
        log.warning("e-ID %s not reached: %s", provider_id, type(error).__name__)
        return _failed(request, 502)


@never_cache
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Sign in by the provider's answer; one that does not prove itself gets a page that says so, and no account."""
    eid = Eid(request, provider_id)
    try:
        claims, state = eid.come_back()
        identity = eid.identity(claims)
        user = signing_in.sign_in_by_eid(identity, language=get_language() or settings.LANGUAGE_CODE)
    except Refused as error:
        log.warning("e-ID %s refused: %s", provider_id, error)
        return _failed(request, 401)
    except DomainError as error:
        return _failed(request, error.status, str(error.message))
    record_authentication(request, user, "socialaccount", provider=provider_id)
    assurance.raise_level(request, identity.level)
    return perform_login(request, Login(user=user, redirect_url=state.get("next") or None))


def _failed(request: HttpRequest, status: int, words: str = "") -> HttpResponse:
    return render(request, "account/eid_failed.html", {"words": words}, status=status)
