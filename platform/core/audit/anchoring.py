"""The anchor: the chain's head, written down outside the database, so that a chain cut short or made anew is seen.

One file a day in `settings.AUDIT_FOLDER`, one line of JSON for each batch; appended and flushed to the disk, never
changed. The head is logged too, once a minute: whoever keeps the logs elsewhere holds a second anchor.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from core import clock
from core.audit.models import Chain

logger = logging.getLogger("rostra.audit")
LOG_PAUSE_SECONDS = 60
_logged = {"at": -float(LOG_PAUSE_SECONDS)}


def write_down(chain: Chain) -> None:
    """Append the head to today's file and wait until the disk has it; a disk that fails is logged."""
    now = clock.now()
    line = {"chain": str(chain.public_id), "sequence": chain.sequence, "hash": chain.hash, "at": now.isoformat()}
    try:
        _append(folder() / f"heads-{now:%Y-%m-%d}.jsonl", json.dumps(line) + "\n")
    except OSError as error:
        logger.error("the audit trail's head was not written down: %s", type(error).__name__)
    if time.monotonic() - _logged["at"] >= LOG_PAUSE_SECONDS:
        _logged["at"] = time.monotonic()
        logger.info("audit head: chain %s, link %s, hash %s", chain.public_id, chain.sequence, chain.hash)


def folder() -> Path:
    """Give the folder of the anchors."""
    return Path(settings.AUDIT_FOLDER)


def anchors() -> Iterator[dict[str, Any]]:
    """Give what was written down, file by file; a line that a power cut broke is left out."""
    for file in sorted(folder().glob("heads-*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            yield from filter(None, map(_read, lines))


def _read(text: str) -> dict[str, Any] | None:
    try:
        line: dict[str, Any] = json.loads(text)
    except ValueError:
        return None
    return line


def _append(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        os.write(handle, text.encode())
        os.fsync(handle)
    finally:
        os.close(handle)
