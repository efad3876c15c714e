"""The pre-migrated SQLite database: demo and tests start from it instead of running 250 migrations (17 s)."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import sqlite3
import tempfile
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader

FOLDER = Path(__file__).parent / "snapshots"
GROUND = ("ground.py", "homes.py")  # laid after every migrate: groups, rights, workflow, a home in each language
EPOCH = "2000-01-01 00:00:00"  # no real date goes into the snapshot


def migrations_hash() -> str:
    """Give a digest of every migration's name and of the text of our own; another digest means another snapshot."""
    digest = hashlib.sha256()
    loader = MigrationLoader(None, ignore_no_migrations=True)
    for app, name in sorted(loader.disk_migrations):
        digest.update(f"{app}.{name}\n".encode())
        module = Path(apps.get_app_config(app).path)
        source = module / "migrations" / f"{name}.py"
        if "site-packages" not in module.parts and source.exists():
            digest.update(source.read_bytes())
    for name in GROUND:
        digest.update((Path(apps.get_app_config("cms").path) / name).read_bytes())
    return digest.hexdigest()[:16]


def snapshot_path() -> Path:
    """Give where the snapshot of the present migrations stands, or would stand."""
    return FOLDER / f"migrated-{migrations_hash()}.sqlite3.gz"


def restore_snapshot(target: Path) -> bool:
    """Unpack the snapshot to a database file; False where none fits the present migrations."""
    source = snapshot_path()
    if not source.exists():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    for rest in ("", "-wal", "-shm"):
        Path(f"{target}{rest}").unlink(missing_ok=True)
    with gzip.open(source, "rb") as packed, target.open("wb") as file:
        shutil.copyfileobj(packed, file)
    return True


def make_snapshot() -> Path:
    """Migrate an empty SQLite file, wipe every date and user from it, pack it; gives its path."""
    target = snapshot_path()
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("migrated-*.sqlite3.gz"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "snapshot.sqlite3"
        default = connections["default"]
        if default.vendor != "sqlite":
            raise RuntimeError("the snapshot is made on SQLite: unset DATABASE_URL")
        default.close()
        default.settings_dict["NAME"] = str(file)
        call_command("migrate", verbosity=1)
        default.close()
        _scrub(file)
        with target.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
            packed.write(file.read_bytes())
    return target


def _scrub(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("UPDATE django_migrations SET applied = ?", [EPOCH])
        for table, column in _date_columns(database):
            database.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE "{column}" IS NOT NULL', [EPOCH])  # noqa: S608
        database.commit()
        database.execute("VACUUM")
    database.close()


def _date_columns(database: sqlite3.Connection) -> list[tuple[str, str]]:
    tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return [
        (table, column[1])
        for table in tables
        if not table.startswith("sqlite_") and "fts" not in table
        for column in database.execute(f'PRAGMA table_info("{table}")')
        if "date" in column[2].lower()
    ]
