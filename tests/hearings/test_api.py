"""Hearings for machines."""

import re

import pytest

from consultations.hearings.models import Question
from tests.hearings import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def door(hearing):
    return f"/api/v1/hearings/{hearing.slug}/"


def post(client, url, body, **headers):
    return client.post(url, body, content_type="application/json", headers=headers)


def test_list_detail_and_questions(client, hearing, clerk, door):
    world.make_hearing(clerk, state="draft")
    world.make_question(hearing)
    shown = world.make_question(hearing, clerk=clerk, state="published")
    assert [row["slug"] for row in client.get("/api/v1/hearings/").json()["results"]] == [hearing.slug]
    detail = client.get(door).json()
    assert (detail["state"], detail["takes_questions"], detail["witnesses"][0]["name"]) == (
        "live",
        True,
        {"en": "Dr Amal Reyes"},
    )
    (row,) = client.get(f"{door}questions/").json()["results"]
    assert (row["id"], row["name"], row["texts"]) == (str(shown.public_id), "Marta", {"en": shown.text})
    assert set(row) == {
        "id", "state", "version", "text", "language", "texts", "name", "place", "supports", "published_at", "on_air_at",
        "answered_at", "answer", "answered_by",
    }  # fmt: skip


def test_ask_confirm_support(client, hearing, clerk, door, mails):
    facts = {"text": "How many beds are open?", "name": "Ada Byron", "email": "ada@example.org", "display": "name"}
    asked = post(client, f"{door}ask/", facts)
    assert (asked.status_code, list(asked.json())) == (202, ["handle"])
    code = re.search(r"\b(\d{6})\b", mails("hearings/ask_to_confirm_question")[0].body)[1]
    wrong = post(client, f"{door}confirm/", {**asked.json(), "code": "000000" if code != "000000" else "111111"})
    assert (wrong.status_code, wrong.json()["fields"][0]["field"]) == (400, "code")
    done = post(client, f"{door}confirm/", {**asked.json(), "code": code})
    assert (done.status_code, done.json()["state"], Question.objects.get().state) == (201, "pending", "pending")
    question = world.make_question(hearing, clerk=clerk, state="published")
    url = f"{door}questions/{question.public_id}/support/"
    assert client.put(url, {"value": True}, content_type="application/json").status_code == 403
    headers = {"X-Hearing-Pass": done.json()["pass"]}
    for _again in range(2):
        answer = client.put(url, {"value": True}, content_type="application/json", headers=headers)
        assert (answer.status_code, answer.json()) == (200, {"value": True, "supports": 1})
    again = post(client, f"{door}ask/", {**facts, "text": "And how many nurses?"}, **headers)
    assert (again.status_code, again.json()["title"]) == (429, "too many")


def test_bad_input_is_a_problem_document(client, door):
    answer = post(client, f"{door}ask/", {"text": "Why?", "name": "A", "email": "nobody"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert [row["field"] for row in answer.json()["fields"]] == ["email"]
    answer = post(client, f"{door}ask/", {"text": "Why?", "name": "A", "email": "a@example.org"})
    assert [row["field"] for row in answer.json()["fields"]] == ["text"]


def test_cross_site_post_is_refused(client, door):
    assert post(client, f"{door}ask/", {}, origin="https://evil.example").status_code == 403


def test_a_language_that_the_site_does_not_speak_is_refused_by_name(client, hearing, door):
    facts = {"text": "How many beds are open?", "name": "Ada Byron", "email": "ada@example.org", "language": "xx"}
    for name in ("ask", "join"):
        refused = post(client, f"{door}{name}/", facts)
        assert (refused.status_code, [row["field"] for row in refused.json()["fields"]]) == (400, ["language"])
