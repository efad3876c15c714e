"""Doors are stopped and opened as an administrator does."""

import pytest

from core.actors import actor_for
from core.operations import actions, readiness
from tests.pagecache.conftest import reader  # noqa: F401 - a reader with the page cache in front
from tests.privacy.conftest import every_door, kind, own_storages  # noqa: F401 - one citizen at every door


@pytest.fixture
def admin(staff):
    return actor_for(staff["admin"])


@pytest.fixture
def stop(admin):
    """Give the function that stops a door with a reason in English."""

    def run(door, words="We mend the register.", expected_end=None):
        return actions.stop_door(door, by=admin, words={"en": words}, expected_end=expected_end)

    return run


@pytest.fixture(autouse=True)
def fresh_readings():
    """Begin with no reading of the engines."""
    readiness.forget()
