"""A client of the API: JSON in, JSON out, no cookie."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from tests.bills.conftest import say, version
from tests.cms.conftest import homes

__all__ = ["homes", "say", "version"]


@pytest.fixture
def api() -> APIClient:
    """Give a client without session."""
    return APIClient()


@pytest.fixture
def sign_facts() -> Callable[..., dict[str, object]]:
    """Give a function that gives a whole signature: sign_facts(email="…")."""

    def make(**facts: object) -> dict[str, object]:
        whole = {"name": "Ann Lee", "email": "ann@example.org", "postcode": "SL4 2AB", "is_eligible": True}
        return {**whole, **facts}

    return make
