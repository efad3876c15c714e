"""One citizen at every door: address, number and name are in no log, page, index, public API or audit line."""

import io
import json
import logging
import re

import pytest
from django.test import Client

from core.events.models import Event
from core.parliament.models import Committee
from core.search.models import SearchRow
from tests.evidence.conftest import make_call
from tests.petitions.starting import start
from tests.privacy.conftest import NAME, dump

pytestmark = pytest.mark.django_db
# Not in the words (those are public), but the contact data that goes with them.
ADDRESS, NUMBER = "secret.heron@post.example", "+44 20 7946 0111"
HIDDEN_NAME = "Henrietta Heronsworth"
PETITION = "/en/petitions/start/"  # the first of its pages
PAGES = (
    "/en/petitions/", "/en/petitions/{petition}/", "/en/petitions/{own}/", "/en/bills/", "/en/bills/{bill}/",
    "/en/bills/{bill}/section-2/", "/en/hearings/", "/en/hearings/{hearing}/", "/en/evidence/",
    "/en/evidence/calls/call-hrn/", "/en/search/?q=bridge", "/en/moderation/", "/en/my-data/",
    "/en/petitions/start/", "/en/petitions/{petition}/sign/",
)  # fmt: skip
API = (
    "/api/v1/petitions/", "/api/v1/petitions/{petition}/", "/api/v1/bills/", "/api/v1/hearings/",
    "/api/v1/evidence/calls/", "/api/v1/evidence/submissions/", "/api/v1/bills/{bill}/clauses/section-2/comments/",
    "/api/v1/moderation/decisions/", "/api/v1/search/?q=bridge", "/api/v1/moderation/counts/",
)  # fmt: skip
PUBLIC = (*PAGES, *API)


def found_in(text):
    """Give which canaries stand in a text."""
    return [one for one in (ADDRESS, "secret.heron", NUMBER, "7946 0111", "Heronsworth") if one in text]


