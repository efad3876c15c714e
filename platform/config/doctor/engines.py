"""Database, Redis and Elasticsearch: reachable, of an age that works, and set as they must be."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from config.doctor.findings import ERROR, WARNING, Fault, NotChecked
from core.web.numbers import digits
from core.web.numbers import number as written

# Django 5.2's release notes: PostgreSQL 14, SQLite 3.31. Redis 6.2 is the oldest that still gets corrections.
OLDEST_POSTGRES, OLDEST_SQLITE, OLDEST_REDIS = 14, (3, 31), (6, 2)
OLDEST_ELASTIC = 8
PATIENCE = 3.0
MOST_NAMES = 5


def database() -> Iterator[Fault]:
    """Ask the database anything at all."""
    try:
        connection.ensure_connection()
        one("SELECT 1")
    except DatabaseError as error:
        words = {"engine": connection.vendor, "error": _first_line(error)}
        yield Fault(
            _("The database (%(engine)s) does not answer: %(error)s") % words,
            _("Start it, and check host, port, user and name in DATABASE_URL."),
        )


def database_version() -> Iterator[Fault]:
    """Hold the server's version against the oldest that Django supports."""
    if connection.vendor == "postgresql":
        number = int(one("SHOW server_version_num")) // 10_000
        if number < OLDEST_POSTGRES:
            yield Fault(
                _("PostgreSQL %(has)s is too old; %(needs)s is the oldest that works.")
                % {"has": digits(str(number)), "needs": digits(str(OLDEST_POSTGRES))},
                _("Move to a supported PostgreSQL (docs/setup.md)."),
            )
        return
    has = tuple(int(part) for part in str(one("SELECT sqlite_version()")).split(".")[:2])
    if has < OLDEST_SQLITE:
        yield Fault(
            _("SQLite %(has)s is too old; 3.31 is the oldest that works.") % {"has": ".".join(map(str, has))},
            _("Install a newer Python or SQLite."),
        )


