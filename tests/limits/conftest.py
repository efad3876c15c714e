"""Tight limits for one test: the doors are tried as they stand, with small figures."""

import pytest

from core.limits import counters


@pytest.fixture
def tight(settings):
    """Give a function that sets rules ("sign" -> "2/m") for this test and nothing else, counted in the database."""
    settings.REDIS_URL = ""
    counters.breaker.reset()

    def run(**rules):
        settings.LIMITS_FACTOR = 1
        settings.LIMITS = {name.replace("__", "."): figures for name, figures in rules.items()}

    return run
