"""Contact data: AES-256-GCM with a key id, and blind indexes (HMAC-SHA-256) bound to their purpose."""

from __future__ import annotations

import base64
import hmac
import secrets
import unicodedata
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12  # NIST SP 800-38D, section 8.2: 96 bits


def encrypt(text: str) -> str:
    """Encrypt text with the newest field key; gives "key id:base64"."""
    key_id = next(iter(settings.FIELD_KEYS))
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(_key(settings.FIELD_KEYS[key_id])).encrypt(nonce, text.encode(), key_id.encode())
    return f"{key_id}:{base64.b64encode(nonce + sealed).decode()}"


def decrypt(token: str) -> str:
    """Decrypt what `encrypt` gave. Raises KeyError for an unknown key, InvalidTag for a changed token."""
    key_id, _colon, body = token.partition(":")
    raw = base64.b64decode(body)
    return (
        AESGCM(_key(settings.FIELD_KEYS[key_id]))
        .decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], key_id.encode())
        .decode()
    )


def encrypt_bytes(data: bytes) -> bytes:
    """Encrypt a file's bytes; the key id stands in front, ended by a colon."""
    key_id = next(iter(settings.FIELD_KEYS))
    nonce = secrets.token_bytes(NONCE_BYTES)
    return (
        key_id.encode() + b":" + nonce + AESGCM(_key(settings.FIELD_KEYS[key_id])).encrypt(nonce, data, key_id.encode())
    )


def decrypt_bytes(data: bytes) -> bytes:
    """Decrypt what `encrypt_bytes` gave."""
    key_id, _colon, raw = data.partition(b":")
    return AESGCM(_key(settings.FIELD_KEYS[key_id.decode()])).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], key_id)


def blind_index(value: str, purpose: str, key_id: str = "") -> str:
    """Give a keyed digest by which a value can be found but not read; bound to a purpose ("petition:<uuid>").

    The newest key makes it, unless an older one is named. Raises KeyError for an unknown key.
    """
    key_id = key_id or next(iter(settings.INDEX_KEYS))
    key = _bound(settings.INDEX_KEYS[key_id], purpose)
    return f"{key_id}:{hmac.digest(key, value.encode(), 'sha256').hex()}"


def canonical_email(address: str) -> str:
    """Give the form under which two spellings of one address meet: NFKC, lower case, no "+tag"."""
    local, _at, domain = unicodedata.normalize("NFKC", address).strip().casefold().rpartition("@")
    return f"{local.split('+')[0]}@{domain}"


def email_index(address: str, purpose: str) -> str:
    """Give the blind index of an e-mail address in its canonical form."""
    return blind_index(canonical_email(address), purpose)


def blind_indexes(value: str, purpose: str) -> list[str]:
    """Give the blind indexes of a value under every key in use, the newest first: what a look-up must try."""
    return [blind_index(value, purpose, key_id) for key_id in settings.INDEX_KEYS]


def email_indexes(address: str, purpose: str) -> list[str]:
    """Give the blind indexes of an e-mail address under every key in use, the newest first."""
    return blind_indexes(canonical_email(address), purpose)


@lru_cache(maxsize=512)
def _bound(encoded: str, purpose: str) -> bytes:
    """Give the key of one purpose; a crowd that signs one petition needs it for each of them."""
    return hmac.digest(_key(encoded), purpose.encode(), "sha256")


@lru_cache(maxsize=32)
def _key(encoded: str) -> bytes:
    return base64.b64decode(encoded)
