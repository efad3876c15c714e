"""Log lines carry ids and routes, and no citizen: by the shipped formatter, with faults provoked at every door."""

import io
import json
import logging
import re

import pytest
from django.conf import settings as house
from django.db import IntegrityError
from django.test import Client

from core.parliament.models import Committee
from core.web import logs
from tests.evidence.conftest import make_call
from tests.petitions.starting import begin, fill, page_of

pytestmark = pytest.mark.django_db
NAME, EMAIL, PHONE = "Henrietta Heronsworth", "secret.heron@post.example", "+44 20 7946 0111"
ADDRESS, TOKEN = "198.51.100.77", "Zk3vTq8sYw1pLr6uXn4mBd9cHf2gJa7e"
CANARIES = ("Heronsworth", "secret.heron", "post.example", "7946 0111", ADDRESS, TOKEN)


class Lines:
    """What the shipped handler writes while the test runs."""

    def __init__(self):
        """Begin empty."""
        self.stream = io.StringIO()

    @property
    def text(self):
        """Give all of it."""
        return self.stream.getvalue()

    def rows(self, logger=""):
        """Give the lines as objects; each line is one."""
        found = [json.loads(line) for line in self.text.splitlines()]
        return [row for row in found if row["logger"].startswith(logger)]


@pytest.fixture
def lines():
    """Listen to everybody at every level, as the console does."""
    found = Lines()
    handler = logging.StreamHandler(found.stream)
    handler.setFormatter(logs.formatter())
    found.formatter = handler.formatter
    handler.addFilter(logs.SaidOnce())
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    sql = logging.getLogger("django.db.backends")
    before, sql.level = sql.level, logging.INFO
    yield found
    sql.setLevel(before)
    root.setLevel(level)
    root.removeHandler(handler)


def found_in(text):
    return [one for one in CANARIES if one in text]


@pytest.fixture
def forms(every_door):
    """Give every citizen's door with what the canary types there."""
    hidden = every_door.hidden
    call = make_call(Committee.objects.first(), "LOG")
    who = {"name": NAME, "email": EMAIL, "phone": PHONE}
    said = f"I am {NAME}, {PHONE}, {EMAIL}, {TOKEN}."
    return {
        "sign": (f"/en/petitions/{hidden['others'].number}/sign/",
                 {**who, "postcode": "AB1 2CD", "country": "--", "is_eligible": "on"}),
        "comment": (f"/en/bills/{hidden['version'].bill.slug}/section-2/",
                    {**who, "stance": "support", "text": said, "shown_as": "resident", "on": "section-2"}),
        "ask": (f"/en/hearings/{hidden['hearing'].slug}/ask/", {**who, "text": said, "display": "public"}),
        "submit": (f"/en/evidence/calls/{call.slug}/start/", {**who, "kind": "person"}),
        "report": (f"/en/moderation/report/comment/{hidden['comment'].public_id}/",
                   {"rule": "other", "words": said, "email": EMAIL}),
        "start": (_draft_page("saved"), {"email": EMAIL}),
        "sign in": ("/en/account/sign-in/", {"email": EMAIL}),
    }  # fmt: skip


def _draft_page(name):
    token = begin(Client(), action="Plant a tree at every stop")
    fill(Client(), token, ("similar", "why", "more", "standards"), background=f"I am {NAME}, {PHONE}, {EMAIL}.")
    return page_of(token, name)


def raising(*_args, **_kwargs):
    raise IntegrityError(f"duplicate key: Key (email, name, ip)=({EMAIL}, {NAME}, {ADDRESS}) token {TOKEN}, {PHONE}")


def test_a_citizen_at_every_door_is_in_no_line(lines, forms, deliver, monkeypatch):
    quiet = {"REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": f"Browser of {NAME}"}
    for door, (path, typed) in forms.items():
        answer = Client().post(path, typed, **quiet)
        assert (door, answer.status_code) == (door, 302)
        Client().get(answer["Location"], **quiet)
        assert Client().post(path, {**typed, "email": f"{EMAIL} {NAME}"}, **quiet).status_code == 422
        Client().get(f"{path}{TOKEN}/?q={EMAIL}", **quiet)
    deliver()
    for path in (f"/en/petitions/confirm/{TOKEN}/", f"/en/evidence/mine/{TOKEN}/", f"/en/{NAME}/{EMAIL}/"):
        assert Client().get(path, **quiet).status_code == 404
    monkeypatch.setattr("core.web.once.Once.__init__", raising)
    for door, (path, typed) in forms.items():
        answer = Client(raise_request_exception=False).post(path, typed, **quiet)
        assert (door, answer.status_code) == (door, 500)
    assert found_in(lines.text) == []
    assert len(lines.rows("rostra.access")) >= 5 * len(forms)
    faults = [row for row in lines.rows("django.request") if row["level"] == "error"]
    assert {row["error"] for row in faults} == {"django.db.utils.IntegrityError"}
    assert all(row["frames"] for row in faults)


def test_the_api_and_its_faults_too(lines, every_door, monkeypatch):
    monkeypatch.setattr("petitions.actions.signing.sign_petition", raising)
    monkeypatch.setattr("api.petitions.actions.sign_petition", raising)
    path = f"/api/v1/petitions/{every_door.hidden['others'].number}/signatures/"
    typed = {"name": NAME, "email": EMAIL, "postcode": "AB1 2CD", "is_eligible": True}
    answer = Client(raise_request_exception=False).post(
        path, json.dumps(typed), content_type="application/json", REMOTE_ADDR=ADDRESS
    )
    body = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert found_in(lines.text + answer.content.decode()) == []
    assert {row["request_id"] for row in lines.rows("django.request")} == {body["reference"]}


