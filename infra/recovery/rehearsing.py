"""The rehearsal: back up, restore, compare rows, audit chain and files, verify each link, and say how long it took.

Without more, it restores beside the running house, into a database and folders of its own that go again at the end.
With the name of the database said aloud it destroys that house first, as the worst day would, and restores it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from infra.recovery import database, manifest
from infra.recovery.house import House, Trouble
from infra.recovery.making import make_backup
from infra.recovery.restoring import restore

Given = TypeVar("Given")
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Report:
    """What a rehearsal came to: seconds by stage, and what was found equal."""

    seconds: dict[str, float] = field(default_factory=dict)
    rows: int = 0
    tables: int = 0
    links: int = 0
    files: int = 0
    bytes: int = 0

    def lines(self) -> list[str]:
        """Give the report for people."""
        stages = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in self.seconds.items())
        return [
            f"equal: {self.rows} rows in {self.tables} tables, {self.links} links of the chain, {self.files} files",
            f"backup: {self.bytes / 1e6:.1f} MB",
            f"time: {stages}, together {sum(self.seconds.values()):.1f} s",
        ]


def rehearse(house: House, target: Path, *, key: bytes | None = None, destroy: str = "") -> Report:
    """Run the rehearsal; the backup stays in `target`. Raises Trouble where anything differs."""
    if destroy and destroy != house.name:
        raise Trouble(f"--destroy names {destroy}, but the database is {house.name}. Nothing was changed.")
    report = Report()
    folder = _timed(report, "backup", lambda: make_backup(house, target, key=key))
    report.bytes = sum(path.stat().st_size for path in folder.iterdir())
    if destroy:
        _timed(report, "destroy", lambda: raze(house))
        _restore_and_verify(report, house, folder, key)
        return report
    with tempfile.TemporaryDirectory(prefix="rostra-rehearsal-") as beside:
        twin = _twin(house, Path(beside))
        if house.is_postgres:
            database.create(twin)
        try:
            _restore_and_verify(report, twin, folder, key)
        finally:
            database.destroy(twin)
    return report


def raze(house: House) -> None:
    """Destroy a house: its database and every file of its folders; on PostgreSQL an empty database is left."""
    database.destroy(house)
    for folder in house.folders.values():
        shutil.rmtree(folder, ignore_errors=True)
    database.create(house)


def _restore_and_verify(report: Report, house: House, folder: Path, key: bytes | None) -> None:
    facts: manifest.Manifest = _timed(report, "restore", lambda: restore(house, folder, key=key))
    report.rows, report.tables = sum(facts["tables"].values()), len(facts["tables"])
    report.files = len(facts["files"])
    report.links = facts["audit"].get("sequence", 0)
    _timed(report, "verify", lambda: verify_chain(house))


def verify_chain(house: House) -> None:
    """Let the project's own command read the restored audit chain. Raises Trouble with its words for a fault."""
    command = [sys.executable, str(ROOT / "manage.py"), "audit_verify"]
    done = subprocess.run(command, env=house.environment(), capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode:
        raise Trouble(f"The restored audit chain is not whole:\n{done.stdout}{done.stderr[-2000:]}")


def _twin(house: House, beside: Path) -> House:
    name = f"{house.name}_rehearsal" if house.is_postgres else str(beside / "database.sqlite3")
    folders = {kind: beside / kind for kind in house.folders}
    return replace(house, database={**house.database, "NAME": name}, folders=folders)


def _timed(report: Report, stage: str, act: Callable[[], Given]) -> Given:
    began = time.monotonic()
    given = act()
    report.seconds[stage] = time.monotonic() - began
    return given
