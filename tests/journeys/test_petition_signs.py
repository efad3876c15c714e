"""Ann signs a petition: on a desktop and a small phone, in English and Arabic, with and without JavaScript."""

import re
import time

import pytest

from core.mail.models import Mail
from petitions.models import Petition

pytestmark = pytest.mark.browser

WAYS = [
    pytest.param(language, width, javascript, id=f"{language}-{width}-{'js' if javascript else 'plain'}")
    for language in ("en", "ar")
    for width in (1280, 320)
    for javascript in (True, False)
]
PATIENCE_SECONDS = 15


def newest_mail(kind, how_many=1):
    """Wait for the worker to write a mail; gives the newest of its kind."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up:
        found = list(Mail.objects.filter(kind=kind).order_by("-id"))
        if len(found) >= how_many:
            return found[0]
        time.sleep(0.05)
    raise AssertionError(f"no mail {kind} in {PATIENCE_SECONDS} s")


def wait_for_count(count):
    """Wait for the worker to fold the count."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up:
        if Petition.objects.get().signature_count == count:
            return
        time.sleep(0.05)
    raise AssertionError(f"the count is not {count}: {Petition.objects.get().signature_count}")


def fits(page):
    """Tell whether nothing has to be scrolled sideways (WCAG 1.4.10)."""
    page.wait_for_selector("main")
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def code_in(mail):
    return re.search(r"\b\d{6}\b", mail.body).group()


def fill_in(page, **facts):
    """Fill the sign form as a person does, by name of the field."""
    whole = {"name": "Ann Lee", "email": "ann@example.org", "postcode": "SL4 2AB", **facts}
    for name, value in whole.items():
        page.locator(f"#sign [name={name}], form [name={name}]").first.fill(value)
    page.locator("[name=is_eligible]").first.check()


@pytest.mark.parametrize(("language", "width", "javascript"), WAYS)
def test_ann_signs(open_page, open_petition, language, width, javascript):
    page = open_page(f"/{language}/petitions/", width=width, javascript=javascript)
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    page.locator(f"a[href$='/petitions/{open_petition.number}/']").first.click()
    assert fits(page)
    fill_in(page)
    page.locator("#sign button[type=submit]").click()
    page.wait_for_url("**/petitions/signing/**")
    assert fits(page)
    mail = newest_mail("petitions/ask_to_confirm_signature")
    assert mail.language == language
    page.locator("[name=code]").fill(code_in(mail))
    page.locator("form:has([name=code]) button[type=submit]").click()
    page.wait_for_url(f"**/petitions/{open_petition.number}/signed/")
    assert fits(page)
    wait_for_count(1)
    page.goto(f"/{language}/petitions/{open_petition.number}/")
    shown = page.locator(".count b").first.inner_text()
    assert shown in {"1", "١"}
    assert open_petition.signatures.get().area.code == "SLT"


def test_the_link_in_the_mail_asks_before_it_counts(open_page, open_petition, live):
    page = open_page(f"/en/petitions/{open_petition.number}/")
    fill_in(page)
    page.get_by_role("button", name=f"Sign petition {open_petition.number}").click()
    page.wait_for_url("**/signing/**")
    link = re.search(r"https?://\S+/confirm/\S+", newest_mail("petitions/ask_to_confirm_signature").body).group()
    assert link.startswith(live.url)
    page.goto(link)
    assert open_petition.signatures.get().state == "pending"
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**/signed/")
    wait_for_count(1)


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "plain"])
def test_a_faulty_form_keeps_what_was_typed_and_leads_to_the_faults(open_page, open_petition, javascript):
    page = open_page(f"/en/petitions/{open_petition.number}/sign/", width=320, javascript=javascript)
    page.locator("[name=name]").fill("Ann Lee")
    page.locator("[name=email]").fill("ann@nowhere")
    page.locator("[name=postcode]").fill("ZZ9 9ZZ")
    with page.expect_response(lambda answer: answer.request.method == "POST") as caught:
        page.locator("main form button[type=submit]").first.click()
    assert caught.value.status == 422
    page.wait_for_load_state()
    assert page.title().startswith("Error:")
    assert page.locator("[name=name]").input_value() == "Ann Lee"
    assert page.locator("[name=postcode]").input_value() == "ZZ9 9ZZ"
    links = page.locator(".error-summary a, [role=alert] a, .problem-top a")
    assert links.count() >= 1
    links.first.click()
    focused = page.evaluate("document.activeElement.id") if javascript else page.url.split("#")[1]
    assert focused == links.first.get_attribute("href").removeprefix("#")
    assert open_petition.signatures.count() == 0


def test_by_keyboard_alone(open_page, open_petition):
    page = open_page(f"/en/petitions/{open_petition.number}/sign/")
    page.locator("[name=name]").focus()
    page.keyboard.type("Ann Lee")
    page.keyboard.press("Tab")
    page.keyboard.type("ann@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type("SL4 2AB")
    for _step in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "is_eligible":
            break
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/signing/**")
    assert open_petition.signatures.count() == 1
