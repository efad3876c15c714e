"""Signing in with a real browser: passkeys by Chromium's virtual authenticator, pages by axe on a small phone."""

import re

import pytest
from allauth.mfa.models import Authenticator

from core.accounts.models import AccountSession, Role

from .conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def localhost(live, settings):
    """Speak of this machine by its name: a passkey belongs to a domain, never to an address."""
    live.url = live.url.replace("127.0.0.1", "localhost")
    settings.SITE_URL = live.url
    return live


def with_authenticator(page):
    """Put a virtual authenticator with a fingerprint into the page's browser; gives a session of its protocol."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, made["authenticatorId"]


def test_a_clerk_sets_up_a_passkey_and_signs_in_with_it_alone(localhost, open_page, make_staff):
    clerk = make_staff("clerk@parliament.example", Role.CLERK)
    page = open_page("/admin/desk/petitions/")
    cdp, key = with_authenticator(page)
    page.get_by_role("link", name="Sign in with a password").click()
    page.get_by_label("E-mail").fill(clerk.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Set up a second factor").wait_for()
    page.get_by_role("link", name="Set up a passkey").click()
    page.get_by_label("Name of the passkey").fill("Work phone")
    page.get_by_role("button", name="Set up").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.get_by_role("link", name="I have kept them, go on").click()
    page.wait_for_url("**/admin/desk/petitions/")
    assert [row.wrap().name for row in Authenticator.objects.filter(user=clerk, type="webauthn")] == ["Work phone"]

    page.context.clear_cookies()
    page.goto("/en/account/sign-in/?next=/admin/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(re.compile(r"//[^/]+/admin/$"))
    assert AccountSession.objects.filter(user=clerk, is_strong=True).count() == 2

    # Planted: a finger that is not the holder's opens nothing, and the page says so.
    page.context.clear_cookies()
    cdp.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.goto("/en/account/sign-in/?next=/admin/")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("The passkey was not used.").wait_for()
    page.goto("/admin/")
    page.get_by_role("heading", name="Sign in", exact=True).wait_for()


PAGES = ("", "security/", "sessions/", "security/app/", "security/passkeys/add/", "security/password/")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_sign_in_and_account_are_clean_on_a_small_phone(live, open_page, axe, make_staff, language):
    clerk = make_staff("clerk@parliament.example", Role.CLERK, app=True)
    citizen = make_staff("imre@example.org")
    pages = [open_page(f"/{language}/account/sign-in/", width=320)]
    pages.append(open_page(f"/{language}/account/sign-in/password/", width=320, dark=True))
    faults = []
    for page in pages:
        faults += _faults(page, axe)
    for user, addresses in ((clerk, PAGES[:3]), (citizen, PAGES[3:])):
        page = open_page(f"/{language}/account/", width=320, user=user)
        for address in addresses:
            page.goto(f"/{language}/account/{address}")
            faults += _faults(page, axe)
    assert faults == []


def _faults(page, axe):
    found = [f"{page.url} {fault}" for fault in axe(page)]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(f"{page.url} is too wide")
    return found


def test_the_people_screens_are_clean(live, open_page, axe, make_staff):
    admin = make_staff("admin@parliament.example", Role.ADMIN)
    clerk = make_staff("clerk@parliament.example", Role.CLERK, app=True)
    faults = []
    for width in (320, 1280):
        page = open_page("/admin/desk/people/", user=admin, width=width)
        for address in ("", "invite/", f"{clerk.public_id}/", f"{admin.public_id}/"):
            page.goto(f"/admin/desk/people/{address}")
            faults += [fault for fault in _faults(page, axe) if "landmark-unique" not in fault]
    assert faults == []
