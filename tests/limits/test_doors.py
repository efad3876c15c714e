"""Every citizen's door has its limit: page and API answer 429 with Retry-After, and keep what was typed."""

import json
import re
from datetime import timedelta

import pytest
from django.conf import settings as house
from django.urls import URLPattern, get_resolver, reverse

from api.limits import DoorLimits
from consultations.hearings import actions as hearing_actions
from core import clock
from core.accounts.models import User
from core.limits.rules import RULES
from core.mail.models import Mail
from core.parliament.models import Committee
from core.parliament.selectors import main_chamber
from petitions.models import Signature
from tests.evidence.conftest import make_call, sender, upload
from tests.hearings import world
from tests.petitions.helpers import FORM, START, masked

pytestmark = pytest.mark.django_db
CITIZEN, OTHER, LIAR = "198.51.100.7", "198.51.100.8", "203.0.113.66"
REFUSED = "You can try again at"

# Doors that take a POST, PUT, PATCH or DELETE from anybody and need no rule: why.
FREE = {
    "csp_report": "a browser reports; nothing is kept",
    "api_act": "staff only; a token has a limit of its own",
    "api_petition_steps": "staff only; a token has a limit of its own",
    "api_petition_outcomes": "staff only; a token has a limit of its own",
    "hearings:question_withdraw": "needs a pass; one's own question",
}
# No citizen's: the back office, the first administrator's link, the demo.
NOT_A_CITIZENS = ("admin/", "demo/", "components", "setup")
# Doors of accounts that stand in no table of limits open to a session only.
SIGNED_IN = ("account_", "mfa_")
UNSAFE = ("post", "put", "patch", "delete")


def of_page(path, data, **extra):
    return lambda client, ip: client.post(path, data, REMOTE_ADDR=ip, **extra)


def of_api(path, data):
    return lambda client, ip: client.post(path, json.dumps(data), content_type="application/json", REMOTE_ADDR=ip)


@pytest.fixture
def petition(make_petition):
    return make_petition(state="open")


@pytest.fixture
def doors(petition, parliament):
    """Give each door by name: its rule, and a function that knocks from an address."""
    number = petition.number
    hearing = world.make_hearing(world.make_clerk())
    handle = "00000000-0000-4000-8000-000000000000"
    machine = {**{key: FORM[key] for key in ("name", "email", "postcode")}, "is_eligible": True}
    start = {**{key: START[key] for key in ("action", "background", "name", "email")}, "keeps_rules": True}
    ask = {"text": "Who pays for it all?", "name": "Ann Lee", "email": "ann@example.org", "display": "public"}
    return {
        "sign by page": ("sign", of_page(f"/en/petitions/{number}/sign/", FORM)),
        "sign by API": ("sign", of_api(f"/api/v1/petitions/{number}/signatures/", machine)),
        "start by page": ("draft", of_page("/en/petitions/start/", START)),
        "start by API": ("petition", of_api("/api/v1/petitions/", start)),
        "confirm by API": ("confirm", of_api(f"/api/v1/confirmations/{handle}/", {"code": "123456"})),
        "ask by page": ("ask", of_page(f"/en/hearings/{hearing.slug}/ask/", ask)),
        "ask by API": ("ask", of_api(f"/api/v1/hearings/{hearing.slug}/ask/", ask)),
        "join by API": (
            "join",
            of_api(f"/api/v1/hearings/{hearing.slug}/join/", {"email": "ann@example.org", "language": "en"}),
        ),
        "find a constituency by page": ("search", of_page("/en/petitions/in/", {"constituency": "SLT"})),
        "search by page": ("search", lambda client, ip: client.get("/en/search/?q=train", REMOTE_ADDR=ip)),
        "search by API": ("search", lambda client, ip: client.get("/api/v1/search/?q=train", REMOTE_ADDR=ip)),
    }


DOORS = [
    "sign by page", "sign by API", "start by page", "start by API", "confirm by API", "ask by page", "ask by API",
    "join by API", "find a constituency by page", "search by page", "search by API",
]  # fmt: skip


@pytest.mark.parametrize("name", DOORS)
def test_the_third_knock_of_one_network_is_refused_and_another_is_let_in(client, tight, doors, name):
    rule, knock = doors[name]
    tight(**{rule: "2/10m"})
    assert [knock(client, CITIZEN).status_code == 429 for _turn in range(3)] == [False, False, True]
    refused = knock(client, CITIZEN)
    assert 590 < int(refused["Retry-After"]) <= 601
    if "API" in name:
        assert refused["Content-Type"] == "application/problem+json"
        assert (refused.json()["code"], refused.json()["status"]) == ("too_many", 429)
    else:
        assert REFUSED in refused.content.decode()
    assert knock(client, OTHER).status_code != 429


