"""Imre comments on a clause without JavaScript on a narrow telephone; a moderator publishes it; Bea answers."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest

from consultations.bills.actions.versions import close_version, import_bill, publish_version
from consultations.bills.models import Version
from core import clock
from core.accounts.actions import grant_role
from core.accounts.models import Role, User
from core.actors import CLOCK, IMPORT
from core.mail.models import Mail
from tests.bills.data import BODY, needs_real_bills, real_bill, small_bill

pytestmark = pytest.mark.browser
NARROW = 320
SENT = "main form button[type=submit]"


@pytest.fixture
def version(transactional_db) -> Version:
    """Give an open bill."""
    made = import_bill(small_bill(), by=IMPORT)
    return publish_version(made, by=IMPORT, comments_until=clock.now() + timedelta(days=3))


@pytest.fixture
def moderator(version) -> User:
    """Give who reads comments."""
    user = User.objects.create_user("moderator@parliament.example", name="Tomas Adler")
    grant_role(user, Role.MODERATOR, by=IMPORT)
    return User.objects.get(pk=user.pk)


def code_mailed(count: int) -> str:
    """Wait until so many codes were mailed; gives the newest."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        mails = Mail.objects.filter(kind="bills/ask_to_confirm_comment").order_by("id")
        if mails.count() >= count:
            return re.search(r"\b\d{6}\b", mails.last().body).group()
        time.sleep(0.1)
    raise AssertionError(f"no {count} codes were mailed")


def fits(page) -> None:
    """Nothing on the page is wider than the screen."""
    page.wait_for_load_state()
    page.wait_for_selector("footer.footer")
    page.wait_for_selector("main")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def enter_code(page, count: int) -> None:
    """Fill in the code that was mailed."""
    page.wait_for_selector("input[name=code]")
    fits(page)
    page.fill("input[name=code]", code_mailed(count))
    page.locator("main form button:not([name=resend])").first.click()
    page.wait_for_selector("dl.sumlist")


def publish_in_the_back_office(open_page, moderator, words: str) -> None:
    """Let the moderator find the comment on the desk and publish it."""
    desk = open_page("/admin/desk/comments/", user=moderator)
    desk.get_by_role("link", name=words).click()
    desk.get_by_role("button", name="Publish", exact=True).click()
    desk.wait_for_url("**/admin/desk/comments/**")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_from_the_list_to_a_published_comment_and_its_answer(open_page, version, moderator, language):
    page = open_page(f"/{language}/bills/", width=NARROW, javascript=False)
    fits(page)
    page.click("main .entries a")
    fits(page)
    page.click("#section-2 h4 a")
    fits(page)
    page.click("#section-2-1 > div > .here a")

    with page.expect_navigation():
        page.click(SENT)
    assert page.title().startswith(("Error:", "خطأ"))
    assert page.locator("[data-problem] a").count() == 4

    page.check("input[name=stance][value=change]")
    page.fill("[name=text]", "A day is too late.")
    page.fill("[name=wording]", "A notice must be sent within an hour.")
    page.fill("[name=name]", "Imre Sólyom")
    page.fill("[name=email]", "imre@example.org")
    page.click(SENT)
    enter_code(page, 1)
    fits(page)
    receipt = page.url.partition("#")[0]
    assert "/comments/" in receipt and page.locator("code").inner_text()

    publish_in_the_back_office(open_page, moderator, "A day is too late.")
    page.goto(receipt)
    assert page.locator(".redline ins").count() >= 1
    page.goto(f"/{language}/bills/rivers-bill/section-2/")
    fits(page)
    comment = page.locator("li.comment")
    assert "A day is too late." in comment.inner_text() and "(1)" in comment.inner_text()

    comment.locator(".comment-foot a[href$='/reply/']").click()
    page.fill("[name=text]", "An hour is enough.")
    page.fill("[name=name]", "Bea Lund")
    page.fill("[name=email]", "bea@example.org")
    page.click(SENT)
    enter_code(page, 2)
    publish_in_the_back_office(open_page, moderator, "An hour is enough.")
    page.goto(f"/{language}/bills/rivers-bill/section-2/")
    assert "Bea Lund" in page.locator("li.comment .reply").inner_text()


def test_faulty_form_moves_the_focus_and_passes_axe(open_page, version, axe):
    page = open_page("/en/bills/rivers-bill/section-2/")
    page.click(SENT)
    page.wait_for_selector("[data-problem]")

    assert page.evaluate("document.activeElement.hasAttribute('data-problem')")
    assert axe(page) == []


def test_with_script_the_words_follow_the_choice_until_they_are_changed(open_page, version):
    page = open_page("/en/bills/rivers-bill/section-2/")
    page.select_option("[name=on]", "section-2-2")
    assert page.input_value("[name=wording]") == "It states the place."

    page.fill("[name=wording]", "It states the place and the hour.")
    page.select_option("[name=on]", "section-2-1")
    assert page.input_value("[name=wording]") == "It states the place and the hour."


def fill_in(page) -> None:
    """Say something in the form of a clause."""
    page.check("input[name=stance][value=support]")
    page.fill("[name=text]", "Rivers need no forms.")
    page.fill("[name=name]", "Imre Sólyom")
    page.fill("[name=email]", "imre@example.org")


def test_who_sends_too_late_keeps_the_words_and_passes_axe(open_page, version, axe):
    page = open_page("/en/bills/rivers-bill/section-2/")
    fill_in(page)
    close_version(version, by=CLOCK)
    page.click(SENT)
    page.wait_for_selector("[data-problem]")

    assert "Comments on this bill are closed." in page.locator("[data-problem]").inner_text()
    assert "Rivers need no forms." in page.locator("main").inner_text()
    assert axe(page) == []


def test_a_version_that_comes_meanwhile_is_read_before_it_is_sent_again(open_page, version, axe):
    page = open_page("/en/bills/rivers-bill/section-2/")
    fill_in(page)
    reworded = small_bill(BODY.replace("It states the place.", "It states the place and the hour."))
    publish_version(import_bill(reworded, by=IMPORT), by=IMPORT)
    page.click(SENT)
    page.wait_for_selector("[data-problem]")

    assert page.input_value("[name=wording]").endswith("the place and the hour.")
    assert page.input_value("[name=text]") == "Rivers need no forms."
    assert axe(page) == []
    page.click(SENT)
    page.wait_for_selector("input[name=code]")


@needs_real_bills
@pytest.mark.both
def test_a_comment_stands_on_a_section_of_a_real_act(open_page, transactional_db, moderator):
    made = import_bill(real_bill("akn/gb-sct-asp-2017-1.xml"), by=IMPORT)
    publish_version(made, by=IMPORT, comments_until=clock.now() + timedelta(days=3))
    page = open_page("/en/bills/budget-scotland-act-2017/section-4/")
    page.check("input[name=stance][value=support]")
    page.fill("[name=text]", "Say the sums in words too.")
    page.fill("[name=name]", "Imre Sólyom")
    page.fill("[name=email]", "imre@example.org")
    page.click(SENT)
    enter_code(page, 1)
    publish_in_the_back_office(open_page, moderator, "Say the sums in words too.")

    page.goto("/en/bills/budget-scotland-act-2017/section-4/")
    assert "Say the sums in words too." in page.locator("li.comment").inner_text()
