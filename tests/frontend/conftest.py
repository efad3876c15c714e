"""Each test starts in English, which another page may have left; the menu asks the database for its pages."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _english(db):
    with translation.override("en"):
        yield
