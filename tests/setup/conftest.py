"""An installation of one's own."""

import pytest
from django.db import connection

from tests.setup.installation import Installation


@pytest.fixture
def installation(django_db_setup, tmp_path):
    """Give a healthy bare installation."""
    if connection.vendor != "sqlite":
        pytest.skip("needs SQLite: the installation is a copy of its file")
    return Installation(tmp_path)
