"""Sessions are listed, and end where they are told to."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from core.accounts import sessions
from core.accounts.actions import sign_out_everywhere
from core.accounts.models import AccountSession, Role
from core.accounts.sessions import device_of
from core.actors import actor_for
from core.errors import Forbidden
from core.events.models import Event

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"


@pytest.fixture
def two_browsers(client, make_client, make_staff):
    clerk = make_staff("clerk@parliament.example", Role.CLERK)
    phone = make_client()
    for browser, agent in ((client, FIREFOX), (phone, IPHONE)):
        browser.force_login(clerk)
        assert browser.get("/en/account/", headers={"user-agent": agent}).status_code == 200
    return clerk, client, phone


def test_browsers_are_named_by_kind_only(two_browsers):
    clerk, client, _phone = two_browsers
    page = client.get("/en/account/sessions/").content.decode()
    assert ("Firefox, Linux" in page, "Safari, iPhone" in page) == (True, True)
    kept = AccountSession.objects.filter(user=clerk).values()
    assert {row["device"] for row in kept} == {"Firefox, Linux", "Safari, iPhone"}
    assert "127.0.0.1" not in str(list(kept))
    assert "Mozilla" not in str(list(kept))


def test_an_unknown_browser_has_no_words():
    assert device_of("curl/8.0") == ""


def test_a_session_ended_elsewhere_is_over_at_once(two_browsers):
    clerk, client, phone = two_browsers
    row = AccountSession.objects.get(user=clerk, device="Safari, iPhone")
    begun = time.monotonic()
    client.post("/en/account/sessions/", {"session": str(row.public_id)})
    refused = phone.get("/admin/")
    assert time.monotonic() - begun < 2
    assert refused["Location"].startswith("/admin/login/")
    assert client.get("/admin/").status_code == 200
    assert Event.objects.get(verb="session.end").data == {"count": 1}


def test_planted_a_row_that_is_not_asked_for_leaves_the_other_browser_in(two_browsers, monkeypatch):
    """Without the look at the row, and with a store that lost the delete, the other browser stays in."""
    clerk, client, phone = two_browsers
    monkeypatch.setattr("core.accounts.middleware.SessionsMiddleware._hold", lambda self, request: None)
    AccountSession.objects.filter(user=clerk, device="Safari, iPhone").delete()
    assert phone.get("/admin/").status_code == 200
    monkeypatch.undo()
    assert phone.get("/admin/").status_code == 302


def test_sign_out_everywhere_else_keeps_this_one(two_browsers):
    _clerk, client, phone = two_browsers
    client.post("/en/account/sessions/", {})
    assert (client.get("/admin/").status_code, phone.get("/admin/").status_code) == (200, 302)


def test_nobody_ends_a_strangers_session(client, make_staff, two_browsers):
    clerk, _client, phone = two_browsers
    row = AccountSession.objects.get(user=clerk, device="Safari, iPhone")
    stranger = make_staff("moderator@parliament.example", Role.MODERATOR)
    client.force_login(stranger)
    assert client.post("/en/account/sessions/", {"session": str(row.public_id)}).status_code == 404
    assert client.post("/en/account/sessions/", {"session": "x"}).status_code == 404
    with pytest.raises(Forbidden):
        sign_out_everywhere(clerk, by=actor_for(stranger))
    assert phone.get("/admin/").status_code == 200


def test_last_seen_moves_once_a_minute(two_browsers):
    clerk, client, _phone = two_browsers
    row = AccountSession.objects.get(user=clerk, device="Firefox, Linux")
    client.get("/en/account/")
    row.refresh_from_db()
    first = row.seen_at
    with clock.frozen(clock.now() + sessions.SEEN_EVERY * 2):
        client.get("/en/account/")
    row.refresh_from_db()
    assert row.seen_at > first


@pytest.mark.parametrize("many", [1, 100])
def test_the_list_costs_the_same_for_one_and_for_a_hundred(client, make_staff, many):
    clerk = make_staff("clerk@parliament.example", Role.CLERK)
    client.force_login(clerk)
    client.get("/en/account/sessions/")
    now = clock.now()
    AccountSession.objects.bulk_create(
        AccountSession(user=clerk, session_key=f"k{turn}", device="Firefox", begun_at=now, seen_at=now)
        for turn in range(many - 1)
    )
    with CaptureQueriesContext(
        connection,
    ) as seen:
        page = client.get("/en/account/sessions/").content.decode()
    assert page.count("last seen") == many
    assert len(seen) <= 6
