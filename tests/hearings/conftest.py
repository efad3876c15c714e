"""Fixtures of the hearings' tests."""

import pytest

from tests.hearings import world


@pytest.fixture
def clerk(db):
    """Give a clerk."""
    return world.make_clerk()


@pytest.fixture
def hearing(clerk):
    """Give a hearing that is live."""
    return world.make_hearing(clerk)
