"""Two clerks and a second chamber's worth of petitions for the desk's tests."""

from __future__ import annotations

import pytest

from core.actors import actor_for
from petitions.models import RejectionReason


@pytest.fixture
def ann(staff):
    """Give the first person of the desk."""
    return actor_for(staff["clerk"])


@pytest.fixture
def bob(staff):
    """Give the second person of the desk."""
    return actor_for(staff["moderator"])


@pytest.fixture
def offensive(parliament):
    """Give a reason that hides the text."""
    return RejectionReason.objects.create(
        kind=parliament.kind, code="offensive", title={"en": "Offensive"}, wording={"en": "It insults people."},
        is_hidden=True,
    )  # fmt: skip
