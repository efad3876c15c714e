"""Signing in by a mailed code: the same for every address, and no more than that."""

import re

import pytest

from core import clock
from core.accounts.models import Role, SignInRequest, User
from core.accounts.signing_in import KEPT
from core.privacy.retaining import carry_out, plan
from core.verification.actions import CODE_LIFE, TRIES_PER_CODE

from .conftest import app_code, six_digits

pytestmark = pytest.mark.django_db
SIGN_IN = "/en/account/sign-in/"


def ask(client, email, after=""):
    """Ask for a code; gives the address of the page that takes it."""
    return client.post(SIGN_IN + (f"?next={after}" if after else ""), {"email": email})["Location"]


def test_the_first_code_makes_the_account_and_the_second_finds_it(client, make_client, mails):
    page = ask(client, "Imre@Example.org", "/en/petitions/")
    assert User.objects.count() == 0
    code = six_digits(mails("accounts/ask_code")[-1])
    assert client.post(page, {"code": code})["Location"] == "/en/petitions/"
    imre = User.objects.get()
    assert (imre.email, imre.is_staff, imre.has_usable_password()) == ("imre@example.org", False, False)
    assert client.get("/en/account/").status_code == 200
    again = make_client()
    page = ask(again, "imre@example.org")
    assert again.post(page, {"code": six_digits(mails("accounts/ask_code")[-1])})["Location"] == "/en/account/"
    assert User.objects.count() == 1
    assert SignInRequest.objects.count() == 0


def masked(response):
    """Give status, headers and body, tokens and ids masked."""
    text = re.sub(r"[0-9a-f]{32}|[0-9a-f-]{36}", "*", response.content.decode())
    headers = {name: re.sub(r"[0-9a-f-]{36}", "*", value) for name, value in response.items()}
    headers.pop("Expires", None)  # the second it was sent
    return response.status_code, headers, text


def test_known_and_unknown_addresses_look_the_same(client, make_client, make_staff, mails):
    make_staff("clerk@parliament.example", Role.CLERK, app=True)
    seen = []
    for email in ("clerk@parliament.example", "nobody@parliament.example"):
        browser = make_client()
        asked = browser.post(SIGN_IN, {"email": email})
        page = browser.get(asked["Location"])
        wrong = browser.post(asked["Location"], {"code": "000000"})
        seen.append([masked(answer) for answer in (asked, page, wrong)])
    assert seen[0] == seen[1]
    words = [re.sub(r"\d{6}|/stop/\S+", "*", mail.body) for mail in mails("accounts/ask_code")]
    assert words[0] == words[1]


def test_planted_another_page_for_unknown_addresses_would_be_seen(client, make_staff):
    make_staff("clerk@parliament.example", Role.CLERK)
    known = client.post(SIGN_IN, {"email": "clerk@parliament.example"})
    faulty = client.get(SIGN_IN)
    assert masked(known) != masked(faulty)


def test_a_code_works_once_for_ten_minutes_and_for_five_tries(client, make_client, mails):
    page = ask(client, "imre@example.org")
    code = six_digits(mails("accounts/ask_code")[-1])
    with clock.frozen(clock.now() + CODE_LIFE * 1.01):
        assert make_client().post(page, {"code": code}).status_code == 422
    assert client.post(page, {"code": code}).status_code == 302
    assert make_client().post(page, {"code": code}).status_code == 422
    other = ask(make_client(), "lena@example.org")
    good = six_digits(mails("accounts/ask_code")[-1])
    wrong = "000000" if good != "000000" else "111111"
    for _turn in range(TRIES_PER_CODE):
        assert client.__class__().post(other, {"code": wrong}).status_code == 422
    assert make_client().post(other, {"code": good}).status_code in {422, 429}
    assert User.objects.filter(email="lena@example.org").count() == 0


def test_the_resent_code_replaces_the_first(client, mails):
    page = ask(client, "imre@example.org")
    first = six_digits(mails("accounts/ask_code")[-1])
    with clock.frozen(clock.now() + CODE_LIFE / 5):
        client.post(page, {"resend": "1"})
        second = six_digits(mails("accounts/ask_code")[-1])
        answers = [client.post(page, {"code": code}).status_code for code in (first, second)]
    assert answers == [422, 302] or first == second


def test_staff_by_code_pass_their_second_factor_too(client, make_staff, mails):
    make_staff("clerk@parliament.example", Role.CLERK, app=True)
    page = ask(client, "clerk@parliament.example", "/admin/")
    stage = client.post(page, {"code": six_digits(mails("accounts/ask_code")[-1])})
    assert stage["Location"] == "/en/account/sign-in/second-factor/"
    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    assert client.post(stage["Location"], {"code": app_code()})["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_a_closed_account_stays_closed(client, make_staff, mails):
    clerk = make_staff("clerk@parliament.example")
    clerk.is_active = False
    clerk.save()
    page = ask(client, clerk.email)
    assert client.post(page, {"code": six_digits(mails("accounts/ask_code")[-1])}).status_code == 422


def test_nobody_is_led_to_another_site(client, mails):
    page = ask(client, "imre@example.org", "https://evil.example/")
    assert "evil" not in page
    code = six_digits(mails("accounts/ask_code")[-1])
    assert client.post(f"{page}?next=//evil.example", {"code": code})["Location"] == "/en/account/"


def test_the_page_sets_no_cookie_and_asks_for_no_token(client):
    page = client.get(SIGN_IN)
    assert (dict(page.cookies), "csrfmiddlewaretoken" in page.content.decode()) == ({}, False)


def test_wishes_that_were_never_used_are_deleted_after_a_day(client):
    ask(client, "imre@example.org")
    with clock.frozen(clock.now()):
        assert "accounts.requests.old" not in carry_out(plan())
    SignInRequest.objects.update(created_at=clock.now() - KEPT * 1.01)
    assert len(carry_out(plan())["accounts.requests.old"]) == 1
    assert SignInRequest.objects.count() == 0


def test_the_address_is_not_in_the_database_in_clear(client):
    from django.db import connection

    ask(client, "canary.imre@example.org")
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM accounts_signinrequest")
        assert "canary" not in str(cursor.fetchall())
