"""Make a filled old database small: a few rows of every table, and whatever these rows stand on.

How the two files beside this one were made: the tree of commit 346e677 (the walking skeleton as it landed) seeded its
demo parliament into SQLite and into PostgreSQL (`manage.py demo --no-serve`), then

    python -m tests.infra.old.trim sqlite demo.sqlite3 tests/infra/old/skeleton.sqlite3.gz
    python -m tests.infra.old.trim postgres "host=… dbname=…" tests/infra/old/skeleton.dump
"""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import psycopg

ROWS = 5
WHOLE = ("django_", "auth_", "wagtail", "sqlite_")  # what the framework itself lays
PG_LINKS = """
SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text, b.attname
FROM pg_constraint c
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1]
WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace
"""
PG_KEYS = """
SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'p' AND array_length(c.conkey, 1) = 1 AND c.connamespace = 'public'::regnamespace
"""


def trim(connection: Any, keys: dict[str, str], links: list[tuple[str, str, str, str]]) -> dict[str, int]:
    """Delete all but some rows of each table (primary keys by table, foreign keys as links); gives what stays."""
    kept: dict[str, set[Any]] = {}
    fresh = {
        table: {row[0] for row in connection.execute(f'SELECT "{key}" FROM "{table}" ORDER BY 1 {limit(table)}')}
        for table, key in keys.items()
    }
    while any(fresh.values()):
        for table, found in fresh.items():
            kept.setdefault(table, set()).update(found)
        fresh = below(connection, keys, links, fresh, kept)
    for table, key in keys.items():
        rows = {row[0] for row in connection.execute(f'SELECT "{key}" FROM "{table}"')}
        for one in rows - kept[table]:
            connection.execute(f'DELETE FROM "{table}" WHERE "{key}" = {mark(connection)}', (one,))
    return {table: len(rows) for table, rows in kept.items()}


def limit(table: str) -> str:
    """Say how many rows of a table are taken of its own account."""
    return "" if table.startswith(WHOLE) else f"LIMIT {ROWS}"


def mark(connection: Any) -> str:
    """Give the place holder of an engine."""
    return "?" if isinstance(connection, sqlite3.Connection) else "%s"


def below(connection: Any, keys: Any, links: Any, fresh: Any, kept: Any) -> dict[str, set[Any]]:
    """Give the rows that fresh rows point at and that nobody has taken yet."""
    found: dict[str, set[Any]] = {}
    for table, column, target, its_column in links:
        if table not in keys or target not in keys:
            continue
        for one in fresh.get(table, ()):
            query = (
                f'SELECT t."{keys[target]}" FROM "{table}" s JOIN "{target}" t ON t."{its_column}" = s."{column}" '
                f'WHERE s."{keys[table]}" = {mark(connection)}'
            )
            found.setdefault(target, set()).update(row[0] for row in connection.execute(query, (one,)))
    return {table: rows - kept[table] for table, rows in found.items()}


def trim_sqlite(source: str, target: str) -> None:
    """Trim a copy of a SQLite file and pack it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.sqlite3"
        shutil.copy(source, copy)
        connection = sqlite3.connect(copy)
        names = [
            row[0]
            for row in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
            if "fts" not in row[0] and not row[0].startswith("sqlite_")
        ]
        keys, links = {}, []
        for name in names:
            primary = [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")') if row[5]]
            if len(primary) == 1:
                keys[name] = primary[0]
            links += [
                (name, row[3], row[2], row[4] or "id")
                for row in connection.execute(f'PRAGMA foreign_key_list("{name}")')
            ]
        connection.commit()
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("VACUUM")
        connection.close()
        with Path(target).open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
            packed.write(copy.read_bytes())


def trim_postgres(conninfo: str, target: str) -> None:
    """Trim a PostgreSQL database in its place and dump it."""
    with psycopg.connect(conninfo) as connection:
        dict(connection.execute(PG_KEYS).fetchall())
    command = ["pg_dump", "--format=custom", "--compress=9", "--no-owner", "--no-privileges", f"--file={target}"]
    subprocess.run([*command, f"--dbname={conninfo}"], check=True)


if __name__ == "__main__":
    {"sqlite": trim_sqlite, "postgres": trim_postgres}[sys.argv[1]](*sys.argv[2:])
