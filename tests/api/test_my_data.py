"""One's own data over the API: the same for known and unknown addresses, once, and gone when deleted."""

import re

import pytest

from core.privacy.models import DataRequest
from core.verification.actions import meet_participant
from core.verification.models import Participant

pytestmark = pytest.mark.django_db
DOOR = "/api/v1/my-data/"


def ask(api, email, wish="see"):
    return api.post(DOOR, {"email": email, "wish": wish})


def prove(api, mails, email, wish="see"):
    waiting = ask(api, email, wish).json()
    code = re.search(r"\b\d{6}\b", mails()[-1].body).group()
    return api.post(waiting["confirm_url"].replace("http://localhost:8000", ""), {"code": code})


def test_known_and_unknown_addresses_get_the_same_bytes(api, db):
    meet_participant("ann@example.org", name="Ann Lee")
    answers = [ask(api, email) for email in ("ann@example.org", "nobody@example.org")]
    assert {answer.status_code for answer in answers} == {202}
    bodies = {answer.content.decode().replace(answer.json()["handle"], "HANDLE") for answer in answers}
    assert len(bodies) == 1
    assert sorted(answers[0].headers) == sorted(answers[1].headers)


def test_what_is_held_is_told_and_taken_away_once(api, mails):
    meet_participant("ann@example.org", name="Ann Lee")
    proven = prove(api, mails, "ann@example.org")
    assert (proven.status_code, proven["Cache-Control"]) == (200, "no-store")
    body = proven.json()
    assert "verified" in " ".join(row["what"].lower() for row in body["held"]) or body["held"]
    key = {"key": body["key"]}
    export = api.post(f"{DOOR}export/", key)
    assert export.status_code == 200
    assert "ann@example.org" in export.content.decode()
    assert (api.post(f"{DOOR}export/", key).status_code, api.post(f"{DOOR}export/", {"key": "x"}).status_code) == (
        409,
        404,
    )


def test_an_unknown_address_holds_nothing_but_its_own_request(api, mails):
    body = prove(api, mails, "nobody@example.org").json()
    assert Participant.objects.count() == 0
    assert sum(row["rows"] for row in body["held"]) <= 3  # the request itself, its code, its mail


def test_it_is_deleted_and_the_key_is_used_up(api, mails):
    meet_participant("ann@example.org", name="Ann Lee")
    key = {"key": prove(api, mails, "ann@example.org", "delete").json()["key"]}
    erased = api.post(f"{DOOR}delete/", key)
    assert (erased.status_code, sum(erased.json()["erased"].values()) > 0) == (200, True)
    assert Participant.objects.count() == 0
    assert (api.post(f"{DOOR}delete/", key).status_code, api.post(f"{DOOR}export/", key).status_code) == (404, 404)


def test_wrong_code_and_unknown_handle_are_alike(api, mails):
    path = ask(api, "ann@example.org").json()["confirm_url"].replace("http://localhost:8000", "")
    unknown = f"{DOOR}confirmations/00000000-0000-4000-8000-000000000000/"
    code = re.search(r"\b\d{6}\b", mails()[-1].body).group()
    wrong = "000000" if code != "000000" else "111111"
    answers = [api.post(one, {"code": wrong}) for one in (path, unknown)]
    assert [(one.status_code, [row["field"] for row in one.json()["fields"]]) for one in answers] == [
        (400, ["code"])
    ] * 2
    assert DataRequest.objects.get().key_hash == ""


def test_a_wish_that_nobody_knows_is_named(api, db):
    answer = ask(api, "ann@example.org", "sell")
    assert (answer.status_code, [row["field"] for row in answer.json()["fields"]]) == (400, ["wish"])
