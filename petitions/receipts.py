"""A signer's receipt: 128 bits that open one entry of the public log, and tell nothing about who holds them."""

from __future__ import annotations

import base64
import hashlib
from uuid import UUID

from core import crypto

PURPOSE = "petition.receipt"
RECEIPT_BYTES = 16


def receipt_of(signature_id: UUID) -> str:
    """Give the receipt of a signature that is counted now, by its public id: 26 characters of base 32."""
    return _as_receipt(crypto.blind_index(signature_id.hex, PURPOSE))


def receipts_of(signature_id: UUID) -> list[str]:
    """Give the receipts of a signature under every index key in use, the newest first: one of them opens its entry.

    Worked out from a key outside the database, never kept: who reads the database cannot tell whose entry it is.
    """
    return [_as_receipt(index) for index in crypto.blind_indexes(signature_id.hex, PURPOSE)]


def commitment(receipt: str, petition_id: UUID) -> str:
    """Give what the public log shows of a receipt: SHA-256 over receipt and petition, in hex (security.md section 2).

    Never a digest of an e-mail address, which could be guessed.
    """
    return hashlib.sha256(receipt.strip().upper().encode() + petition_id.bytes).hexdigest()


def _as_receipt(index: str) -> str:
    digest = bytes.fromhex(index.partition(":")[2])
    return base64.b32encode(digest[:RECEIPT_BYTES]).decode().rstrip("=")
