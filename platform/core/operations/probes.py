"""The probes of `/health/ready`: each asks one engine one light question and gives a word, or raises Failed."""

from __future__ import annotations

import pkgutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import redis
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Min
from redis.backoff import NoBackoff
from redis.retry import Retry

from core import clock

SECONDS = 1.0
LATE = timedelta(minutes=5)


class Failed(Exception):
    """What is wrong, in words without hosts, users or paths."""


@dataclass(frozen=True)
class Probe:
    """One question, and whether pages can be served without a good answer."""

    look: Callable[[], str]
    is_vital: bool = False


def wanted() -> dict[str, Probe]:
    """Give the probes of what this installation has switched on."""
    found = {"database": Probe(with_connection(database), is_vital=True),
             "migrations": Probe(with_connection(migrations), is_vital=True)}  # fmt: skip
    if settings.REDIS_URL:
        found["redis"] = Probe(redis_answers)
    if settings.ELASTICSEARCH_URL:
        found["elasticsearch"] = Probe(elasticsearch)
    return {**found, "jobs": Probe(with_connection(jobs)), "storage": Probe(storage)}


def with_connection(look: Callable[[], str]) -> Callable[[], str]:
    """Let go of the thread's connection when the question is answered."""

    def ask() -> str:
        try:
            return look()
        finally:
            connection.close()

    return ask


def database() -> str:
    """Ask for 1."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return connection.vendor


def migrations() -> str:
    """Compare the migrations of the code with those of the database."""
    missing = shipped_migrations() - set(MigrationRecorder(connection).applied_migrations())
    if missing:
        raise Failed(f"{len(missing)} not applied")
    return "all applied"


@lru_cache(maxsize=1)
def shipped_migrations() -> frozenset[tuple[str, str]]:
    """Give (app, name) of every migration in the code, by their file names: none is loaded."""
    found = set()
    for config in apps.get_app_configs():
        module, _explicit = MigrationLoader.migrations_module(config.label)
        try:
            package = import_module(module) if module else None
        except ModuleNotFoundError:
            continue
        names = pkgutil.iter_modules(getattr(package, "__path__", []))
        found |= {(config.label, one.name) for one in names if one.name[0] not in "_~" and not one.ispkg}
    return frozenset(found)


def redis_answers() -> str:
    """Ping."""
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=SECONDS, socket_connect_timeout=SECONDS, retry=Retry(NoBackoff(), 0)
    )
    try:
        client.ping()
    finally:
        client.close()
    return "answers"


def elasticsearch() -> str:
    """Ask for the cluster's health; while it fails, the database engine answers searches."""
    url = f"{settings.ELASTICSEARCH_URL.rstrip('/')}/_cluster/health?timeout=1s"
    with urlopen(Request(url), timeout=SECONDS) as answer:  # noqa: S310 - http or https: config.env checked it
        text = answer.read(2000).decode()
    if '"status":"red"' in text.replace(" ", ""):
        raise Failed("red; the database searches")
    return "answers"


def jobs() -> str:
    """Look how long the oldest due job and the oldest due event have waited."""
    from core.claims import OPEN  # noqa: PLC0415 - models must be ready
    from core.events.models import OutboxEntry  # noqa: PLC0415
    from core.jobs.models import Job  # noqa: PLC0415

    now = clock.now()
    for name, model in (("job", Job), ("event", OutboxEntry)):
        oldest = model.objects.filter(state__in=OPEN, due_at__lt=now).aggregate(Min("due_at"))["due_at__min"]
        if oldest and now - oldest > LATE:
            raise Failed(f"the oldest {name} waits for {int((now - oldest).total_seconds())} s: is a worker running?")
    return "in time"


def storage() -> str:
    """Write and drop a small file in each folder of ours."""
    for name, folder in folders().items():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"rostra")
                file.flush()
        except OSError as error:
            raise Failed(f"{name} cannot be written ({type(error).__name__})") from None
    return "writable"


def folders() -> dict[str, Path]:
    """Give the folders of this installation by what they are; storages elsewhere (an object store) have none."""
    storages: dict[str, Any] = settings.STORAGES
    found = {
        name: Path(str(one["OPTIONS"]["location"]))
        for name, one in storages.items()
        if name in {"private", "public"} and "location" in one.get("OPTIONS", {})
    }
    return {**found, "media": Path(settings.MEDIA_ROOT), "audit": Path(settings.AUDIT_FOLDER)}
