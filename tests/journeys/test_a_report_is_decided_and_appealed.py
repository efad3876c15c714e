"""Rob reports a comment, a moderator takes it down, its writer appeals, another person decides; everybody reads it."""

import re

import pytest

from core.moderation.models import Decision, Report
from tests.bills.conftest import say, version  # noqa: F401 - fixtures
from tests.journeys.test_petition_signs import fits, newest_mail
from tests.moderation.conftest import moderator

pytestmark = pytest.mark.browser


def decide(page, verb, **facts):
    """Fill one decision of the desk and press its button."""
    form = page.locator(f"form:has(input[name=verb][value={verb}])")
    form.locator("summary").click()
    for name, value in facts.items():
        field = form.locator(f"[name={verb}-{name}]")
        field.select_option(value) if name == "rule" else field.fill(value)
    form.locator("button[type=submit]").click()


def press(page):
    """Press the button of the form that takes words."""
    page.locator("main form:has([name=words]) button[type=submit]").click()


def report_it(rob, comment, faults):
    """Go from the comment to the form, be refused with nothing chosen, then report; gives the report."""
    rob.locator(f"a[href*='{comment.public_id}'][rel=nofollow]").first.click()
    rob.wait_for_url("**/moderation/report/**")
    assert fits(rob)
    press(rob)
    rob.locator("[role=alert], .summary, .problem").first.wait_for()
    rob.locator("[name=rule][value=insult]").check()
    rob.locator("[name=words]").fill("It insults everybody.")
    rob.locator("[name=email]").fill("rob@example.org")
    assert faults(rob) == []
    press(rob)
    rob.wait_for_url("**/moderation/reports/**")
    assert fits(rob)
    report = Report.objects.get()
    assert str(report.public_id) in rob.locator("main").inner_text()
    return report


def uphold_first(desk, late, faults):
    """Decide on one screen; the other, opened before, is told who was first and keeps what was typed."""
    desk.locator("table tbody a").first.click()
    desk.locator("button[value=claim]").click()
    desk.locator("button[value=release]").wait_for()
    assert faults(desk) == []
    decide(desk, "uphold", rule="insult", reason="It insults people.")
    desk.wait_for_url("**/admin/desk/reports/")
    decide(late, "dismiss", reason="I see no insult.")
    lost = late.locator(".desk-notice--lost")
    lost.wait_for()
    told = [words in lost.inner_text() for words in ("Ann", "It insults people.", "I see no insult.")]
    assert told == [True, True, True]


def appeal_by_mailed_link(open_page):
    """Follow the link of the writer's mail and appeal."""
    mail = newest_mail("bills/tell_comment_hidden")
    cora = open_page(re.search(r"https?://[^/\s]+(/\w\w/moderation/appeal/\S+)", mail.body)[1], width=320)
    assert fits(cora)
    cora.locator("[name=words]").fill("I spoke of the law, not of people.")
    press(cora)
    cora.locator("form:has([name=words])").wait_for(state="detached")


def reads_the_log(log, figure, faults):
    """The public log has both decisions, and their number in the reader's digits."""
    assert fits(log)
    text = log.locator("#log").locator("xpath=ancestor::section").inner_text()
    assert ("It insults people." in text, "It speaks of the law." in text) == (True, True)
    assert log.locator(".count b").inner_text() == figure
    assert faults(log) == []


@pytest.mark.parametrize(("language", "javascript"), [("en", True), ("ar", False)], ids=["en", "ar plain"])
def test_from_report_to_public_count(open_page, say, axe, language, javascript):  # noqa: F811
    faults = axe if javascript else lambda page: []  # axe itself is a script
    comment = say(email="cora@example.org", text="They should all be ashamed.")
    ann, bob = moderator("Ann"), moderator("Bob")
    slug = comment.annotation.version.bill.slug

    rob = open_page(f"/{language}/bills/{slug}/comments/{comment.public_id}/", width=320, javascript=javascript)
    report = report_it(rob, comment, faults)
    late = open_page(f"/admin/desk/reports/{report.pk}/", user=bob.user)
    uphold_first(open_page("/admin/desk/reports/", user=ann.user), late, faults)
    appeal_by_mailed_link(open_page)

    second = open_page("/admin/desk/appeals/", user=bob.user)
    second.locator("table tbody a").first.click()
    decide(second, "grant", reason="It speaks of the law.")
    second.wait_for_url("**/admin/desk/appeals/")
    comment.refresh_from_db()
    assert comment.state == "published"

    rob.reload()
    assert "It speaks of the law." in rob.locator("main").inner_text()
    log = open_page(f"/{language}/moderation/", width=320, javascript=javascript)
    reads_the_log(log, "2" if language == "en" else "٢", faults)
    assert Decision.objects.count() == 2
