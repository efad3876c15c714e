"""One entry as a line of the public log: what is published, and what the tree hashes, letter for letter.

No area and no country: with the hour beside them a small place would name its only signer.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from uuid import UUID

COLUMNS = ("sequence", "delta", "reason", "hour", "class", "commitment")
_NOT_PLAIN = re.compile(r"[^0-9A-Za-z _.:/#-]")


def line_of(sequence: int, delta: int, *, reason: str, at: datetime, counted_class: str, commitment: str) -> str:
    """Give an entry's line of the published file, without its end."""
    return f"{sequence},{delta},{plain(reason)},{hour_of(at)},{counted_class},{commitment}"


def leaf_of(petition_id: UUID, line: str) -> bytes:
    """Give the leaf: the petition's public id in front of the line, so that no entry can be moved to another log."""
    return f"{petition_id},{line}".encode()


@lru_cache(maxsize=256)
def plain(reason: str) -> str:
    """Give a reason without what could break a line or start a formula."""
    return _NOT_PLAIN.sub("_", reason).lstrip("-") or "_"


def hour_of(at: datetime) -> str:
    """Give the hour (UTC) of a moment: 2026-11-23T05Z."""
    return f"{at.year:04d}-{at.month:02d}-{at.day:02d}T{at.hour:02d}Z"
