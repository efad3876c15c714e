"""Tight limits for one test: the doors are tried as they stand, with small figures."""

import pytest

from core.limits import counters
from tests.realtime.test_redis_bus import running_redis


@pytest.fixture
def tight(settings):
    """Give a function that sets rules ("sign" -> "2/m") for this test and nothing else, counted in the database."""
    settings.REDIS_URL = ""
    counters.breaker.reset()

    def run(**rules):
        settings.LIMITS_FACTOR = 1
        settings.LIMITS = {name.replace("__", "."): figures for name, figures in rules.items()}

    return run


@pytest.fixture
def five(settings):
    """Let five sign in an hour, and no more."""
    settings.LIMITS = {"sign": "5/h"}
    settings.LIMITS_FACTOR = 1
    counters.breaker.reset()
    yield
    counters.breaker.reset()


@pytest.fixture
def redis_server():
    with running_redis() as server:
        yield server
