"""A set of keys is counted in one trip, and passes as it would one by one: in the database and in Redis."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from core import clock
from core.limits import taking

NETWORKS = [f"192.0.2.{turn % 7}" for turn in range(40)]


@pytest.fixture(params=["database", "redis"])
def engine(request, settings):
    """Count in one engine."""
    settings.REDIS_URL = request.getfixturevalue("redis_server").url if request.param == "redis" else ""
    return request.param


@pytest.mark.django_db
def test_a_set_passes_as_its_keys_do_one_by_one(five, engine):
    together = taking.allow_many("sign", NETWORKS)
    alone = [taking.allows("sign", f"other {network}") for network in NETWORKS]
    assert together == alone
    assert sum(together) == 7 * 5
    assert taking.allow_many("sign", NETWORKS) == [False] * len(NETWORKS)


@pytest.mark.django_db
def test_every_window_holds_for_a_set(settings, engine):
    settings.LIMITS, settings.LIMITS_FACTOR = {"sign": "2/m 3/h"}, 1
    start, passed = clock.now(), []
    for minutes in (0, 0, 0, 2, 2, 61):
        with clock.frozen(start + timedelta(minutes=minutes)):
            passed.append(taking.allow_many("sign", ["192.0.2.1", "192.0.2.2"]))
    assert passed == [[one, one] for one in (True, True, False, True, False, True)]


@pytest.mark.django_db(transaction=True)
def test_sets_that_come_at_once_let_exactly_the_limit_through(five, engine):
    gate = threading.Barrier(8)

    def run(_number):
        gate.wait(30)
        try:
            with transaction.atomic():
                return taking.allow_many("sign", NETWORKS[:14])
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(sum(passed) for passed in pool.map(run, range(8))) == 7 * 5
