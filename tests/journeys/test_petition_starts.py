"""Marta starts a petition; a clerk publishes it at the desk; everybody can sign it."""

import pytest

from petitions.models import Petition
from tests.journeys.test_petition_signs import code_in, fits, newest_mail

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "plain"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_marta_starts_and_the_clerk_publishes(open_page, parliament, staff, language, javascript, axe):
    page = open_page(f"/{language}/petitions/start/", width=320, javascript=javascript)
    assert fits(page)
    page.locator("[name=action]").fill("Bring back the night train")
    page.locator("[name=background]").fill("Many of us work at night.")
    page.locator("[name=details]").fill("The last train leaves at ten.")
    page.locator("[name=committee]").select_option("transport")
    page.locator("[name=name]").fill("Marta Lind")
    page.locator("[name=email]").fill("marta@example.org")
    page.locator("[name=keeps_rules]").check()
    page.locator("main form:has([name=action]) button[type=submit]").click()
    page.wait_for_url("**/petitions/start/*-*/")
    page.locator("[name=code]").fill(code_in(newest_mail("petitions/ask_to_confirm_petition")))
    page.locator("form:has([name=code]) button[type=submit]").click()
    page.wait_for_url("**/petitions/mine/**")
    assert fits(page)
    status_page = page.url
    petition = Petition.objects.get()
    assert petition.state == "in_moderation"
    if javascript:
        assert axe(page) == []

    desk = open_page("/admin/desk/petitions/", user=staff["clerk"])
    desk.get_by_role("link", name="Bring back the night train").first.click()
    desk.locator("button[name=verb][value=publish], form:has([value=publish]) button").first.click()
    desk.wait_for_load_state()
    petition.refresh_from_db()
    assert petition.state == "open"
    assert newest_mail("petitions/tell_petitioner", how_many=2).to_address == "marta@example.org"

    page.goto(status_page)
    page.goto(f"/{language}/petitions/")
    page.get_by_role("link", name="Bring back the night train").first.click()
    page.wait_for_url(f"**/petitions/{petition.number}/")
    assert page.locator("#sign").is_visible()
