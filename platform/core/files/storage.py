"""The two storages (decision 16): private, encrypted, under keys of no meaning; public, for cleaned copies only."""

from __future__ import annotations

import uuid

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from core import crypto


def keep_private(data: bytes) -> str:
    """Encrypt bytes into the private storage; gives their key."""
    return _keep("private", crypto.encrypt_bytes(data))


def read_private(key: str) -> bytes:
    """Give the decrypted bytes; raises FileNotFoundError, or InvalidTag where the file was changed."""
    with storages["private"].open(key) as file:
        return crypto.decrypt_bytes(file.read())


def drop_private(key: str) -> None:
    """Delete a private file; one that is gone already is no error."""
    storages["private"].delete(key)


def keep_public(data: bytes) -> str:
    """Write a cleaned copy into the public storage; gives its key."""
    return _keep("public", data)


def read_public(key: str) -> bytes:
    """Give the bytes of a public copy; raises FileNotFoundError."""
    with storages["public"].open(key) as file:
        return file.read()


def drop_public(key: str) -> None:
    """Delete a public copy."""
    storages["public"].delete(key)


def _keep(name: str, data: bytes) -> str:
    key = str(uuid.uuid4())
    return storages[name].save(f"{key[:2]}/{key}", ContentFile(data))
