"""Ann signs a petition: on a desktop and a small phone, in English and Arabic, with and without JavaScript."""

import re
import time

import pytest
from playwright.sync_api import expect

from core.mail.models import Mail
from petitions.models import Petition

pytestmark = pytest.mark.browser
LATER = 200  # ms: the page's own help with the focus, 100 ms after it came, is over

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
    page.wait_for_url("**/petitions/signature/*/thanks/")
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
    page.wait_for_url("**/thanks/")
    wait_for_count(1)


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "plain"])
def test_a_faulty_form_keeps_what_was_typed_and_leads_to_the_faults(open_page, open_petition, javascript):
    page = open_page(f"/en/petitions/{open_petition.number}/sign/", width=320, javascript=javascript)
    page.locator("[name=name]").fill("Ann Lee")
    page.locator("[name=email]").fill("ann@nowhere")
    page.locator("[name=postcode]").fill("ZZ9 9ZZ")
    with page.expect_navigation() as caught:
        page.locator("main form button[type=submit]").first.click()
    assert caught.value.status == 422
    assert page.title().startswith("Error:")
    assert page.locator("[name=name]").input_value() == "Ann Lee"
    assert page.locator("[name=postcode]").input_value() == "ZZ9 9ZZ"
    links = page.locator(".problem a")
    assert links.count() >= 1
    field = links.first.get_attribute("href")
    links.first.click()
    expect(page.locator(field)).to_be_focused()
    page.wait_for_timeout(LATER)
    expect(page.locator(field)).to_be_focused()
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


@pytest.mark.parametrize("language", ["en", "ar"])
def test_from_the_petition_to_the_thanks_on_a_phone_without_scripts(
    open_page, open_petition, axe, language, record_property
):
    """Four fields, one box, two screens and a code: what a person does, and nothing else; then each screen by axe."""
    page = open_page(f"/{language}/petitions/{open_petition.number}/", width=320, javascript=False)
    seen = [page.url]
    begun = time.monotonic()
    dock = page.locator(".dock a")
    assert (dock.is_visible(), dock.get_attribute("href")) == (True, "#sign")
    assert page.locator("#sign input:visible:not([type=checkbox])").count() == 3
    fill_in(page)
    page.locator("#sign button[type=submit]").click()
    page.wait_for_url("**/petitions/signing/**")
    seen.append(page.url)
    code = page.locator("[name=code]")
    assert (code.get_attribute("autocomplete"), code.get_attribute("inputmode")) == ("one-time-code", "numeric")
    code.fill(code_in(newest_mail("petitions/ask_to_confirm_signature")))
    page.locator("form:has([name=code]) button[type=submit]").click()
    page.wait_for_url("**/thanks/")
    seconds = time.monotonic() - begun
    record_property("seconds", f"{seconds:.1f}")
    print(f"signed in {seconds:.1f} s, {language}")  # noqa: T201 - the figure of the report
    seen.append(page.url)
    assert fits(page)
    page.locator("main a[href*='/petitions/signature/']").first.click()
    page.wait_for_url(re.compile(r"/petitions/signature/\w+/$"))
    seen.append(page.url)
    assert fits(page)
    page.locator("main a[href$='/withdraw/']").click()
    page.wait_for_url("**/withdraw/")
    seen.append(page.url)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/petitions/signature/*/?done=withdrawn")
    seen.append(page.url)
    wait_for_count(0)
    looked_at = open_page(seen[0], width=320)
    faults = {}
    for url in seen:
        looked_at.goto(url)
        faults[url] = axe(looked_at)
    assert {url: found for url, found in faults.items() if found} == {}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_waits_is_ticked_and_confirmed_on_one_page(open_page, make_petitions, axe, language):
    page = open_page(f"/{language}/petitions/", width=320, javascript=False)
    kind = "petitions/ask_to_confirm_signature"
    for turn, petition in enumerate(make_petitions(3)):
        page.goto(f"/{language}/petitions/{petition.number}/")
        fill_in(page)
        page.locator("#sign button[type=submit]").click()
        page.wait_for_url("**/petitions/signing/**")
        mail = newest_mail(kind, turn + 1)
    link = re.search(r"https?://\S+/confirm-all/\S+", mail.body).group()
    assert axe(open_page(link, width=320)) == []
    page.goto(link)
    assert (fits(page), page.locator("[name=signature]").count()) == (True, 3)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_selector("[role=alert]")
    assert page.locator("[name=signature]").count() == 3
    page.locator("[name=signature]").nth(1).check()
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/confirm-all/*/?done=1")
    assert page.locator("[name=signature]").count() == 2


def test_a_slip_in_the_address_is_asked_about_and_one_press_puts_it_right(open_page, open_petition):
    page = open_page(f"/en/petitions/{open_petition.number}/", width=320, javascript=False)
    fill_in(page, email="ann@gmial.com")
    page.locator("#sign button[type=submit]").click()
    page.get_by_role("button", name="Sign with").click()
    page.wait_for_url("**/petitions/signing/**")
    assert "a…@gmail.com" in page.locator("main").inner_text()
    assert open_petition.signatures.get().personal.email == "ann@gmail.com"
