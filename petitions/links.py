"""The signer's own page: its key, and the addresses that mails hold. A key names a signature, and nobody."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.utils.encoding import force_bytes
from django.utils.translation import get_language

from core import crypto
from core.errors import NotFound
from petitions.models import Signature

SALT = "petitions.signature"
ID_DIGITS = 32  # a UUID in hex
MAC_DIGITS = 32  # 128 bits: nobody guesses the key of a signature whose id leaked
NO_KEY = "0" * (ID_DIGITS + MAC_DIGITS)


def manage_signature_key(signature: Signature) -> str:
    """Give the key of a signer's own page: opaque id and a keyed digest of it, worked out and never kept.

    Nothing has to be written while the crowd signs, and who reads the database cannot open anybody's page.
    """
    return signature.public_id.hex + _mac(signature.public_id, settings.SECRET_KEY)


def find_signature(key: str) -> Signature:
    """Give the signature behind a key, with petition and details; raises NotFound for one that we did not make."""
    public_id = _read(key)
    rows = Signature.objects.select_related("petition__kind", "area", "personal")
    found = rows.filter(public_id=public_id).first() if public_id else None
    if found is None:
        raise NotFound()
    return found


def manage_signature_link(signature: Signature, language: str = "") -> str:
    """Give the address of a signer's own page, for a mail in a language (the signature's own unless named)."""
    return _address("petitions:signature_manage", signature, language)


def stop_news_link(signature: Signature, language: str = "") -> str:
    """Give the address that stops the news of one petition by one POST (RFC 8058); GET shows a button."""
    return _address("petitions:signature_stop_news", signature, language)


def thanks_path(signature: Signature) -> str:
    """Give the path of the page that follows a confirmation, in the running language; every door leads there.

    Who supports a petition that is not public yet is thanked behind its secret link.
    """
    if signature.petition.number is None:
        return reverse("petitions:petition_supported", args=[signature.petition.support_key])
    return _thanks(get_language() or "").replace(NO_KEY, manage_signature_key(signature))


def has_mail_box(email: str) -> bool:
    """Tell whether an address leads anywhere: an e-ID that names none gave its account one that does not (RFC 2606)."""
    return not email.endswith(".invalid")


def _address(name: str, signature: Signature, language: str) -> str:
    with translation.override(language or signature.language):
        return settings.SITE_URL + reverse(name, args=[manage_signature_key(signature)])


def _read(key: str) -> UUID | None:
    try:
        public_id = UUID(hex=key[:ID_DIGITS])
    except ValueError:
        return None
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    fits = [constant_time_compare(key[ID_DIGITS:], _mac(public_id, secret)) for secret in secrets]
    return public_id if any(fits) else None


@lru_cache(maxsize=32)
def _thanks(_language: str) -> str:
    """Give the path in the running language with a place for the key: a crowd is thanked by the set."""
    return reverse("petitions:signature_thanks", args=[NO_KEY])


def _mac(public_id: UUID, secret: str | bytes) -> str:
    return _keyed(secret)(public_id.hex.encode())[:MAC_DIGITS]


@lru_cache(maxsize=8)
def _keyed(secret: str | bytes) -> Callable[[bytes], str]:
    """Give the digest of Django's `salted_hmac` under one secret; its key is derived once."""
    return crypto.keyed(sha256(SALT.encode() + force_bytes(secret)).digest())
