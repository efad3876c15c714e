"""Signed notes: a text with Ed25519 signatures below it, in the form of https://c2sp.org/signed-note.

The body of a checkpoint is that of https://c2sp.org/tlog-checkpoint: origin, size, root; then lines of our own.
"""

from __future__ import annotations

import base64
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlsplit
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

ED25519 = b"\x01"  # the algorithm's byte in a note's key
ID_BYTES = 4


def origin_of(petition_id: UUID) -> str:
    """Name a petition's log, which is also the name of its key: host and public id, without a scheme."""
    return f"{urlsplit(settings.SITE_URL).netloc}/petition/{petition_id}"


def checkpoint_text(origin: str, size: int, root: bytes, total: int, at: datetime) -> str:
    """Give a checkpoint's text: what is signed."""
    said = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\ntotal {total}\ntime {said}\n"


def signed(text: str, name: str) -> str:
    """Sign a text with the newest key; gives the note. Raises LookupError where the house has no key."""
    key_id = next(iter(settings.COUNT_KEYS), "")
    if not key_id:
        raise LookupError("ROSTRA_COUNT_KEYS")
    key = _private(settings.COUNT_KEYS[key_id])
    signature = base64.b64encode(_hint(name, _public(key)) + key.sign(text.encode())).decode()
    return f"{text}\n— {name} {signature}\n"


def verifier_keys(name: str) -> list[str]:
    """Give the public keys of a log in the notes' own form (name+id+key), the newest first."""
    keys = [_public(_private(encoded)) for encoded in settings.COUNT_KEYS.values()]
    return [f"{name}+{_hint(name, key).hex()}+{base64.b64encode(ED25519 + key).decode()}" for key in keys]


def _private(encoded: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(encoded))


def _public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _hint(name: str, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + ED25519 + public).digest()[:ID_BYTES]
