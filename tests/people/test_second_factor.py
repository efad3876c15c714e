"""Who works here passes a second factor, or sees nothing of the back office."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import URLPattern, get_resolver

from core.accounts import assurance, middleware
from core.accounts.models import Role
from core.events.models import Event

from .conftest import PASSWORD, app_code

pytestmark = pytest.mark.django_db


def back_office_addresses() -> list[str]:
    """List an address for every route below /admin/ that needs no argument, and of ours those that do."""
    found = []

    def walk(resolver, prefix):
        for entry in resolver.url_patterns:
            address = prefix + str(entry.pattern).lstrip("^").rstrip("$")
            if not isinstance(entry, URLPattern):
                walk(entry, address)
            elif address.startswith("admin/"):
                for word, sample in {"<slug:queue>": "petitions", "<int:pk>": "1", "<slug:slug>": "a"}.items():
                    address = address.replace(word, sample)
                if not set("<(?[") & set(address):
                    found.append(f"/{address}")

    walk(get_resolver(), "")
    return sorted(set(found) - {"/admin/login/", "/admin/logout/"})


def opened(client, addresses):
    """List the addresses that did not lead to the second factor."""
    return [
        address
        for address in addresses
        if (response := client.get(address)).status_code != 302 or "/account/prove/" not in response["Location"]
    ]


def test_staff_without_a_second_factor_reach_no_back_office_page(client, make_staff):
    client.force_login(make_staff("admin@parliament.example", Role.ADMIN), second_factor=False)
    addresses = back_office_addresses()
    assert len(addresses) > 60
    assert "/admin/desk/petitions/" in addresses
    assert "/admin/desk/hearings/a/console/" in addresses
    assert opened(client, addresses) == []


def test_a_post_and_a_machine_get_a_problem(client, make_staff):
    client.force_login(make_staff("clerk@parliament.example", Role.CLERK), second_factor=False)
    assert client.post("/admin/desk/petitions/1/", {"verb": "publish"}).json()["code"] == "second_factor"
    answer = client.get("/admin/desk/hearings/a/console/ticket/", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor")


def test_a_planted_gap_would_be_seen(client, make_staff, monkeypatch):
    client.force_login(make_staff("admin@parliament.example", Role.ADMIN), second_factor=False)
    monkeypatch.setattr(middleware, "_must_prove", lambda request: "reports" not in request.path)
    assert [address for address in opened(client, back_office_addresses()) if "reports" not in address] == []
    assert len(opened(client, back_office_addresses())) > 3


def test_roles_count_for_nothing_before_it_on_any_door(rf, client, make_staff):
    clerk = make_staff("clerk@parliament.example", Role.CLERK)
    client.force_login(clerk, second_factor=False)
    seen = []

    def look(request):
        from core.actors import actor_of

        seen.append(actor_of(request).roles)

    for second_factor in (False, True):
        client.force_login(clerk, second_factor=second_factor)
        request = rf.get("/api/v1/petitions/")
        request.user, request.session = clerk, client.session
        look(request)
    assert seen == [frozenset(), frozenset({"clerk"})]


def test_by_password_and_app_the_desk_opens(client, make_staff):
    make_staff("clerk@parliament.example", Role.CLERK, app=True)
    to_sign_in = client.get("/admin/", follow=True)
    assert to_sign_in.redirect_chain[-1][0] == "/en/account/sign-in/?next=%2Fadmin%2F"
    form = {"login": "clerk@parliament.example", "password": PASSWORD, "next": "/admin/"}
    stage = client.post("/en/account/sign-in/password/", form, follow=True)
    assert stage.redirect_chain[-1][0] == "/en/account/sign-in/second-factor/"
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/en/account/sign-in/")
    wrong = client.post("/en/account/sign-in/second-factor/", {"code": "000000"})
    assert (wrong.status_code, "This code is not right" in wrong.content.decode()) == (422, True)
    assert client.post("/en/account/sign-in/second-factor/", {"code": app_code()})["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_a_wrong_password_and_an_unknown_address_look_the_same(client, make_staff):
    make_staff("clerk@parliament.example", Role.CLERK, app=True)
    bodies = []
    for email in ("clerk@parliament.example", "nobody@parliament.example"):
        answer = client.post("/en/account/sign-in/password/", {"login": email, "password": "wrong wrong wrong"})
        assert answer.status_code == 422
        text = answer.content.decode().replace(email, "")
        bodies.append("".join(line for line in text.splitlines() if 'name="once"' not in line))
    assert bodies[0] == bodies[1]


def test_who_has_none_is_led_to_set_one_up_and_gets_recovery_codes(client, make_staff, mails):
    clerk = make_staff("clerk@parliament.example", Role.CLERK)
    form = {"login": "clerk@parliament.example", "password": PASSWORD, "next": "/admin/desk/petitions/"}
    must = client.post("/en/account/sign-in/password/", form, follow=True)
    assert "Set up a second factor" in must.content.decode()
    page = client.get("/en/account/security/app/")
    secret = page.context["form"].secret
    assert secret not in client.get("/en/account/security/").content.decode()
    done = client.post("/en/account/security/app/", {"code": app_code(secret)}, follow=True)
    assert "Recovery codes" in done.content.decode()
    assert 'href="/admin/desk/petitions/"' in done.content.decode()
    assert client.get("/admin/desk/petitions/").status_code == 200
    stored = Authenticator.objects.get(user=clerk, type="totp").data["secret"]
    assert secret not in stored
    assert [mail.to_address for mail in mails("accounts/tell_second_factor")] == ["clerk@parliament.example"]


def test_a_recovery_code_lets_in_once(client, make_client, make_staff):
    clerk = make_staff("clerk@parliament.example", Role.CLERK, app=True)
    code = Authenticator.objects.get(user=clerk, type="recovery_codes").wrap().get_unused_codes()[0]
    results = []
    for browser in (client, make_client()):
        browser.post("/en/account/sign-in/password/", {"login": clerk.email, "password": PASSWORD})
        answer = browser.post("/en/account/sign-in/second-factor/", {"code": code})
        results.append((answer.status_code, browser.get("/admin/").status_code))
    assert results == [(302, 200), (422, 302)]


def test_staff_cannot_drop_their_last_one(client, make_staff):
    clerk = make_staff("clerk@parliament.example", Role.CLERK, app=True)
    client.force_login(clerk)
    answer = client.post("/en/account/security/app/remove/")
    assert answer.status_code == 422
    assert "This is your last second factor" in answer.content.decode()
    assert Authenticator.objects.filter(user=clerk, type="totp").count() == 1


def test_a_citizen_may_drop_it(client, make_staff):
    citizen = make_staff("imre@example.org", app=True)
    client.force_login(citizen)
    assert client.post("/en/account/security/app/remove/").status_code == 302
    assert Authenticator.objects.filter(user=citizen).count() == 0


def test_another_sessions_mark_does_not_count(rf, client, make_staff):
    """The mark names its account: one account's session handed to another is not strong."""
    one, other = make_staff("a@parliament.example", Role.CLERK), make_staff("b@parliament.example", Role.CLERK)
    client.force_login(one)
    request = rf.get("/admin/")
    request.user, request.session = other, client.session
    assert assurance.has_second_factor(request) is False


