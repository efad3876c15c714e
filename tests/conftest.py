"""Shared fixtures: a database from the pre-migrated snapshot, a parliament, a drained outbox, browsers."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connections
from django.test.utils import setup_databases, teardown_databases

from frontend.messages import ensure_compiled

pytest_plugins = [
    "tests.fixtures.parliament",
    "tests.fixtures.clean",
    "tests.fixtures.browsers",
    "tests.fixtures.demo_world",
    "tests.fixtures.people",
    "tests.fixtures.once",
    "tests.fixtures.statics",
]
ensure_compiled()
# What was imported lives to the end: looking through it again and again for litter costs a sixth of the suite.
gc.freeze()
gc.set_threshold(50_000, 20, 50)


def shared() -> Path:
    """Give the folder of real data (ROSTRA_SHARED, default ../shared)."""
    return Path(os.environ.get("ROSTRA_SHARED", settings.ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Give the folder of real bills and petitions, or skip with the reason where it is absent."""
    folder = shared() / "data"
    if not folder.is_dir():
        pytest.skip("real data absent: set ROSTRA_SHARED")
    return folder


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: Any) -> None:
    """Let the test database begin migrated: by the snapshot on SQLite, by a template on PostgreSQL."""
    from config.snapshot import restore_snapshot
    from tests.fixtures.databases import migrated_template

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        restore_snapshot(Path(database["TEST"]["NAME"]))
    else:
        with django_db_blocker.unblock():
            connections["default"].settings_dict["TEST"]["TEMPLATE"] = migrated_template()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, django_db_modify_db_settings: None, django_db_keepdb: bool
) -> Iterator[None]:
    """Set the test database up whoever asks: pytest-django's own does so only for tests that name `db` themselves."""
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, keepdb=django_db_keepdb, serialized_aliases=set())
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Keep what the snapshot laid; the folder is a fresh one for each run."""
    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


@pytest.fixture
def searchable(settings):
    """Let `deliver` hand documents to Elasticsearch too, where it is on, in indices of this test alone.

    A test that rolls back never commits, so the push that follows a commit must be asked for.
    """
    if not settings.ELASTICSEARCH_URL:
        yield
        return
    from tests.search.conftest import drop_indices

    settings.ELASTICSEARCH_PREFIX = f"rostra-test-{os.getpid()}-{uuid4().hex[:8]}"
    settings.ELASTICSEARCH_SECONDS = 20
    yield
    drop_indices(settings.ELASTICSEARCH_PREFIX)


@pytest.fixture
def deliver(request):
    """Give a function that does what the worker would do now: subscribers, jobs, mail; the index by `searchable`."""
    from core.events.outbox import drain
    from core.jobs.running import run_jobs
    from core.mail.queue import send_due
    from core.search.indexing import push_pending

    def run() -> int:
        done = 0
        while step := drain() + run_jobs() + send_due():
            done += step
        if "searchable" in request.fixturenames:
            push_pending()
        return done

    return run


@pytest.fixture
def mails(deliver):
    """Give a function that delivers and lists the mails, newest last."""
    from core.mail.models import Mail

    def run(kind: str = "") -> list[Mail]:
        deliver()
        rows = Mail.objects.order_by("id")
        return list(rows.filter(kind=kind) if kind else rows)

    return run
