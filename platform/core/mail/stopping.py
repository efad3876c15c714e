"""Tokens of the page that stops mail: signed, so that nobody stops another's mail; they name a blind index alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256

from django.conf import settings
from django.core.signing import BadSignature, Signer, b64_encode

from core import crypto
from core.errors import NotFound
from core.mail.models import Suppression

SALT, SEPARATOR = "core.mail.stop", "."
_SIGNER = Signer(salt=SALT, sep=SEPARATOR)


def token_of(to_index: str, scope: str) -> str:
    """Give the token for an address's blind index and what is to stop (all, news)."""
    value = f"{scope}.{to_index.replace(':', '~')}"
    return f"{value}{SEPARATOR}{b64_encode(bytes.fromhex(_keyed(settings.SECRET_KEY)(value.encode()))).decode()}"


@lru_cache(maxsize=4)
def _keyed(secret: str) -> Callable[[bytes], str]:
    """Give the digest of Django's `Signer` under one secret; its key is derived once, and not for each of a crowd."""
    return crypto.keyed(sha256(f"{SALT}signer{secret}".encode()).digest())


def read_token(token: str) -> tuple[str, str]:
    """Give blind index and scope of a token. Raises NotFound for one that we did not make."""
    try:
        scope, _dot, index = _SIGNER.unsign(token).partition(".")
    except BadSignature:
        raise NotFound() from None
    if scope not in Suppression.Scope.values:
        raise NotFound()
    return index.replace("~", ":"), scope