def test_a_refused_form_keeps_what_was_typed_and_says_when_to_come_again(client, tight, petition):
    tight(sign="1/10m")
    path = f"/en/petitions/{petition.number}/sign/"
    moment = clock.now().replace(hour=12, minute=4, second=30, microsecond=0)
    with clock.frozen(moment):
        client.post(path, FORM)
        answer = client.post(path, {**FORM, "name": "Ben Canary", "email": "ben@example.org"})
    text = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (429, "601")
    assert 'value="Ben Canary"' in text
    assert 'value="ben@example.org"' in text
    assert "<title>Error:" in re.sub(r"\s+", " ", text)
    shown = clock.parliament_zone().fromutc(
        (moment + timedelta(minutes=10, seconds=30)).replace(tzinfo=clock.parliament_zone())
    )
    assert f"{REFUSED} {shown:%H:%M}" in text
    assert Signature.objects.count() == 1


def test_a_form_with_a_fault_costs_nothing(client, tight, petition):
    tight(sign="1/10m")
    path = f"/en/petitions/{petition.number}/sign/"
    faulty = [client.post(path, {**FORM, "email": "nonsense"}).status_code for _turn in range(5)]
    assert faulty == [422] * 5
    assert client.post(path, FORM).status_code == 302


def test_page_and_api_share_one_count(client, tight, doors):
    tight(sign="2/10m")
    statuses = [doors[name][1](client, CITIZEN).status_code for name in ("sign by page", "sign by API", "sign by page")]
    assert statuses == [302, 202, 429]


def test_a_forged_header_changes_nothing(client, tight, doors, settings):
    tight(search="2/10m")
    knocks = [
        client.get("/en/search/?q=train", REMOTE_ADDR=CITIZEN, HTTP_X_FORWARDED_FOR=f"203.0.113.{turn}").status_code
        for turn in range(4)
    ]
    assert knocks == [200, 200, 429, 429]
    settings.TRUSTED_PROXIES = ["10.0.0.0/24"]
    through = [
        client.get("/en/search/?q=train", REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_FOR=f"203.0.113.{turn}, {OTHER}")
        for turn in range(4)
    ]
    assert [answer.status_code for answer in through] == [200, 200, 429, 429]


def test_the_pages_behind_a_return_link_have_a_limit(client, tight, parliament):
    call = make_call(Committee.objects.create(chamber=main_chamber(), slug="c", name={"en": "C"}), "TST")
    mine = client.post(f"/en/evidence/calls/{call.slug}/start/", sender()).url.removesuffix("evidence/")
    tight(save="2/10m")

    def turns(knock, network):
        return [knock(REMOTE_ADDR=network).status_code for _turn in range(3)]

    def press(page, words=b"", **typed):
        files = ({"file": upload(words)} if words else {} for _turn in range(3))
        return lambda **way: client.post(f"{mine}{page}/", {**typed, **next(files)}, **way)

    assert turns(press("evidence", title="T", answer_1="A"), "198.51.100.1") == [302, 302, 429]
    assert turns(press("evidence", words=b"Plain words.", title=""), "198.51.100.2") == [422, 422, 429]
    assert turns(press("check"), "198.51.100.3")[2] == 429
    assert turns(lambda **way: client.get(f"{mine}file/", **way), "198.51.100.4") == [200, 200, 429]
    assert turns(press("withdraw"), "198.51.100.5")[2] == 429


def test_one_ipv6_home_is_one_network(client, tight):
    tight(search="2/10m")
    homes = ["2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:2:aaaa::3", "2001:db8:1:3::1"]
    assert [client.get("/en/search/?q=x", REMOTE_ADDR=home).status_code for home in homes] == [200, 200, 429, 200]


def test_known_and_unknown_addresses_are_refused_alike(client, tight, petition, mails):
    path = f"/en/petitions/{petition.number}/sign/"
    client.post(path, FORM)
    known = mails()[-1]
    code = re.search(r"\b\d{6}\b", known.body).group()
    handle = Signature.objects.get()
    assert (handle.state, len(code)) == ("pending", 6)
    tight(sign="1/10m")
    with clock.frozen(clock.now()):
        client.post(path, {**FORM, "email": "first@example.org"})
        answers = [client.post(path, {**FORM, "email": email}) for email in ("ann@example.org", "bob@example.org")]
    pages = [masked(answer).replace("ann@", "bob@") for answer in answers]
    assert [answer.status_code for answer in answers] == [429, 429]
    assert pages[0] == pages[1]
    assert sorted(answers[0].headers) == sorted(answers[1].headers)


def test_code_tries_are_limited_by_network(client, tight, petition):
    handle = client.post(f"/en/petitions/{petition.number}/sign/", FORM).url
    tight(confirm="2/10m")
    assert [client.post(handle, {"code": "000000"}).status_code for _turn in range(3)] == [422, 422, 429]
    assert client.post(handle, {"resend": "1"}).status_code == 429


