"""However many ask at once, exactly as many pass as the limit says: in the database and in Redis."""

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from core import clock
from core.errors import TooMany
from core.limits import counters, rules, taking
from core.limits.models import Counter
from tests.journeys.processes import database_url

THREADS, CALLS = 25, 200
PROCESS = """
import sys, django
django.setup()
from core.limits.taking import allows
print(sum(allows("sign", "192.0.2.9") for _turn in range(int(sys.argv[1]))))
"""


def pass_of(calls=CALLS, threads=THREADS, key="192.0.2.9"):
    """Ask from many threads that start together; gives how many passed."""
    gate = threading.Barrier(threads)

    def run(_number):
        gate.wait(30)
        try:
            return sum(taking.allows("sign", key) for _turn in range(calls // threads))
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(run, range(threads)))


@pytest.mark.django_db(transaction=True)
def test_200_parallel_calls_at_limit_5_let_5_through_in_the_database(five, settings):
    settings.REDIS_URL = ""
    assert pass_of() == 5


@pytest.mark.django_db(transaction=True)
def test_200_parallel_calls_at_limit_5_let_5_through_in_redis(five, settings, redis_server):
    settings.REDIS_URL = redis_server.url
    assert pass_of() == 5
    assert Counter.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_processes_share_the_limit(five, settings):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: two processes on one database")
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test", "DATABASE_URL": database_url(),
        "REDIS_URL": "", "ROSTRA_LIMITS": "sign=5/h", "ROSTRA_LIMITS_FACTOR": "1",
        "PYTHONPATH": os.pathsep.join([str(settings.ROOT), str(settings.ROOT / "platform")]),
    }  # fmt: skip
    command = [sys.executable, "-c", PROCESS, "100"]
    started = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) for _turn in range(2)]
    assert sum(int(process.communicate(timeout=120)[0]) for process in started) == 5


@pytest.mark.django_db(transaction=True)
def test_a_limiter_that_looks_first_and_counts_then_would_be_seen(five, settings, monkeypatch):
    """The planted fault: look, then count. The barrier makes sure that all look before one counts."""
    settings.REDIS_URL = ""
    looked = threading.Barrier(THREADS)

    def looks_first(key, window, cost, now_ms):
        used = Counter.objects.filter(key=key).values_list("used", flat=True).first() or 0
        looked.wait(30)
        if used + cost > window.limit:
            return now_ms + 1000
        Counter.objects.update_or_create(key=key, defaults={"used": used + cost, "until_ms": now_ms + 1000})
        return 0

    monkeypatch.setattr(counters, "_in_database", looks_first)
    assert pass_of(calls=THREADS) == THREADS


@pytest.mark.django_db
@pytest.mark.parametrize("engine", ["database", "redis"])
def test_a_window_ends_and_another_key_has_its_own(five, settings, redis_server, engine):
    settings.REDIS_URL = redis_server.url if engine == "redis" else ""
    start = clock.now()
    with clock.frozen(start):
        assert [taking.allows("sign", "192.0.2.1") for _turn in range(6)] == [True] * 5 + [False]
        assert taking.allows("sign", "192.0.2.2")
        with pytest.raises(TooMany) as refusal:
            taking.take("sign", "192.0.2.1")
        waits = refusal.value.data["retry_at"] - start
        assert timedelta(seconds=3599) < waits <= timedelta(seconds=3600)
    with clock.frozen(start + timedelta(minutes=59)):
        assert not taking.allows("sign", "192.0.2.1")
    with clock.frozen(start + timedelta(minutes=61)):
        assert [taking.allows("sign", "192.0.2.1") for _turn in range(6)] == [True] * 5 + [False]


@pytest.mark.django_db
@pytest.mark.parametrize("engine", ["database", "redis"])
def test_every_window_of_a_rule_holds(settings, redis_server, engine):
    settings.REDIS_URL = redis_server.url if engine == "redis" else ""
    settings.LIMITS, settings.LIMITS_FACTOR = {"sign": "2/m 3/h"}, 1
    start, passed = clock.now(), []
    for minutes in (0, 0, 0, 2, 2, 61):
        with clock.frozen(start + timedelta(minutes=minutes)):
            passed.append(taking.allows("sign", "192.0.2.1"))
    assert passed == [True, True, False, True, False, True]


@pytest.mark.django_db(transaction=True)
def test_where_redis_dies_the_database_counts(five, settings, redis_server):
    settings.REDIS_URL = redis_server.url
    assert taking.allows("sign", "192.0.2.1")
    redis_server.stop()
    assert pass_of(key="192.0.2.1") == 5
    assert counters.breaker.is_open


@pytest.mark.django_db
def test_a_redis_that_hangs_costs_one_short_wait(five, settings, monkeypatch):
    asked = []

    def hangs(*_facts):
        asked.append(1)
        raise TimeoutError

    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(counters, "_take_in_redis", hangs)
    assert [taking.allows("sign", "192.0.2.1") for _turn in range(6)] == [True] * 5 + [False]
    assert asked == [1]


@pytest.mark.django_db
@pytest.mark.parametrize(("rule", "passes"), [("sign", False), ("search", True)])
def test_without_any_counter_a_door_that_writes_is_shut_and_one_for_reading_stays_open(
    settings, monkeypatch, rule, passes
):
    def is_gone(*_facts):
        raise OperationalError

    settings.REDIS_URL = ""
    monkeypatch.setattr(counters, "_in_database", is_gone)
    assert taking.allows(rule, "192.0.2.1") is passes


@pytest.mark.django_db
def test_no_address_stands_in_a_key(five, settings):
    settings.REDIS_URL = ""
    taking.take("sign", "192.0.2.77")
    taking.take("mail.proof", "Canary+tag@Example.org")
    kept = " ".join(Counter.objects.values_list("key", flat=True))
    assert Counter.objects.count() == 3
    assert not [word for word in ("192.0.2.77", "canary", "example.org") if word in kept.lower()]


@pytest.mark.django_db
def test_two_spellings_of_an_address_are_one(settings):
    settings.REDIS_URL, settings.LIMITS, settings.LIMITS_FACTOR = "", {"mail.proof": "1/h"}, 1
    assert taking.allows("mail.proof", "Ann@Example.org")
    assert not taking.allows("mail.proof", "ann+petitions@example.ORG")


@pytest.mark.django_db
def test_what_is_over_is_swept(five, settings):
    settings.REDIS_URL = ""
    taking.take("sign", "192.0.2.1")
    assert taking.sweep() == 0
    with clock.frozen(clock.now() + timedelta(hours=2)):
        assert taking.sweep() == 1


def test_figures_that_are_none_are_named(settings):
    assert rules.problems() == []
    settings.LIMITS = {"sing": "5/h", "sign": "five an hour", "search": "off"}
    first, second = rules.problems()
    assert "sing" in first
    assert "sign" in second
    assert rules.RULES["search"].windows == ()


@pytest.mark.django_db
def test_a_rule_that_is_off_counts_nothing(settings):
    settings.REDIS_URL, settings.LIMITS = "", {"sign": "off"}
    assert taking.allows("sign", "192.0.2.1")
    assert Counter.objects.count() == 0
