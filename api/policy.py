"""What every door of the API asks before it opens: a token's scope, and that the address holds no unknown word."""

from __future__ import annotations

from typing import Any

from rest_framework import exceptions
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from api.queries import refuse_unknown
from api.scopes import reading_scope
from api.tokens import WrongScope
from core.actors import actor_of


class DoorPolicy(BasePermission):
    """Anybody may knock; actions and selectors decide. A token opens what its scopes name, and nothing else."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Let in. Raises WrongScope, ValidationError for an unknown parameter."""
        if request.auth is not None:
            self._ask_scope(request, view)
        if request.method in SAFE_METHODS:
            refuse_unknown(request, view)
        return True

    @staticmethod
    def _ask_scope(request: Request, view: Any) -> None:
        """Reading needs the scope of the file; a door that changes something names its own, or takes no token."""
        asks = getattr(view, "token_scope", None)
        scope = asks() if asks else reading_scope(view) if request.method in SAFE_METHODS else ""
        if not scope or not actor_of(request).has_scope(scope):
            raise WrongScope(scope)


def require_somebody(request: Request) -> None:
    """Ask for a session or a token at a door of staff. Raises NotAuthenticated: 401, with the way to come in."""
    if not request.user.is_authenticated:
        raise exceptions.NotAuthenticated
