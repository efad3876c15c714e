"""Making a backup: a frozen moment of the database and the files around it, in a folder that appears when whole."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infra.recovery import manifest
from infra.recovery.database import frozen
from infra.recovery.files import Listed, packed
from infra.recovery.house import House, Trouble
from infra.recovery.sealing import seal

FINISHED = re.compile(r"^rostra-\d{8}T\d{6}Z$")


def make_backup(house: House, target: Path, *, key: bytes | None = None, keep: int = 0) -> Path:
    """Write a backup into a new folder under `target`, give its path, and drop all but the newest `keep` (0: none).

    The anchors of the audit trail are read before the database, the other files after it: no anchor is ahead of the
    rows, and every file that a row names is there. Raises Trouble; what was begun is then removed.
    """
    now = datetime.now(UTC)
    finished = target / f"rostra-{now:%Y%m%dT%H%M%SZ}"
    begun = target / f".{finished.name}.begun"
    if finished.exists():
        raise Trouble(f"{finished} is there already.")
    begun.mkdir(mode=0o700, parents=True)
    try:
        facts = _write_parts(house, begun, key)
        manifest.write(begun, {**facts, "made_at": now.isoformat(timespec="seconds")}, key)
        _sync(begun)
        begun.rename(finished)
    except BaseException:
        shutil.rmtree(begun, ignore_errors=True)
        raise
    for old in finished_backups(target)[:-keep] if keep else []:
        shutil.rmtree(old)
    return finished


def finished_backups(target: Path) -> list[Path]:
    """Give the whole backups of a folder, the oldest first."""
    return sorted(path for path in target.iterdir() if FINISHED.match(path.name) and (path / manifest.NAME).is_file())


def _write_parts(house: House, folder: Path, key: bytes | None) -> manifest.Manifest:
    files: Listed = {}
    parts: dict[str, Any] = {}
    ending = ".sealed" if key else ""

    def write(name: str, kind: str, blocks: Iterable[bytes]) -> None:
        parts[name + ending] = {"kind": kind, **_write(folder / (name + ending), blocks, key)}

    write("anchors.tar", "anchors", packed(house, ["audit"], files))
    with frozen(house) as moment:
        write("database.dump" if house.is_postgres else "database.sqlite3", "database", moment.dump())
    write("files.tar", "files", packed(house, ["media", "public", "private"], files))
    return {
        "format": manifest.FORMAT, "engine": "postgresql" if house.is_postgres else "sqlite", "sealed": bool(key),
        "tables": moment.tables, "audit": moment.audit, "files": files, "parts": parts, "keys": house.named_keys(),
    }  # fmt: skip


def _write(path: Path, blocks: Iterable[bytes], key: bytes | None) -> dict[str, Any]:
    sums, size = hashlib.sha256(), 0
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        for block in seal(blocks, key, path.name) if key else blocks:
            sums.update(block)
            size += len(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    return {"bytes": size, "sha256": sums.hexdigest()}


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