@pytest.fixture
def logged():
    """Give the function that tells what was logged by anybody, at every level, in full."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s %(args)s"))
    root, level = logging.getLogger(), logging.getLogger().level
    own = [logging.getLogger(name) for name in ("django", "django.request", "django.server", "rostra", "petitions")]
    for one in (root, *own):
        one.addHandler(handler)
    root.setLevel(logging.DEBUG)
    for name in ("django.db.backends", "django.template"):  # SQL, and what a template misses: in debugging alone
        logging.getLogger(name).setLevel(logging.INFO)
    yield stream.getvalue
    root.setLevel(level)
    for one in (root, *own):
        one.removeHandler(handler)


# Which mail proves which door.
PROOFS = {
    "petitions/ask_to_confirm_signature": "sign", "bills/ask_to_confirm_comment": "comment",
    "hearings/ask_to_confirm_question": "ask", "petitions/ask_to_confirm_petition": "start",
    "privacy/ask_to_prove": "data", "accounts/ask_code": "sign in",
}  # fmt: skip


def forms(every_door, call):
    """Give what is typed at each door: name of the door -> address and fields."""
    bill, hearing = every_door.hidden["version"].bill.slug, every_door.hidden["hearing"].slug
    who = {"name": HIDDEN_NAME, "email": ADDRESS, "phone": NUMBER}
    clause = {**who, "stance": "support", "text": "Clean rivers.", "shown_as": "resident", "on": "section-2"}
    words = {"rule": "other", "words": f"It names {HIDDEN_NAME}, {NUMBER}.", "email": ADDRESS}
    return {
        "sign": (f"/en/petitions/{every_door.hidden['others'].number}/sign/",
                 {**who, "postcode": "AB1 2CD", "country": "--", "is_eligible": "on"}),
        "comment": (f"/en/bills/{bill}/section-2/", clause),
        "ask": (f"/en/hearings/{hearing}/ask/",
                {**who, "text": "How many beds are open at night?", "display": "public"}),
        "write": (f"/en/evidence/calls/{call.slug}/start/", {**who, "kind": "person"}),
        "report": (f"/en/moderation/report/comment/{every_door.hidden['comment'].public_id}/", words),
        "start": (PETITION, {**who, "action": "Plant a tree at every stop", "background": "Shade.",
                             "postcode": "AB1 2CD"}),
        "data": ("/en/my-data/", {"email": ADDRESS, "wish": "see"}),
        "sign in": ("/en/account/sign-in/", {"email": ADDRESS}),
    }  # fmt: skip


@pytest.fixture
def at_every_door(every_door, deliver, mails):
    """Let a citizen who shows no name go through the doors as a browser does, and prove the address at each."""
    call = make_call(Committee.objects.first(), "HRN")
    browsers, answers, proven = {}, {}, {}
    for door, (path, typed) in forms(every_door, call).items():
        browsers[door] = Client()
        answers[door] = start(browsers[door], **typed) if path == PETITION else browsers[door].post(path, typed)
    statuses = {door: answer.status_code for door, answer in answers.items()}
    for mail in mails():
        if mail.to_address == ADDRESS and mail.kind in PROOFS:
            door = PROOFS[mail.kind]
            code = re.search(r"\b(\d{6})\b", mail.body)[1]
            proven[door] = browsers[door].post(answers[door]["Location"], {"code": code}).status_code
    deliver()
    assert statuses == dict.fromkeys(statuses, 302)
    assert proven == dict.fromkeys(PROOFS.values(), 302)
    names = {
        "petition": every_door.hidden["others"].number, "own": every_door.petition.number,
        "bill": every_door.hidden["version"].bill.slug, "hearing": every_door.hidden["hearing"].slug,
    }  # fmt: skip
    return names, browsers


def test_the_canary_is_nowhere_but_encrypted(logged, at_every_door):
    names, browsers = at_every_door
    carried = {door for door, browser in browsers.items() if browser.cookies}
    assert carried == {"sign in", "ask"}  # the session of who signs in, and the pass to a hearing, which names nobody
    for path in PUBLIC:
        answer = Client().get(path.format(**names), follow=True)
        assert answer.status_code == 200, path
        assert (path, found_in(answer.content.decode() + str(answer.headers))) == (path, [])
    for path in ("/en/petitions/start/", "/en/account/sign-in/"):  # what is refused is logged
        assert Client().post(path, {"name": HIDDEN_NAME, "email": f"{ADDRESS} {NUMBER}"}).status_code == 422
    assert found_in(logged()) == []
    assert logged().count("Unprocessable") >= 2  # the log itself was listened to
    for row in SearchRow.objects.all():
        assert found_in(" ".join(str(value) for value in vars(row).values())) == []
    for event in Event.objects.all():
        assert found_in(json.dumps({name: str(value) for name, value in vars(event).items()})) == []


def test_it_is_held_where_the_registry_says_and_lies_encrypted(at_every_door):
    from django.db import connection

    from core.fields import EncryptedField
    from core.privacy.registry import holdings
    from core.privacy.rotating import encrypted_columns, old_values

    held = {column for holding in holdings() for column in holding.columns}
    places = {column for column, text in dump().items() if found_in(text)}
    assert len(places) >= 8
    assert places <= held
    for model, column in encrypted_columns():
        assert isinstance(column, EncryptedField)
        raw = " ".join(value for _key, value in old_values(model, column, "nothing", None, 100_000))
        assert found_in(raw) == []
    assert connection.vendor


def test_a_name_that_was_chosen_to_be_shown_is_shown(every_door, client):
    petition = client.get(f"/en/petitions/{every_door.petition.number}/").content.decode()
    assert NAME in petition


def test_a_planted_line_in_the_log_is_seen(logged):
    logging.getLogger("petitions").info("mail to %s", ADDRESS)
    assert found_in(logged()) == [ADDRESS, "secret.heron"]


def test_no_public_page_sets_a_cookie(at_every_door):
    names, _browsers = at_every_door
    carried = {}
    for path in (*PUBLIC, "/en/", "/fr/petitions/", "/ar/search/?q=x", "/robots.txt", "/sitemap.xml", "/en/nowhere/"):
        client = Client()
        answer = client.get(path.format(**names))
        assert answer.status_code < 500
        if client.cookies or "Set-Cookie" in answer.headers:
            carried[path] = dict(client.cookies)
    assert carried == {}


def test_a_planted_cookie_is_seen(client, monkeypatch):
    from petitions.views import PetitionList as view

    get = view.get

    def planted(self, request, *args, **kwargs):
        request.session["seen"] = 1
        return get(self, request, *args, **kwargs)

    monkeypatch.setattr(view, "get", planted)
    client.get("/en/petitions/")
    assert "sessionid" in str(client.cookies) or len(client.cookies) == 1
