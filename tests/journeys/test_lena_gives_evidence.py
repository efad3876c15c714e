"""Lena hands in a PDF without JavaScript on a narrow telephone; the clerk decides; it stands under its number."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from consultations.evidence.models import CallForEvidence, Submission
from core.accounts.actions import grant_role
from core.accounts.models import Role, User
from core.actors import IMPORT
from core.mail.models import Mail
from core.parliament.models import Committee
from core.parliament.selectors import main_chamber
from tests.evidence import files
from tests.evidence.conftest import code_in, link_in, make_call

pytestmark = pytest.mark.browser
NARROW = 320
PDF = {
    "name": "my rent.pdf",
    "mimeType": "application/octet-stream",
    "buffer": files.pdf("Visible words", author="Lena"),
}


@pytest.fixture
def call(transactional_db) -> CallForEvidence:
    """Give an open call."""
    committee = Committee.objects.create(
        chamber=main_chamber(), slug="housing-x", name={"en": "Housing Committee", "ar": "لجنة الإسكان"}
    )
    return make_call(committee, "REN")


@pytest.fixture
def clerk(call) -> User:
    """Give the clerk of the committee."""
    user = User.objects.create_user("clerk@parliament.example", name="Noor Verbeek")
    grant_role(user, Role.CLERK, by=IMPORT, committee=call.inquiry.committee)
    return User.objects.get(pk=user.pk)


def mail_of(kind: str) -> Mail:
    """Wait until the worker has written a mail of a kind; gives the newest."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if mail := Mail.objects.filter(kind=f"evidence/{kind}").order_by("-id").first():
            return mail
        time.sleep(0.1)
    raise AssertionError(f"no mail {kind}")


def fits(page) -> None:
    """Nothing on the page is wider than the screen."""
    page.wait_for_load_state()  # right after a post the old page may be gone and the new one not yet there
    page.wait_for_selector("main")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def go_on(page) -> None:
    """Press the page's main button; the page that follows is read to its end."""
    fits(page)
    with page.expect_navigation():
        page.locator("main form button.button:not(.quiet)").first.click()


def begin(page) -> None:
    """From the call to the evidence page."""
    fits(page)
    page.locator("aside a.button").click()
    page.locator("[name=kind][value=person]").check()
    page.locator("[name=name]").fill("Lena Moor")
    page.locator("[name=email]").fill("lena@example.org")
    go_on(page)


def publish_at_the_desk(page, submission: Submission) -> None:
    """Take up, accept, publish, with the desk's own buttons."""
    decide = "form.desk-decision:has([name=verb][value={}])"
    page.locator(f"{decide.format('take_up')} button").click()
    for verb in ("accept", "publish"):
        form = page.locator(decide.format(verb))
        form.locator("summary").click()
        if verb == "publish":
            form.locator("[name=publish-is_checked]").check()
        form.locator("button").click()


@pytest.mark.both
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_pdf_ends_published_under_its_number(open_page, call, clerk, language):
    page = open_page(f"/{language}/evidence/calls/{call.slug}/", width=NARROW, javascript=False)
    begin(page)
    go_on(page)  # nothing filled in yet
    assert page.locator("[data-problem]").count() == 1
    page.locator("[name=title]").fill("Eleven weeks without heating")
    page.locator("[name=file]").set_input_files(PDF)
    go_on(page)
    page.locator("[name=wish][value=anonymous]").check()
    go_on(page)
    assert page.locator("[data-problem]").count() == 1
    assert page.locator("[name=wish][value=anonymous]").is_checked()
    page.locator("[name=reason]").fill("I still live there.")
    page.locator("[name=shown_as]").fill("a tenant in Saltmere")
    go_on(page)
    assert page.get_by_text("my rent.pdf").count() == 1
    go_on(page)
    page.locator("[name=code]").fill(code_in(mail_of("ask_to_confirm_submission")))
    go_on(page)
    fits(page)
    submission = Submission.objects.get()
    assert submission.state == "submitted"
    assert page.get_by_text(submission.receipt).count() >= 1

    desk = open_page(f"/admin/desk/evidence/{submission.pk}/", user=clerk)
    publish_at_the_desk(desk, submission)
    desk.get_by_role("link", name="See what you decided").click()  # nothing else waits: the list
    desk.locator("form.desk-decision:has([name=verb][value=take_down])").wait_for()

    public = open_page(f"/{language}/evidence/REN0001/", width=NARROW, javascript=False)
    fits(public)
    assert public.locator("h1").inner_text() == "Eleven weeks without heating"
    assert public.get_by_text("a tenant in Saltmere").count() == 1
    assert public.get_by_text("Lena Moor").count() == 0
    with public.expect_download() as download:
        public.locator("main a[href$='/file/'].button").click()
    assert download.value.suggested_filename == "REN0001.pdf"
    assert b"Visible words" in Path(download.value.path()).read_bytes()


def test_a_draft_goes_on_in_another_browser_by_the_mailed_link(open_page, call):
    first = open_page(f"/en/evidence/calls/{call.slug}/", width=NARROW, javascript=False)
    begin(first)
    first.locator("[name=answer_1]").fill("Half a thought about the boiler")
    first.locator("button[name=later]").click()
    fits(first)

    path = link_in(mail_of("send_return_link"))
    other = open_page(path, javascript=False)
    assert other.locator("[name=answer_1]").input_value() == "Half a thought about the boiler"
    other.locator("[name=title]").fill("Boiler")
    go_on(other)
    other.locator("[name=wish][value=named]").check()
    go_on(other)
    go_on(other)
    assert Submission.objects.get().state == "submitted"
    assert other.get_by_text(Submission.objects.get().receipt).count() >= 1
