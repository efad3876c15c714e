"""Live touches no engine; ready says what is wrong, in time, and details to insiders only."""

import json
import threading

import pytest
from django.db import OperationalError, connection

from core.operations import probes, readiness
from core.operations.probes import Failed, Probe

pytestmark = pytest.mark.django_db(transaction=True)
OUTSIDER = "198.51.100.7"


def ready(client, **extra):
    readiness.forget()
    answer = client.get("/health/ready", **extra)
    return answer.status_code, answer.json()


def broken(*_args):
    raise OperationalError("connection to server at secret-host failed: password authentication failed for user boss")


def plant(monkeypatch, **found):
    """Put probes of the test's own beside a database that answers."""
    real = probes.wanted()
    monkeypatch.setattr(probes, "wanted", lambda: {**real, **found})


@pytest.mark.parametrize("path", ["/health/live", "/health/live/", "/health/"])
def test_live_asks_no_engine_and_sets_nothing(client, path, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get(path, HTTP_HOST="10.1.2.3:8000")  # a probe names the address of the machine
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_ready_names_every_engine_to_this_machine_and_one_word_to_others(client, settings):
    status, inside = ready(client)
    wanted = {"database", "migrations", "jobs", "storage"}
    wanted |= {
        name for name, url in (("redis", settings.REDIS_URL), ("elasticsearch", settings.ELASTICSEARCH_URL)) if url
    }
    assert (status, set(inside["checks"])) == (200, wanted)
    assert {name: one["status"] for name, one in inside["checks"].items()} == dict.fromkeys(wanted, "ok")
    assert ready(client, REMOTE_ADDR=OUTSIDER) == (200, {"status": "ok"})
    settings.HEALTH_NETWORKS = ["198.51.100.0/24"]
    assert "checks" in ready(client, REMOTE_ADDR=OUTSIDER)[1]


def test_a_visitor_behind_a_proxy_is_an_outsider_whatever_the_header_says(client, settings):
    through_stranger = ready(client, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=OUTSIDER)[1]
    lying = ready(client, REMOTE_ADDR=OUTSIDER, HTTP_X_FORWARDED_FOR="127.0.0.1")[1]
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    through_ours = ready(client, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=OUTSIDER)[1]
    assert [through_stranger, lying, through_ours] == [{"status": "ok"}] * 3


def test_without_its_database_it_is_down_and_tells_no_secret(client, monkeypatch):
    plant(monkeypatch, database=Probe(broken, is_vital=True))
    status, body = ready(client)
    assert (status, body["status"]) == (503, "down")
    assert body["checks"]["database"]["words"] == "OperationalError"
    assert "secret" not in json.dumps(body)
    assert ready(client, REMOTE_ADDR=OUTSIDER) == (503, {"status": "down"})


def test_a_missing_migration_is_down(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'operations'")
    status, body = ready(client)
    assert (status, body["checks"]["migrations"]["words"]) == (503, "1 not applied")


def test_shipped_migrations_are_those_that_django_knows():
    from django.db.migrations.loader import MigrationLoader

    assert probes.shipped_migrations() == set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


@pytest.mark.parametrize("name", ["redis", "elasticsearch", "jobs", "storage"])
def test_whatever_else_fails_degrades(client, monkeypatch, name):
    def fails():
        raise Failed("planted")

    plant(monkeypatch, **{name: Probe(fails)})
    status, body = ready(client)
    assert (status, body["status"], body["checks"][name]["words"]) == (200, "degraded", "planted")


def test_engines_that_are_away_are_said_to_be(client, settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.REDIS_URL, settings.ELASTICSEARCH_URL = "redis://127.0.0.1:1/0", "http://127.0.0.1:1"
    settings.MEDIA_ROOT = tmp_path / "file"
    status, body = ready(client)
    found = {name: one["words"] for name, one in body["checks"].items() if one["status"] != "ok"}
    assert (status, body["status"]) == (200, "degraded")
    assert found == {
        "redis": "ConnectionError", "elasticsearch": "URLError",
        "storage": "media cannot be written (FileExistsError)",
    }  # fmt: skip


def test_a_line_of_work_that_nobody_takes_degrades(client):
    from datetime import timedelta

    from core import clock
    from core.jobs.models import Job

    long_ago = clock.now() - timedelta(minutes=9)
    Job.objects.create(name="old", function="x", enqueued_at=long_ago, due_at=long_ago)
    status, body = ready(client)
    assert (status, body["status"]) == (200, "degraded")
    assert body["checks"]["jobs"]["words"].startswith("the oldest job waits for 5")


def test_an_engine_that_hangs_is_answered_for_and_not_asked_twice(client, monkeypatch):
    asked, let_go = [], threading.Event()

    def hangs():
        asked.append(1)
        let_go.wait(30)
        return "late"

    monkeypatch.setattr(readiness, "PATIENCE_SECONDS", 0.05)
    plant(monkeypatch, planted=Probe(hangs, is_vital=True))
    try:
        first, second = ready(client), ready(client)
        assert [first[0], second[0]] == [503, 503]
        assert first[1]["checks"]["planted"]["words"] == "no answer"
        assert len(asked) == 1
    finally:
        let_go.set()
        readiness._looks.pop("planted")._thread.join(10)


def test_one_reading_serves_everybody_for_a_second(client, monkeypatch):
    asked = []
    plant(monkeypatch, planted=Probe(lambda: asked.append(1) or "ok"))
    ready(client)
    for _turn in range(5):
        client.get("/health/ready")
    assert len(asked) == 1
    assert readiness.PATIENCE_SECONDS + readiness.KEPT_SECONDS / 2 <= 2
