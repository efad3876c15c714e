"""The two databases: one frozen moment to count and dump, and a restore into an empty place."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from infra.recovery.house import House, Trouble

BLOCK = 1 << 20
Ask = Callable[[str], list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Frozen:
    """A moment that stands still: what is counted and what is dumped are the same."""

    tables: dict[str, int]
    audit: dict[str, Any]
    dump: Callable[[], Iterator[bytes]]


@contextmanager
def frozen(house: House) -> Iterator[Frozen]:
    """Hold one moment of the database while it is counted and dumped; writers are not held up."""
    with _frozen_postgres(house) if house.is_postgres else _frozen_sqlite(house) as found:
        yield found


def counted(house: House) -> tuple[dict[str, int], dict[str, Any]]:
    """Give the rows of every table, and where the audit chain ends. No tables: an empty database."""
    if house.is_postgres:
        with psycopg.connect(conninfo(house)) as connection:
            return _facts(_asker(connection), _PG_TABLES)
    if not Path(house.name).exists():
        return {}, {}
    with closing(sqlite3.connect(house.name)) as connection:
        return _facts(_asker(connection), _SQLITE_TABLES)


def fill(house: House, blocks: Iterable[bytes]) -> None:
    """Restore a dump into the empty database. Raises Trouble with the tool's own words where that fails."""
    if not house.is_postgres:
        Path(house.name).parent.mkdir(parents=True, exist_ok=True)
        with open(house.name, "xb", opener=_private_file) as file:
            file.writelines(blocks)
        return
    command = [
        "pg_restore",
        "--exit-on-error",
        "--no-owner",
        "--no-privileges",
        "--no-comments",
        "--single-transaction",
    ]
    with _pg_tool(house, *command, f"--dbname={conninfo(house, password=False)}", stdin=subprocess.PIPE) as process:
        try:
            for block in blocks:
                cast(Any, process.stdin).write(block)
        except BrokenPipeError:
            pass  # the tool says below why it went


def conninfo(house: House, *, name: str = "", password: bool = True) -> str:
    """Give libpq's line for this database, or for another one on the same server."""
    facts = house.database
    options = {key: value for key, value in facts["OPTIONS"].items() if isinstance(value, str | int)}
    fields = {"host": facts["HOST"], "port": facts["PORT"], "user": facts["USER"], "dbname": name or house.name}
    if password and facts["PASSWORD"]:
        fields["password"] = facts["PASSWORD"]
    return make_conninfo(**{key: value for key, value in {**options, **fields}.items() if value})


def create(house: House) -> None:
    """Create the empty PostgreSQL database; SQLite makes its file by itself."""
    if house.is_postgres:
        _maintain(house, "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'")


def destroy(house: House) -> None:
    """Delete the database for good, whoever is connected."""
    if house.is_postgres:
        _maintain(house, "DROP DATABASE IF EXISTS {} WITH (FORCE)")
        return
    for rest in ("", "-wal", "-shm"):
        Path(f"{house.name}{rest}").unlink(missing_ok=True)


_PG_TABLES = (
    "SELECT table_name FROM information_schema.tables "
    "WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1"
)
_SQLITE_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1"


def _facts(ask: Ask, tables: str) -> tuple[dict[str, int], dict[str, Any]]:
    names = [str(row[0]) for row in ask(tables)]
    counts = {name: int(ask(f'SELECT count(*) FROM "{name}"')[0][0]) for name in names}
    chain = ask("SELECT public_id, sequence, hash FROM audit_chain WHERE id = 1") if "audit_chain" in names else []
    head = {"chain": str(chain[0][0]).replace("-", ""), "sequence": chain[0][1], "hash": chain[0][2]} if chain else {}
    return counts, head


def _asker(connection: Any) -> Ask:
    def ask(query: str) -> list[tuple[Any, ...]]:
        return list(connection.execute(query).fetchall())

    return ask


@contextmanager
def _frozen_postgres(house: House) -> Iterator[Frozen]:
    with psycopg.connect(conninfo(house)) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        ask = _asker(connection)
        snapshot = ask("SELECT pg_export_snapshot()")[0][0]
        tables, audit = _facts(ask, _PG_TABLES)
        yield Frozen(tables, audit, lambda: _pg_dump(house, snapshot))


def _pg_dump(house: House, snapshot: str) -> Iterator[bytes]:
    command = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
    with _pg_tool(house, *command, f"--dbname={conninfo(house, password=False)}", stdout=subprocess.PIPE) as process:
        yield from iter(lambda: cast(Any, process.stdout).read(BLOCK), b"")


@contextmanager
def _pg_tool(house: House, *command: str, **pipes: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Run a tool of PostgreSQL; the password goes by its environment, which no list of processes shows."""
    env = {**os.environ, "PGPASSWORD": str(house.database["PASSWORD"] or "")}
    with tempfile.TemporaryFile() as words:
        try:
            process = subprocess.Popen(command, env=env, stderr=words, **pipes)
        except FileNotFoundError:
            raise Trouble(f"{command[0]} is missing: install PostgreSQL's client programs.") from None
        try:
            yield process
        except BaseException:
            process.kill()
            process.wait()
            raise
        if process.stdin:
            _close(process.stdin)
        if process.wait():
            words.seek(0)
            raise Trouble(f"{command[0]} failed: {words.read().decode(errors='replace').strip()[-2000:]}")


def _close(pipe: Any) -> None:
    with suppress(BrokenPipeError):
        pipe.close()


@contextmanager
def _frozen_sqlite(house: House) -> Iterator[Frozen]:
    """Copy by SQLite's own backup, beside the file, where the data is in clear anyway; the copy is counted and read."""
    if not Path(house.name).is_file():
        raise Trouble(f"There is no database at {house.name}.")
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=Path(house.name).parent) as folder:
        copy = Path(folder) / "database.sqlite3"
        with closing(sqlite3.connect(house.name, timeout=20)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
            tables, audit = _facts(_asker(target), _SQLITE_TABLES)
        yield Frozen(tables, audit, lambda: _read(copy))


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from iter(lambda: file.read(BLOCK), b"")


def _private_file(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _maintain(house: House, statement: str) -> None:
    with psycopg.connect(conninfo(house, name="postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(house.name)))
