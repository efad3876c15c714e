"""`Authorization: Bearer …`: who comes with a token. Its refusals follow RFC 6750, section 3."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import exceptions, status
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.request import Request

from core.accounts import tokens
from core.actors import actor_of
from core.limits.doors import take_for
from core.limits.taking import take
from core.operations.doors import HOUSE
from core.operations.switches import current

REALM = 'Bearer realm="api"'


class BadToken(exceptions.AuthenticationFailed):
    """The same answer for a wrong, an old and a revoked token, and for that of somebody who left."""

    default_detail = _("This token does not hold. Ask an administrator for another one.")
    default_code = "invalid_token"


class WrongScope(exceptions.APIException):
    """The token holds and was not made for this."""

    status_code = status.HTTP_403_FORBIDDEN
    default_detail = _("This token was not made for this.")
    default_code = "insufficient_scope"

    def __init__(self, scope: str) -> None:
        """Take the scope that is missing; "" where no token opens the door."""
        super().__init__()
        named = f', scope="{scope}"' if scope else ""
        self.auth_header = f'{REALM}, error="insufficient_scope"{named}'


class TokenAuthentication(BaseAuthentication):
    """Reads the header; a request without one goes on to the session."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """Give the person and the token. Raises BadToken, TooMany."""
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != b"bearer":
            return None
        token = tokens.find_live(parts[1].decode("latin-1")) if len(parts) == 2 else None
        if token is None:
            take_for(request._request, "token.wrong")
            raise BadToken
        take("token", str(token.public_id))
        request.auth = token  # the actor below reads it; DRF sets it again to the same
        request.user = token.user
        if HOUSE not in current():  # a house that takes no writes keeps no day of use either
            tokens.note_use(token, by=actor_of(request))
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """Give the challenge of a 401; a token that was shown and does not hold is named as the fault."""
        shown = get_authorization_header(request).lower().startswith(b"bearer")
        return f'{REALM}, error="invalid_token"' if shown else REALM


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the description names it."""

    target_class = "api.tokens.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Give the OpenAPI scheme."""
        return {"type": "http", "scheme": "bearer", "description": "A token of staff, bound to scopes."}
