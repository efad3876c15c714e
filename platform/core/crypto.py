"""Contact data: AES-256-GCM with a key id, and blind indexes (HMAC-SHA-256) bound to their purpose."""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12  # NIST SP 800-38D, section 8.2: 96 bits
BLOCK_BYTES = 64  # of SHA-256
_INNER, _OUTER = bytes(sign ^ 0x36 for sign in range(256)), bytes(sign ^ 0x5C for sign in range(256))  # RFC 2104


def encrypt(text: str) -> str:
    """Encrypt text with the newest field key; gives "key id:base64"."""
    return _sealed(text, *_newest(), secrets.token_bytes(NONCE_BYTES))


def encrypt_all(values: Iterable[str | None]) -> list[str]:
    """Encrypt many texts like `encrypt`; empty ones stay empty. The nonces come from one question to the system."""
    given, (key_id, cipher) = list(values), _newest()
    nonces = secrets.token_bytes(NONCE_BYTES * len(given))
    return [
        _sealed(text, key_id, cipher, nonces[place * NONCE_BYTES : (place + 1) * NONCE_BYTES]) if text else ""
        for place, text in enumerate(given)
    ]


def _newest() -> tuple[str, AESGCM]:
    key_id = next(iter(keys := settings.FIELD_KEYS))
    return key_id, _cipher(keys[key_id])


def _sealed(text: str, key_id: str, cipher: AESGCM, nonce: bytes) -> str:
    sealed = nonce + cipher.encrypt(nonce, text.encode(), key_id.encode())
    return f"{key_id}:{binascii.b2a_base64(sealed, newline=False).decode()}"


def decrypt(token: str) -> str:
    """Decrypt what `encrypt` gave. Raises KeyError for an unknown key, InvalidTag for a changed token."""
    key_id, _colon, body = token.partition(":")
    raw = base64.b64decode(body)
    cipher = _cipher(settings.FIELD_KEYS[key_id])
    return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], key_id.encode()).decode()


def encrypt_bytes(data: bytes) -> bytes:
    """Encrypt a file's bytes; the key id stands in front, ended by a colon."""
    key_id = next(iter(settings.FIELD_KEYS))
    nonce = secrets.token_bytes(NONCE_BYTES)
    return key_id.encode() + b":" + nonce + _cipher(settings.FIELD_KEYS[key_id]).encrypt(nonce, data, key_id.encode())


def decrypt_bytes(data: bytes) -> bytes:
    """Decrypt what `encrypt_bytes` gave."""
    key_id, _colon, raw = data.partition(b":")
    return _cipher(settings.FIELD_KEYS[key_id.decode()]).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], key_id)


def blind_index(value: str, purpose: str, key_id: str = "") -> str:
    """Give a keyed digest by which a value can be found but not read; bound to a purpose ("petition:<uuid>").

    The newest key makes it, unless an older one is named. Raises KeyError for an unknown key.
    """
    keys = settings.INDEX_KEYS
    key_id = key_id or next(iter(keys))
    return f"{key_id}:{_bound(keys[key_id], purpose)(value.encode())}"


def blind_all(values: Iterable[str], purpose: str) -> list[str]:
    """Give the blind indexes of many values under the newest key."""
    key_id = next(iter(keys := settings.INDEX_KEYS))
    digest = _bound(keys[key_id], purpose)
    return [f"{key_id}:{digest(value.encode())}" for value in values]


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
def _bound(encoded: str, purpose: str) -> Callable[[bytes], str]:
    """Give the digest of one purpose; a crowd that signs one petition needs it for each of them."""
    return keyed(hmac.digest(_key(encoded), purpose.encode(), "sha256"))


def keyed(key: bytes) -> Callable[[bytes], str]:
    """Give HMAC-SHA-256 (RFC 2104) under one key, in hex: the key is read once, and not for each text again."""
    block = (key if len(key) <= BLOCK_BYTES else sha256(key).digest()).ljust(BLOCK_BYTES, b"\0")
    inner, outer = sha256(block.translate(_INNER)), sha256(block.translate(_OUTER))

    def digest(text: bytes) -> str:
        first, second = inner.copy(), outer.copy()
        first.update(text)
        second.update(first.digest())
        return second.hexdigest()

    return digest


@lru_cache(maxsize=32)
def _cipher(encoded: str) -> AESGCM:
    return AESGCM(_key(encoded))


@lru_cache(maxsize=32)
def _key(encoded: str) -> bytes:
    return base64.b64decode(encoded)