@pytest.mark.parametrize("email", ["clerk@parliament.example", "nobody@parliament.example"])
def test_signing_in_is_limited_by_network_and_by_address(client, tight, email):
    User.objects.create_user("clerk@parliament.example", "right-password-7", name="Clerk", is_staff=True)
    route = next(name for name in ("account_password_login", "wagtailadmin_login") if name in _names())
    assert house.LIMITED_ROUTES[route] == "signin"
    tight(signin="3/5m", signin__address="2/5m")
    given = {"username": email, "login": email, "password": "wrong"}
    turns = [client.post(reverse(route), given, REMOTE_ADDR=f"198.51.100.{turn}").status_code for turn in range(3)]
    assert [status == 429 for status in turns] == [False, False, True]
    tight(signin="2/5m", signin__address="off")
    turns = [client.post(reverse(route), given, REMOTE_ADDR=CITIZEN).status_code for _turn in range(3)]
    assert [status == 429 for status in turns] == [False, False, True]


def _names():
    def walk(resolver):
        for entry in resolver.url_patterns:
            if isinstance(entry, URLPattern):
                yield entry.name
            else:
                yield from walk(entry)

    return set(walk(get_resolver()))


def test_support_by_page_is_limited(client, tight):
    clerk = world.make_clerk()
    hearing = world.make_hearing(clerk)
    question = world.make_question(hearing, clerk=clerk, state="published")
    from consultations.hearings import passes

    client.cookies["hearing-pass-en"] = passes.issue(hearing, world.make_asker())
    path = f"/en/hearings/{hearing.slug}/questions/{question.public_id}/support/"
    tight(support="1/10m")
    turns = [client.post(path, {"value": str(turn % 2)}) for turn in range(2)]
    assert turns[0].status_code in {302, 404}
    if turns[0].status_code == 302:
        assert turns[1].status_code == 429
    assert hearing_actions.set_supports  # the action itself stays free: the lane calls it too


def citizen_routes(resolver=None, prefix="", spaces=()):
    """Give (name, address, view class) of every route that a citizen may reach."""
    for entry in (resolver or get_resolver()).url_patterns:
        address = prefix + str(entry.pattern)
        if not isinstance(entry, URLPattern):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from citizen_routes(entry, address, inner)
            continue
        view = getattr(entry.callback, "view_class", None) or getattr(entry.callback, "cls", None)
        module = getattr(view, "__module__", "")
        if view and module.startswith(("api.", "core.", "petitions.", "consultations.")):
            yield ":".join([*spaces, entry.name or ""]), address, view, entry.callback


def takes_changes(view, callback):
    if hasattr(callback, "actions"):
        return [action for method, action in callback.actions.items() if method in UNSAFE]
    allowed = getattr(view, "http_method_names", UNSAFE)
    return [method for method in UNSAFE if method in allowed and hasattr(view, method)]


def without_rule():
    """Give the names of doors that change something and name no rule."""
    found = []
    for name, address, view, callback in citizen_routes():
        if address.startswith(NOT_A_CITIZENS) or name in FREE or name.startswith(SIGNED_IN):
            continue
        rules = getattr(view, "limits", "")
        for change in takes_changes(view, callback):
            rule = rules.get(change, "") if isinstance(rules, dict) else rules
            if rule not in RULES:
                found.append(f"{name} {change}")
    return sorted(set(found))


def test_every_citizens_door_names_a_rule():
    assert without_rule() == []


def test_signing_in_stands_in_the_table():
    """What a stranger can post to reach a session; the names are allauth's or Wagtail's."""
    ways = {
        "account_login",
        "account_password_login",
        "account_code",
        "mfa_login_webauthn",
        "mfa_authenticate",
    } & _names()
    assert {route for route in ways if house.LIMITED_ROUTES.get(route) not in RULES} == set()


def test_a_door_that_forgot_its_rule_would_be_seen(monkeypatch):
    from petitions.views import SignPetition

    monkeypatch.setattr(SignPetition, "limits", "")
    assert "petitions:petition_sign post" in without_rule()


def test_the_api_asks_at_every_door():
    assert house.REST_FRAMEWORK["DEFAULT_THROTTLE_CLASSES"] == [f"{DoorLimits.__module__}.{DoorLimits.__name__}"]


def test_nothing_is_mailed_for_a_refused_form(client, tight, petition, mails):
    tight(sign="1/10m")
    path = f"/en/petitions/{petition.number}/sign/"
    for email in ("a@example.org", "b@example.org", "c@example.org"):
        client.post(path, {**FORM, "email": email})
    assert len(mails()) == Mail.objects.count() == 1
