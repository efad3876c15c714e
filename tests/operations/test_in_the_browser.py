"""An administrator stops signing; a citizen reads why on a small screen, loses nothing, and signs once it is open."""

import pytest

from petitions.models import Signature
from tests.petitions.helpers import FORM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Faults in Wagtail's own markup, by rule; ours are never listed here.
WAGTAILS_OWN = {"landmark-unique"}


def ours(faults):
    return [fault for fault in faults if fault.split(":")[0] not in WAGTAILS_OWN]


def filled(page):
    """Fill the form of signing."""
    for name in ("name", "email", "postcode"):
        page.locator(f"[name={name}]").fill(FORM[name])
    page.locator("[name=is_eligible]").check()
    return page


def test_a_door_is_stopped_and_opened_again(open_page, axe, live, parliament, make_petition, staff):
    petition = make_petition(state="open")
    desk = open_page("/admin/desk/switches/", user=staff["admin"])
    assert ours(axe(desk)) == []
    desk.get_by_role("link", name="Signing petitions").click()
    desk.get_by_role("button", name="Stop").click()
    desk.get_by_role("heading", name="There is a problem").wait_for()
    assert ours(axe(desk)) == []
    path = f"/en/petitions/{petition.number}/sign/"
    citizen = filled(open_page(path, width=320, javascript=False))
    other = filled(open_page(path))
    desk.get_by_label("Reason (English)").fill("We mend the register.")
    desk.get_by_label("Expected end").fill("2099-01-02T18:00")
    desk.get_by_role("button", name="Stop").click()
    desk.get_by_text("Done:").wait_for()
    citizen.locator("main form button[type=submit]").last.click()
    citizen.get_by_role("heading", name="This is stopped at the moment").wait_for()
    assert citizen.get_by_text("We mend the register.").count() >= 1
    assert citizen.evaluate("document.documentElement.scrollWidth") <= 320
    other.locator("main form button[type=submit]").last.click()
    other.get_by_role("heading", name="This is stopped at the moment").wait_for()
    assert axe(other) == []
    banner = open_page("/ar/petitions/")
    assert banner.locator(".banner").count() == 1
    assert axe(banner) == []
    desk.get_by_role("link", name="Signing petitions").click()
    desk.get_by_role("button", name="Open again").click()
    desk.get_by_text("Done:").wait_for()
    citizen.get_by_role("button", name="Send again").click()
    citizen.get_by_role("heading", name="This is stopped at the moment").wait_for(state="detached")
    assert Signature.objects.count() == 1
