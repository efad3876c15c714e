"""The petitioner's own page in a real browser."""

import pytest
from django.urls import reverse

from petitions.actions.starting import manage_digest, manage_key
from petitions.models import Petition

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


def test_withdrawing_asks_first(open_page, paths):
    page = open_page(paths[0], javascript=False)
    page.locator("main a[href$='/withdraw/']").click()
    page.locator("main li", has_text="This cannot be undone.").wait_for()
    assert Petition.objects.get().state == "gathering_supporters"  # leading there changes nothing
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(f"**{paths[0]}*")
    assert Petition.objects.get().state == "withdrawn"
    assert page.locator("main a[href$='/withdraw/']").count() == 0
