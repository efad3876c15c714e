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


@pytest.mark.parametrize(("language", "javascript"), [("en", True), ("ar", False)], ids=["en", "ar plain"])
def test_from_report_to_public_count(open_page, say, axe, language, javascript):  # noqa: F811
    comment = say(email="cora@example.org", text="They should all be ashamed.")
    ann, bob = moderator("Ann"), moderator("Bob")
    slug = comment.annotation.version.bill.slug

    rob = open_page(f"/{language}/bills/{slug}/comments/{comment.public_id}/", width=320, javascript=javascript)
    rob.locator(f"a[href*='{comment.public_id}'][rel=nofollow]").first.click()
    rob.wait_for_url("**/moderation/report/**")
    assert fits(rob)
    rob.locator("main form:has([name=words]) button[type=submit]").click()
    rob.locator("[role=alert], .summary, .problem").first.wait_for()
    rob.locator("[name=rule][value=insult]").check()
    rob.locator("[name=words]").fill("It insults everybody.")
    rob.locator("[name=email]").fill("rob@example.org")
    if javascript:
        assert axe(rob) == []
    rob.locator("main form:has([name=words]) button[type=submit]").click()
    rob.wait_for_url("**/moderation/reports/**")
    assert fits(rob)
    report = Report.objects.get()
    assert str(report.public_id) in rob.locator("main").inner_text()

    desk = open_page("/admin/desk/reports/", user=ann.user)
    late = open_page(f"/admin/desk/reports/{report.pk}/", user=bob.user)
    desk.locator("table tbody a").first.click()
    desk.locator("button[value=claim]").click()
    desk.locator("button[value=release]").wait_for()
    if javascript:
        assert axe(desk) == []
    decide(desk, "uphold", rule="insult", reason="It insults people.")
    desk.wait_for_url("**/admin/desk/reports/")
    decide(late, "dismiss", reason="I see no insult.")
    lost = late.locator(".desk-notice--lost")
    lost.wait_for()
    assert "Ann" in lost.inner_text()
    assert "It insults people." in lost.inner_text()
    assert "I see no insult." in lost.inner_text()

    mail = newest_mail("bills/tell_comment_hidden")
    cora = open_page(re.search(r"https?://[^/\s]+(/\w\w/moderation/appeal/\S+)", mail.body)[1], width=320)
    assert fits(cora)
    cora.locator("[name=words]").fill("I spoke of the law, not of people.")
    cora.locator("main form:has([name=words]) button[type=submit]").click()
    cora.locator("form:has([name=words])").wait_for(state="detached")

    second = open_page("/admin/desk/appeals/", user=bob.user)
    second.locator("table tbody a").first.click()
    decide(second, "grant", reason="It speaks of the law.")
    second.wait_for_url("**/admin/desk/appeals/")
    comment.refresh_from_db()
    assert comment.state == "published"

    rob.reload()
    assert "It speaks of the law." in rob.locator("main").inner_text()
    log = open_page(f"/{language}/moderation/", width=320, javascript=javascript)
    assert fits(log)
    text = log.locator("#log").locator("xpath=ancestor::section").inner_text()
    assert ("It insults people." in text, "It speaks of the law." in text) == (True, True)
    figure = log.locator(".count b").inner_text()
    assert figure == ("2" if language == "en" else "٢")
    assert Decision.objects.count() == 2
    if javascript:
        assert axe(log) == []
