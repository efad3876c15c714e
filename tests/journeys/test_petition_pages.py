"""The quieter pages around a petition, in a real browser: the petitioner's own, a supporter's, the machines' door."""

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


@pytest.mark.parametrize("width", [320, 1280])
def test_they_fit_and_axe_finds_no_fault(open_page, paths, axe, width):
    page = open_page("/en/petitions/", width=width)
    faults = {}
    for path in paths:
        for language in ("en", "ar"):
            page.set_extra_http_headers({"Accept-Language": language})
            page.goto(path.replace("/en/", f"/{language}/"))
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            found = axe(page) + ([f"{wide} px too wide"] if wide > 0 else [])
            if found:
                faults[f"{language} {path}"] = found
    assert faults == {}


def test_withdrawing_asks_first(open_page, paths, make_petition):
    page = open_page(paths[0], javascript=False)
    button = page.locator("main form button[type=submit]").last
    assert not button.is_visible()
    page.locator("main details summary").last.click()
    button.click()
    page.wait_for_load_state()
    assert page.locator("main form").count() == 0
