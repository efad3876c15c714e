"""Tokens of the page that stops mail: signed, so that nobody stops another's mail; they name a blind index alone."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer

from core.errors import NotFound
from core.mail.models import Suppression

_SIGNER = Signer(salt="core.mail.stop", sep=".")


def token_of(to_index: str, scope: str) -> str:
    """Give the token for an address's blind index and what is to stop (all, news)."""
    return _SIGNER.sign(f"{scope}.{to_index.replace(':', '~')}")


def read_token(token: str) -> tuple[str, str]:
    """Give blind index and scope of a token. Raises NotFound for one that we did not make."""
    try:
        scope, _dot, index = _SIGNER.unsign(token).partition(".")
    except BadSignature:
        raise NotFound() from None
    if scope not in Suppression.Scope.values:
        raise NotFound()
    return index.replace("~", ":"), scope
