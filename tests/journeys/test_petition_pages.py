"""The petitioner's own page in a real browser."""

import pytest
from django.urls import reverse

from petitions.actions.starting import manage_digest, manage_key

pytestmark = pytest.mark.browser


@pytest.fixture
def paths(make_petition, parliament):
    """Give the addresses of pages that no list leads to."""
    parliament.kind.supporters_needed = 2
    parliament.kind.save()
    gathering = make_petition(state="gathering_supporters")
    gathering.manage_hash = manage_digest(manage_key(gathering))
    gathering.save(update_fields=["manage_hash"])
    return [
        reverse("petitions:petition_status", args=[manage_key(gathering)]),
        reverse("petitions:petition_support", args=[gathering.support_key]),
        reverse("api_reference"),
    ]


def test_withdrawing_asks_first(open_page, paths, make_petition):
    page = open_page(paths[0], javascript=False)
    button = page.locator("main form button[type=submit]").last
    assert not button.is_visible()
    page.locator("main details summary").last.click()
    button.click()
    page.wait_for_load_state()
    assert page.locator("main form").count() == 0
