"""A published bill of ours for the tests of the slice."""

from datetime import timedelta

import pytest

from consultations.bills.actions.versions import import_bill, publish_version
from core import clock
from core.actors import IMPORT

from .data import small_bill


@pytest.fixture
def version(db):
    """Give a small bill, published and open for ten days."""
    made = import_bill(small_bill(), by=IMPORT)
    return publish_version(made, by=IMPORT, comments_until=clock.now() + timedelta(days=10))


@pytest.fixture
def bill(version):
    """Give the bill of the small version."""
    return version.bill
