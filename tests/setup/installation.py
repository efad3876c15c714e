"""A bare installation in a folder of its own, and the doctor as the process that an operator starts."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connection

from config.keys import make_keys
from config.schedule import SCHEDULE

SECONDS = 200
# What an operator who did everything right has set. The domain is nobody's: no DNS is asked in a test.
GOOD = {
    "SITE_URL": "https://rostra.parliament", "ALLOWED_HOSTS": "rostra.parliament", "BEHIND_PROXY": "1",
    "TRUSTED_PROXIES": "10.0.0.5/32", "DEFAULT_FROM_EMAIL": "no-reply@rostra.parliament",
}  # fmt: skip


class Installation:
    """A database file as the migrations leave it, fresh keys, a worker that has just run, a backup of last night."""

    def __init__(self, folder: Path) -> None:
        """Lay it in a folder."""
        self.folder = folder
        self.file = folder / "rostra.sqlite3"
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as source, closing(self.open()) as target:
            source.backup(target)
        self.key_file = folder / "keys.json"
        self.key_file.write_text(json.dumps(make_keys()))
        self.key_file.chmod(0o600)
        self.backups = folder / "backups"
        self.backups.mkdir()
        (self.backups / "tonight").write_text("x")
        soon = stamp(datetime.now(UTC) + timedelta(minutes=1))
        rows = [(regular.name, soon) for regular in SCHEDULE]
        self.write("INSERT INTO jobs_scheduledjob (name, due_at) VALUES (?, ?)", *rows)

    def open(self) -> sqlite3.Connection:
        """Open the database file."""
        return sqlite3.connect(self.file)

    def write(self, sql: str, *rows: Any) -> None:
        """Run one statement for each row, and commit."""
        with closing(self.open()) as opened:
            opened.executemany(sql, rows or [()])
            opened.commit()

    def add_event(self, *, mark: str, ahead: timedelta = timedelta()) -> None:
        """Write an event behind the house's back."""
        moment = stamp(datetime.now(UTC) + ahead)
        facts = {
            "uuid": uuid4().hex, "occurred_at": moment, "recorded_at": moment, "verb": "page.publish",
            "actor_kind": "user", "actor_id": "", "subject_type": "x.y", "subject_id": uuid4().hex, "chamber": "",
            "from_state": "", "to_state": "", "data": "{}", "is_public": 1, "reason": "", "request_id": "",
            "schema_version": 1, "mark": mark,
        }  # fmt: skip
        names, signs = ", ".join(facts), ", ".join("?" * len(facts))
        self.write(f"INSERT INTO events_event ({names}) VALUES ({signs})", tuple(facts.values()))

    def doctor(self, *arguments: str, **more: str) -> tuple[int, str]:
        """Run the doctor; gives its exit code and what it said."""
        code, said, errors = self.run("doctor", *arguments, **more)
        assert "Traceback" not in errors, errors[-3000:]
        return code, said

    def run(self, *arguments: str, **more: str) -> tuple[int, str, str]:
        """Run a command as a process; gives its exit code and both its outputs."""
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "PYTHONPATH", "LANG"}}
        given = {**GOOD, "ROSTRA_VAR": str(self.folder), "ROSTRA_BACKUP_FOLDER": str(self.backups), **more}
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=settings.ROOT, env={**kept, **given},
            capture_output=True, text=True, timeout=SECONDS, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    def findings(self, **more: str) -> tuple[int, dict[str, dict[str, str]]]:
        """Run it with --json; gives the exit code and each finding by the name of its check."""
        code, said = self.doctor("--json", **more)
        return code, {row["name"]: row for row in json.loads(said)["findings"]}


def stamp(moment: datetime) -> str:
    """Give an instant as Django writes it into SQLite."""
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")
