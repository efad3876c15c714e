"""Encryption of a backup: AES-256-GCM over chunks, each bound to its place, its file and whether it is the last.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015), as age uses it: a chunk left out, moved or cut
off at the end does not open. The key of each file comes from the backup key and a fresh salt by HKDF-SHA-256.
"""

from __future__ import annotations

import base64
import hmac
import os
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from infra.recovery.house import Trouble

MAGIC = b"rostra-backup-1\n"
SALT_BYTES, CHUNK, TAG = 16, 1 << 20, 16


def backup_key() -> bytes | None:
    """Read ROSTRA_BACKUP_KEY (32 bytes in base64); None where it is not set. Raises Trouble where it is malformed."""
    text = os.environ.get("ROSTRA_BACKUP_KEY", "").strip()
    if not text:
        return None
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise Trouble("ROSTRA_BACKUP_KEY must be 32 bytes in base64.")
    return key


def derived(key: bytes, salt: bytes, purpose: str) -> bytes:
    """Give the key for one purpose."""
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"rostra backup " + purpose.encode()).derive(key)


def stamp(key: bytes, text: bytes) -> str:
    """Give the keyed digest of the manifest."""
    return hmac.new(derived(key, b"", "manifest"), text, "sha256").hexdigest()


def rechunked(blocks: Iterable[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """Cut any blocks into pieces of one size; each comes with whether it is the last. There is always a last one."""
    held = bytearray()
    for block in blocks:
        held += block
        while len(held) > size:
            yield bytes(held[:size]), False
            del held[:size]
    yield bytes(held), True


def seal(blocks: Iterable[bytes], key: bytes, name: str) -> Iterator[bytes]:
    """Encrypt a stream that belongs to a file of that name."""
    salt = os.urandom(SALT_BYTES)
    cipher = AESGCM(derived(key, salt, name))
    yield MAGIC + salt
    for number, (piece, is_last) in enumerate(rechunked(blocks, CHUNK)):
        yield cipher.encrypt(_nonce(number, is_last), piece, None)


def unseal(blocks: Iterable[bytes], key: bytes, name: str) -> Iterator[bytes]:
    """Decrypt what `seal` gave for that name. Raises Trouble, naming the file, for another key and for any change."""
    source = iter(blocks)
    head = b""
    while len(head) < len(MAGIC) + SALT_BYTES and (block := next(source, None)) is not None:
        head += block
    if not head.startswith(MAGIC) or len(head) < len(MAGIC) + SALT_BYTES:
        raise Trouble(f"{name} is damaged: it is no sealed file.")
    cipher = AESGCM(derived(key, head[len(MAGIC) : len(MAGIC) + SALT_BYTES], name))
    rest = _chained(head[len(MAGIC) + SALT_BYTES :], source)
    for number, (piece, is_last) in enumerate(rechunked(rest, CHUNK + TAG)):
        try:
            yield cipher.decrypt(_nonce(number, is_last), piece, None)
        except InvalidTag:
            raise Trouble(f"{name} is damaged, or ROSTRA_BACKUP_KEY is another key.") from None


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _chained(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
