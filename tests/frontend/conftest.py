"""Each test starts in English: a page asked for in French leaves its language behind in the thread."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield
