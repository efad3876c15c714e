"""Tokens of the page that stops mail: signed, so that nobody stops another's mail; they name a blind index alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256

from django.core.signing import BadSignature, Signer, b64_encode
from django.utils.encoding import force_bytes

from core import crypto
from core.errors import NotFound
from core.mail.models import Suppression

SALT = "core.mail.stop"


class _Signer(Signer):
    """Django's, with a key that is derived once, and not for each mail of a crowd."""

    def signature(self, value: str | bytes, key: str | bytes | None = None) -> str:
        """Give the signature, for what is signed and for what is read."""
        secret = force_bytes(self.salt) + b"signer" + force_bytes(key or self.key)
        return b64_encode(bytes.fromhex(_keyed(secret)(force_bytes(value)))).decode()


_SIGNER = _Signer(salt=SALT, sep=".")


def token_of(to_index: str, scope: str) -> str:
    """Give the token for an address's blind index and what is to stop (all, news)."""
    return _SIGNER.sign(f"{scope}.{to_index.replace(':', '~')}")


@lru_cache(maxsize=4)
def _keyed(secret: bytes) -> Callable[[bytes], str]:
    """Give the digest of Django's `salted_hmac` under a salt and a key."""
    return crypto.keyed(sha256(secret).digest())


def read_token(token: str) -> tuple[str, str]:
    """Give blind index and scope of a token. Raises NotFound for one that we did not make."""
    try:
        scope, _dot, index = _SIGNER.unsign(token).partition(".")
    except BadSignature:
        raise NotFound() from None
    if scope not in Suppression.Scope.values:
        raise NotFound()
    return index.replace("~", ":"), scope
