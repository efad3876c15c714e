"""The screens of mail in a real browser: clean by axe on a small phone and a desk, usable by keyboard."""

import os

import pytest

from core.mail import texts
from core.mail.models import MailText, Suppression

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KIND = "petitions/ask_to_confirm_signature"
SCREENS = ("", f"en/{KIND}/", f"ar/{KIND}/")


def picture(page, name):
    """Keep a picture where somebody asked for them."""
    if folder := os.environ.get("ROSTRA_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def faults_of(page, axe):
    found = [f"{page.url} {fault}" for fault in axe(page) if "landmark-unique" not in fault]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(f"{page.url} is too wide")
    return found


def test_the_screens_are_clean_and_a_text_is_previewed_and_saved(live, open_page, axe, staff):
    faults = []
    for width in (320, 1280):
        page = open_page("/admin/desk/mail/", user=staff["comms"], width=width)
        for screen in SCREENS:
            page.goto(f"/admin/desk/mail/{screen}")
            faults += faults_of(page, axe)
            picture(page, f"{screen.replace('/', '-') or 'list'}{width}")
        faults += faults_of(open_page("/admin/desk/mail/held-back/", user=staff["admin"], width=width), axe)
    page.goto(f"/admin/desk/mail/en/{KIND}/")
    page.get_by_label("Subject").fill("Please sign {petition}")
    page.get_by_role("button", name="Preview").press("Enter")
    page.get_by_role("heading", name="Preview").wait_for()
    frame = page.frame_locator("iframe.mail-html")
    assert frame.locator("h1").inner_text() == "Please sign Bring back the night train"
    faults += faults_of(page, axe)
    picture(page, "preview")
    page.get_by_role("button", name="Save").press("Enter")
    page.get_by_role("link", name="Own text").first.wait_for()
    assert MailText.objects.get().subject == "Please sign {petition}"
    assert faults == []


def test_the_way_out_is_clean_without_script(live, open_page, axe):
    link = texts.stop_link("i1:abc", "news", "en")
    path = link[link.index("/en/") :]
    page = open_page(path, width=320)
    faults = faults_of(page, axe)
    picture(page, "stop")
    page.get_by_role("button", name="Stop the news").press("Enter")
    page.get_by_role("heading", name="Done").wait_for()
    faults += faults_of(page, axe)
    picture(page, "stopped")
    assert (faults, Suppression.objects.get().reason) == ([], "unsubscribed")


def test_a_refused_form_says_when_and_keeps_the_words(live, open_page, axe, make_petition, settings):
    settings.LIMITS, settings.LIMITS_FACTOR = {"sign": "0/10m"}, 1
    petition = make_petition(state="open")
    page = open_page(f"/en/petitions/{petition.number}/sign/", width=320)
    for label, value in (("Full name", "Ann Lee"), ("E-mail", "ann@example.org"), ("Postcode", "SL4 2AB")):
        page.get_by_label(label).first.fill(value)
    page.get_by_label("I am a citizen or resident").check()
    page.locator("form button[type=submit]").last.press("Enter")
    page.get_by_text("You can try again at").first.wait_for()
    assert page.get_by_label("Full name").input_value() == "Ann Lee"
    picture(page, "refused")
    assert faults_of(page, axe) == []