def test_the_demo_mark_counts_in_the_demo_only(rf, client, make_staff, settings):
    clerk = make_staff("clerk@parliament.example", Role.CLERK)
    client.force_login(clerk, second_factor=False)
    request = rf.get("/admin/")
    request.user, request.session = clerk, client.session
    assurance.pass_second_factor(request, clerk, assurance.BY_DEMO_DOOR)
    found = []
    for is_demo in (False, True):
        settings.DEMO = is_demo
        found.append(assurance.has_second_factor(request))
    assert found == [False, True]


def test_password_page_asks_again_after_five_minutes(client, make_staff):
    clerk = make_staff("clerk@parliament.example", Role.CLERK, app=True)
    client.force_login(clerk)
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 301
    session.save()
    answer = client.get("/en/account/security/password/")
    assert answer["Location"] == "/en/account/again/?next=%2Fen%2Faccount%2Fsecurity%2Fpassword%2F"
    client.post(answer["Location"], {"password": PASSWORD})
    assert client.get("/en/account/security/password/").status_code == 200
    weak = client.post("/en/account/security/password/", {"password": "password"})
    assert weak.status_code == 422
    client.post("/en/account/security/password/", {"password": "four words not together"})
    clerk.refresh_from_db()
    assert clerk.check_password("four words not together")
    assert Event.objects.filter(verb="account.set_password").count() == 1


def test_a_member_needs_it_too_and_is_told_that_the_back_office_is_not_theirs(client, make_staff):
    member = make_staff("member@parliament.example", Role.MEMBER)
    client.force_login(member, second_factor=False)
    assert "/account/prove/" in client.get("/admin/")["Location"]
    client.force_login(member)
    assert client.get("/admin/", follow=True).status_code == 403
    assert client.get("/en/account/sign-in/")["Location"] == "/en/account/"
