"""Several processes of one service, one port: each keeps its figures in a file, who holds the port adds them up.

A process that is gone leaves its counters behind, else the sum would fall and look like a restart of everything: they
are folded into `gone.json` by whoever holds the port. What stood only in the moment (gauges) goes with its process.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from core.operations.metrics import names
from core.operations.metrics.kinds import REGISTRY, Gauge, Values

GONE = "gone.json"
SILENT_SECONDS = 15.0
Snapshot = dict[str, list[list[Any]]]


def folder_for(port: int, named: str) -> Path:
    """Give the folder of a service, its owner's alone. Raises PermissionError where it belongs to somebody else."""
    path = Path(named) if named else Path(tempfile.gettempdir()) / f"rostra-metrics-{os.getuid()}-{port}"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.stat().st_uid != os.getuid():
        raise PermissionError(f"{path} belongs to another user")
    return path


def own_values() -> dict[str, Values]:
    """Give the figures of this process."""
    names.settle()
    return {name: metric.values() for name, metric in REGISTRY.items()}


def write_own(folder: Path, name: str) -> None:
    """Keep this process's figures under its name."""
    write(folder / name, {"pid": os.getpid(), "values": packed(own_values())})


def gather(folder: Path, own: str) -> dict[str, Values]:
    """Add up: this process as it stands, the others from their files, those that are gone from theirs."""
    fold_gone(folder, own)
    total = own_values()
    for path in sorted(folder.glob("*.json")):
        if path.name != own and (found := read(path)):
            add(total, unpacked(found["values"]))
    return total


def fold_gone(folder: Path, own: str) -> None:
    """Take the files of processes that are gone into one; only who holds the port does it."""
    dead = {path.name: found for path in folder.glob("*.json")
            if path.name not in {own, GONE} and (found := read(path)) and not is_alive(path, found)}  # fmt: skip
    if not dead:
        return
    kept = read(folder / GONE) or {"values": {}, "folded": []}
    total = unpacked(kept["values"])
    for name, found in dead.items():
        if name not in kept["folded"]:  # else we died between writing and deleting
            values = unpacked(found["values"])
            add(total, {key: value for key, value in values.items() if not isinstance(REGISTRY.get(key), Gauge)})
    write(folder / GONE, {"values": packed(total), "folded": sorted(dead)})
    for name in dead:
        (folder / name).unlink(missing_ok=True)


def is_alive(path: Path, found: dict[str, Any]) -> bool:
    """Tell whether a process still writes its file, or at least still runs."""
    if time.time() - path.stat().st_mtime < SILENT_SECONDS:
        return True
    try:
        os.kill(int(found["pid"]), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def add(total: dict[str, Values], more: dict[str, Values]) -> None:
    """Add figures to figures, each metric in its own way."""
    for name, values in more.items():
        metric = REGISTRY.get(name)
        if metric is None:
            continue
        held = total.setdefault(name, {})
        for labels, value in values.items():
            held[labels] = metric.merge(held[labels], value) if labels in held else value


def packed(values: dict[str, Values]) -> Snapshot:
    """Give figures as JSON takes them."""
    return {name: [[list(labels), value] for labels, value in rows.items()] for name, rows in values.items()}


def unpacked(snapshot: Snapshot) -> dict[str, Values]:
    """Give them back."""
    return {name: {tuple(labels): value for labels, value in rows} for name, rows in snapshot.items()}


def write(path: Path, content: dict[str, Any]) -> None:
    """Write a file whole or not at all."""
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(content), encoding="utf-8")
    draft.replace(path)


def read(path: Path) -> dict[str, Any] | None:
    """Read a file; None where it has just gone, or is none of ours."""
    with suppress(OSError, ValueError):
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found if "values" in found else None
    return None
