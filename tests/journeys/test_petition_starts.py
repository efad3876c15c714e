"""Marta starts a petition page by page; a clerk publishes it at the desk; everybody can sign it."""

import re

import pytest

from petitions.models import Petition
from petitions.states import Standard
from tests.journeys.test_petition_signs import code_in, fits, newest_mail

pytestmark = pytest.mark.browser
TEXT = {
    "what": {"action": "Bring back the night train"},
    "why": {"background": "Many of us work at night."},
    "more": {"details": "The last train leaves at ten: https://trains.example/2026"},
    "you": {"name": "Marta Lind", "email": "marta@example.org", "postcode": "SL4 2AB"},
}


def go_on(page, following):
    """Press the page's main button; wait for the page that follows."""
    page.locator("main form button[type=submit]:not([name])").first.click()
    page.wait_for_url(following)


def write(page, step):
    for name, words in TEXT[step].items():
        page.locator(f"[name={name}]").fill(words)


def keep_for_later(page, look):
    """Leave the draft, have its link mailed, and come back by it."""
    page.locator("button[name=later]").click()
    page.wait_for_url("**/saved/")
    look("saved")
    page.locator("[name=email]").fill("marta@example.org")
    page.locator("aside form button[type=submit]").click()
    page.wait_for_url("**/saved/?sent")
    back = re.search(r"https?://[^/\s]+(/\S*/draft/\S+)", newest_mail("petitions/send_draft_link").body).group(1)
    page.goto("/".join(page.url.split("/")[:3]) + back)
    page.wait_for_url("**/more/")


def answer_the_standards(page, look):
    """Break one standard, read what it is for, and keep it then."""
    for standard in Standard.values:
        answer = "no" if standard == "private" else "yes"
        page.locator(f"[name={standard}][value={answer}]").check()
    go_on(page, "**/standards/no/")
    look("explained")
    page.locator("a[href$='/standards/']").last.click()
    page.locator("[name=private][value=yes]").check()
    go_on(page, "**/you/")


def write_the_petition(page, look):
    """Go through every step to the status page, address proven by a code."""
    look("what")
    go_on(page, "**/petitions/start/")  # nothing typed: the same page, with what is wrong
    assert page.locator(".problem").is_visible()
    write(page, "what")
    go_on(page, "**/similar/")
    look("similar")
    go_on(page, "**/why/")
    write(page, "why")
    keep_for_later(page, look)
    write(page, "more")
    look("more")
    go_on(page, "**/standards/")
    look("standards")
    answer_the_standards(page, look)
    write(page, "you")
    page.locator("[name=email]").fill("marta.lind@example.org")  # another address: the mailed link proves it no more
    page.locator("[name=committee]").select_option("transport")
    look("you")
    go_on(page, "**/check/")
    assert "marta.lind@example.org" in page.content()
    look("check")
    go_on(page, "**/petitions/start/*-*/")
    give_code(page, "petitions/ask_to_confirm_petition")
    page.wait_for_url("**/petitions/mine/**")
    look("supporters")


def give_code(page, kind):
    """Type the newest mailed code."""
    page.locator("[name=code]").fill(code_in(newest_mail(kind)))
    page.locator("form:has([name=code]) button[type=submit]").click()


def support(page, petition):
    """Follow the secret link of the status page, and support."""
    page.goto(page.locator(f"a[href*='/support/{petition.support_key}/']").get_attribute("href"))
    assert "trains.example" in page.content()  # supporters see the whole text
    for name, words in {"name": "Ann Lee", "email": "ann@example.org", "postcode": "SL4 2AB"}.items():
        page.locator(f"[name={name}]").fill(words)
    page.locator("[name=is_eligible]").check()
    page.locator("form:has([name=is_eligible]) button[type=submit]").last.click()
    page.wait_for_url("**/petitions/signing/**")
    give_code(page, "petitions/ask_to_confirm_signature")
    page.wait_for_url("**/thanks/")
    newest_mail("petitions/tell_petitioner", how_many=2)  # the first said that it is proven


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "plain"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_marta_starts_and_the_clerk_publishes(open_page, parliament, staff, language, javascript, axe):
    """Journey (b): one question a page at 320 px, supporters, status; every page fits and has no fault of axe."""
    parliament.kind.supporters_needed = 1
    parliament.kind.save()
    page = open_page(f"/{language}/petitions/start/", width=320, javascript=javascript)
    faults = {}

    def look(name):
        assert fits(page), name
        if javascript:
            faults[name] = axe(page)

    write_the_petition(page, look)
    status_page = page.url
    assert page.locator("svg[role=img]").is_visible()
    petition = Petition.objects.get()
    assert (petition.state, petition.petitioner_area.code) == ("gathering_supporters", "SLT")

    support(page, petition)
    petition.refresh_from_db()
    assert petition.state == "in_moderation"

    desk = open_page("/admin/desk/petitions/", user=staff["clerk"])
    desk.get_by_role("link", name="Bring back the night train").first.click()
    with desk.expect_navigation():
        desk.locator("button[name=verb][value=publish], form:has([value=publish]) button").first.click()
    petition.refresh_from_db()
    assert petition.state == "open"

    page.goto(status_page)
    look("published")
    page.locator(f"a[href$='/petitions/{petition.number}/']").first.click()
    page.wait_for_url(f"**/petitions/{petition.number}/")
    assert page.locator("#sign").is_visible()
    assert {name: found for name, found in faults.items() if found} == {}