def test_the_number_on_the_error_page_finds_its_lines(lines, client, monkeypatch):
    monkeypatch.setattr("core.web.once.Once.__init__", raising)
    client.raise_request_exception = False
    answer = client.post("/en/petitions/start/", {"email": EMAIL})
    shown = re.search(r'<bdi dir="ltr">([0-9a-f-]{36})</bdi>', answer.content.decode())[1]
    assert shown == answer["X-Request-Id"]
    found = [row for row in lines.rows() if row.get("request_id") == shown]
    assert {(row["logger"], row.get("status"), row.get("route")) for row in found} == {
        ("django.request", None, None), ("rostra.access", 500, "petitions:petition_start"),
    }  # fmt: skip
    assert [row["error"] for row in found if "error" in row] == ["django.db.utils.IntegrityError"]


@pytest.mark.parametrize(
    ("logger", "words", "args"),
    [
        ("rostra.web", f"mail to {EMAIL}", ()), ("petitions.x", "called %s", (PHONE,)),
        ("core.x", "from %s", (ADDRESS,)), ("core.x", "link %s", (TOKEN,)), ("rostra.x", "from %s", ("2001:db8::7",)),
        ("psycopg.pool", "could not save %s for %s", (NAME, EMAIL)), ("urllib3", f"GET /x?email={EMAIL}", ()),
        ("django.request", "%s: %s", ("Internal Server Error", f"/en/{TOKEN}/")),
        ("django.request", "%s: %s", (f"{NAME}: x", "/")),
    ],
)  # fmt: skip
def test_what_slips_through_is_struck_out(lines, logger, words, args):
    logging.getLogger(logger).error(words, *args)
    assert found_in(lines.text) == []
    assert "2001:db8" not in lines.text
    assert len(lines.rows(logger)) == 1


def test_our_own_ids_and_figures_stay(lines):
    uuid = "436fd4ea-494b-4912-808b-74a9c60846d7"
    logging.getLogger("core.jobs").warning("job %s %s failed, try %s of %s at 12:30:05", "petitions.close", uuid, 3, 8)
    (row,) = lines.rows("core.jobs")
    assert row["event"] == f"job petitions.close {uuid} failed, try 3 of 8 at 12:30:05"


@pytest.mark.parametrize("planted", ["safe", "strike_out"])
def test_a_net_that_is_taken_away_is_missed(lines, monkeypatch, planted):
    """Planted faults: without the first net a name in a library's line is seen, without the last one an address."""
    if planted == "safe":
        monkeypatch.setattr(logs, "safe", lambda record: record)
        logging.getLogger("psycopg.pool").error("could not save %s", NAME)
        assert found_in(lines.text) == ["Heronsworth"]
        return
    lines.formatter.processors = [one for one in lines.formatter.processors if one is not logs.strike_out]
    logging.getLogger("rostra.web").error("mail to %s", EMAIL)
    assert found_in(lines.text) == ["secret.heron", "post.example"]


def test_the_access_line_says_what_and_not_who(lines, client):
    client.get("/en/petitions/?q=train&email=x", REMOTE_ADDR=ADDRESS)
    (row,) = lines.rows("rostra.access")
    assert row.keys() == {
        "event", "request_id", "level", "logger", "timestamp", "route", "method", "status", "ms", "queries", "query_ms",
    }  # fmt: skip
    assert (row["route"], row["method"], row["status"], row["event"]) == (
        "petitions:petition_list",
        "GET",
        200,
        "request",
    )
    assert row["queries"] > 0


def test_the_shipped_handler_is_the_one_tested_here():
    console = house.LOGGING["handlers"]["console"]
    assert house.LOGGING["formatters"][console["formatter"]]["()"] == "core.web.logs.formatter"
    assert house.LOGGING["filters"][console["filters"][0]]["()"] == "core.web.logs.SaidOnce"
    assert house.LOGGING["root"]["handlers"] == ["console"]


@pytest.mark.parametrize(
    ("peer", "given", "is_taken"),
    [
        ("10.0.0.2", "0123456789abcdef0123456789abcdef", True),
        ("10.0.0.2", "436fd4ea-494b-4912-808b-74a9c60846d7", True),
        ("10.0.0.2", "secret.heron@post.example", False),
        ("198.51.100.7", "0123456789abcdef0123456789abcdef", False),
    ],
)  # fmt: skip
def test_a_request_id_is_taken_from_our_proxy_only(client, settings, peer, given, is_taken):
    settings.TRUSTED_PROXIES = ["10.0.0.0/24"]
    answer = client.get("/health/live", REMOTE_ADDR=peer, HTTP_X_REQUEST_ID=given)
    assert (answer["X-Request-Id"] == given) is is_taken


def test_our_proxy_sets_the_id_itself():
    text = (house.ROOT / "infra" / "nginx" / "rostra.conf").read_text(encoding="utf-8")
    assert re.search(r"^\s*proxy_set_header X-Request-Id \$request_id;", text, re.MULTILINE)
