"""Journey (h): two clerks in two browsers on one petition; the mail read first; hiding by two; axe on the screens."""

from datetime import timedelta
from pathlib import Path

import pytest

from core import clock
from petitions.models import Petition

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WAGTAILS_OWN = {"landmark-unique"}
SHOTS = None  # a folder, to look at the screens


def clean(axe, page, name=""):
    """Look at a screen: no fault of ours, no sideways scrolling of the page."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)
    assert [fault for fault in axe(page) if fault.split(":")[0] not in WAGTAILS_OWN] == []


def test_two_clerks_on_one_petition_and_hiding_by_two(open_page, axe, live, make_petition, staff):
    late = make_petition("in_moderation", submitted_at=clock.now() - timedelta(days=30))
    make_petition("in_moderation", submitted_at=clock.now() - timedelta(days=1))
    ann = open_page("/admin/desk/petitions/", user=staff["clerk"])
    clean(axe, ann, "list")
    ann.get_by_role("link", name="overdue", exact=False).first.click()
    ann.get_by_label("Save this choice as").fill("Overdue ones")
    ann.get_by_role("button", name="Save", exact=True).click()
    ann.get_by_role("link", name="Overdue ones").wait_for()
    ann.get_by_role("link", name=late.action).click()
    ann.get_by_role("button", name="I am on it").click()
    ann.get_by_text("On it:").wait_for()
    clean(axe, ann, "item")

    bob = open_page(f"/admin/desk/petitions/{late.pk}/", user=staff["moderator"])
    bob.get_by_text(staff["clerk"].name).first.wait_for()
    bob.locator("summary", has_text="Reject").first.click()
    bob.locator("[name=reject-reason_code]").select_option("duplicate")
    bob.locator("[name=reject-reason]").fill("There is one already.")

    ann.locator("form:has([name=verb][value=publish]) button[name=preview]").click()
    ann.get_by_role("heading", name="The mail that goes to the petitioner").wait_for()
    assert "Your petition is open for signatures" in ann.locator("#desk-mail ~ p").last.inner_text()
    clean(axe, ann, "mail")
    ann.get_by_role("button", name="Publish", exact=True).click()
    ann.get_by_text("Done:").wait_for()

    bob.locator("form:has([name=verb][value=reject]) button:not([name=preview])").click()
    bob.get_by_text("First was").wait_for()
    assert staff["clerk"].name in bob.locator(".desk-notice--lost").inner_text()
    assert "There is one already." in bob.locator(".desk-notice--lost").inner_text()
    clean(axe, bob, "late")
    assert Petition.objects.get(pk=late.pk).state == "open"

    bob.goto(f"/admin/desk/petitions/{late.pk}/")
    bob.locator("summary", has_text="Propose to hide").click()
    bob.locator("[name=hide-rule]").select_option("hate")
    bob.locator("[name=hide-reason]").fill("It calls a group names.")
    bob.locator("form:has([name=verb][value=hide]) button:not([name=preview])").click()
    bob.get_by_text("Done:").wait_for()
    assert Petition.objects.get(pk=late.pk).state == "open"

    ann.goto(f"/admin/desk/petitions/{late.pk}/")
    ann.get_by_role("link", name="Confirm or decline").click()
    ann.get_by_role("button", name="Confirm: do it now").wait_for()
    clean(axe, ann, "proposal")
    ann.get_by_role("button", name="Confirm: do it now").click()
    ann.get_by_text("Done:").wait_for()
    assert Petition.objects.get(pk=late.pk).state == "hidden"


def test_the_desk_on_a_phone_and_on_paper(open_page, axe, live, make_petition, staff):
    petition = make_petition("in_moderation")
    page = open_page(f"/admin/desk/petitions/{petition.pk}/", user=staff["clerk"], width=320)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    clean(axe, page, "phone")
    page.goto("/admin/desk/petitions/")
    fits = "[...document.querySelectorAll('.desk-table')].every(one => one.scrollWidth <= one.clientWidth)"
    assert page.evaluate(fits)
    table = page.get_by_role("table")
    assert [table.get_by_role(role).count() for role in ("row", "rowheader", "columnheader")] == [2, 1, 8]
    clean(axe, page, "phone-list")
    for path in (
        f"/admin/desk/petitions/{petition.pk}/print/",
        "/admin/desk/petitions/print/",
        "/admin/desk/petitions/terms/",
    ):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        clean(axe, page, path.strip("/").rpartition("/")[2])