def migrations() -> Iterator[Fault]:
    """List what `migrate` has still to do."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        names = [f"{row.app_label}.{row.name}" for row, _backwards in plan]
        shown = ", ".join(names[:MOST_NAMES]) + (" …" if len(names) > MOST_NAMES else "")
        yield Fault(
            _("Migrations that are not applied: %(count)s (%(names)s).")
            % {"count": written(len(names)), "names": shown},
            _("Run `manage.py migrate`."),
        )


def postgres_settings() -> Iterator[Fault]:
    """Look at what would lose data or garble text."""
    if connection.vendor != "postgresql":
        raise NotChecked(_("PostgreSQL is not in use."))
    rules = (
        ("server_encoding", "UTF8", ERROR, _("Make the database anew with ENCODING 'UTF8'.")),
        ("fsync", "on", ERROR, _("Set fsync = on: without it a power cut destroys the database.")),
        ("full_page_writes", "on", ERROR, _("Set full_page_writes = on.")),
        ("synchronous_commit", "on", WARNING, _("Set synchronous_commit = on: what was acknowledged may be lost.")),
        ("default_transaction_isolation", "read committed", WARNING, _("Take the setting out: actions expect it.")),
    )
    for name, wanted, severity, mend in rules:
        has = str(one(f"SHOW {name}"))
        if has != wanted and not (name == "synchronous_commit" and has.startswith("remote")):
            yield Fault(_("PostgreSQL: %(name)s is “%(has)s”.") % {"name": name, "has": has}, mend, severity)


def postgres_room() -> Iterator[Fault]:
    """See whether there are connections left."""
    if connection.vendor != "postgresql":
        raise NotChecked(_("PostgreSQL is not in use."))
    most, used = int(one("SHOW max_connections")), int(one("SELECT count(*) FROM pg_stat_activity"))
    if used > most * 0.85:
        yield Fault(
            _("%(used)s of PostgreSQL’s %(most)s connections are in use.")
            % {"used": written(used), "most": written(most)},
            _("Raise max_connections, or run fewer processes."),
        )


def sqlite_settings() -> Iterator[Fault]:
    """Look at the PRAGMAs without which a write may be lost."""
    if connection.vendor != "sqlite":
        raise NotChecked(_("SQLite is not in use."))
    mend = _("Take OPTIONS out of your own settings, or put the file on a local disk: WAL does not work on others.")
    for pragma, wanted in (("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1")):
        has = str(one(f"PRAGMA {pragma}"))
        if has != wanted:
            yield Fault(_("SQLite: %(name)s is “%(has)s”.") % {"name": pragma, "has": has}, mend)


@cache
def redis_client(url: str) -> Any:
    """Give a client that does not wait long."""
    return redis.Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)


def redis_reached() -> Iterator[Fault]:
    """Ping Redis."""
    try:
        redis_in_use().ping()
    except redis.RedisError as error:
        yield Fault(
            _("Redis at %(place)s does not answer: %(error)s")
            % {"place": _place(settings.REDIS_URL), "error": _first_line(error)},
            _("Start it, or correct REDIS_URL. Until then live pages poll, and limits count in the database."),
        )


def redis_version() -> Iterator[Fault]:
    """Hold the version against the oldest that works."""
    text = str(redis_in_use().info("server")["redis_version"])
    if tuple(int(part) for part in text.split(".")[:2]) < OLDEST_REDIS:
        yield Fault(_("Redis %(has)s is too old; 6.2 is the oldest that works.") % {"has": text}, _("Move to Redis 7."))


def redis_eviction() -> Iterator[Fault]:
    """See whether Redis may throw counters away."""
    facts = redis_in_use().info("memory")
    policy, most = str(facts.get("maxmemory_policy", "noeviction")), int(facts.get("maxmemory", 0))
    if policy != "noeviction" and most:
        yield Fault(
            _("Redis throws keys away when it is full (maxmemory-policy %(policy)s): limits would forget.")
            % {"policy": policy},
            _("Set maxmemory-policy to noeviction, and give Redis enough memory."),
        )


def elastic_reached() -> Iterator[Fault]:
    """Ask the cluster for its health."""
    client = _elastic()
    try:
        status = str(client.cluster.health()["status"])
    except Exception as error:
        yield Fault(
            _("Elasticsearch at %(place)s does not answer: %(error)s")
            % {"place": _place(settings.ELASTICSEARCH_URL), "error": type(error).__name__},
            _("Start it, or correct ELASTICSEARCH_URL. Until then the database searches."),
        )
        return
    if status == "red":
        yield Fault(
            _("The Elasticsearch cluster says red: some of the index is missing."),
            _("Mend the cluster, then run `manage.py search_rebuild`."),
        )


def elastic_version() -> Iterator[Fault]:
    """Hold every node's version against the client's."""
    nodes = _elastic().nodes.info(filter_path="nodes.*.version")["nodes"].values()
    for version in sorted({str(node["version"]) for node in nodes}):
        if int(version.split(".")[0]) < OLDEST_ELASTIC:
            yield Fault(
                _("Elasticsearch %(has)s is too old; 8.19 is what Rostra is tested with.") % {"has": version},
                _("Move to 8.19 or newer, then run `manage.py search_rebuild`."),
            )


def _elastic() -> Any:
    if not settings.ELASTICSEARCH_URL:
        raise NotChecked(_("ELASTICSEARCH_URL is not set: the database searches."))
    from core.search.elastic import client  # noqa: PLC0415 - loaded only where it is used

    return client(settings.ELASTICSEARCH_URL).options(request_timeout=PATIENCE)


def redis_in_use() -> Any:
    """Give the client of REDIS_URL. Raises NotChecked where there is none."""
    if not settings.REDIS_URL:
        raise NotChecked(_("REDIS_URL is not set: one process, memory cache."))
    return redis_client(settings.REDIS_URL)


def one(sql: str) -> Any:
    """Give the first value of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
    return row[0] if row else None


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname or parts.path}:{parts.port or ''}".rstrip(":")


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160].rstrip(".") + "."
