"""Bills for machines."""

import re

import pytest

from core.comments.models import Comment

pytestmark = pytest.mark.django_db
BASE = "/api/v1/bills/"


def test_list_and_detail_say_the_same(client, version):
    [row] = client.get(BASE).json()["results"]

    assert (row["slug"], row["number"], row["version"], row["provisions"], row["is_open"]) == (
        "rivers-bill",
        "17",
        1,
        9,
        True,
    )
    assert client.get(f"{BASE}rivers-bill/").json() == row


def test_every_provision_is_listed_with_its_address(client, version):
    rows = client.get(f"{BASE}rivers-bill/provisions/").json()["results"]

    assert [(row["code"], row["parent"]) for row in rows][:4] == [
        ("part-1", None), ("section-1", "part-1"), ("section-2", "part-1"), ("section-2-1", "section-2"),
    ]  # fmt: skip
    assert rows[3]["url"].endswith("/bills/rivers-bill/section-2/#section-2-1")


def test_clause_gives_words_and_figures(client, say):
    say("section-2-1")
    clause = client.get(f"{BASE}rivers-bill/clauses/section-2/").json()

    assert (clause["name"], clause["comments"], clause["by_stance"]["support"]) == ("Clause 2", 1, 1)
    assert clause["text"].splitlines()[0] == "(1) A notice must—"


def test_comment_is_sent_and_confirmed(client, version, mails):
    typed = {"stance": "support", "text": "Good.", "name": "Ann", "email": "ann@example.org"}
    answer = client.post(f"{BASE}rivers-bill/clauses/section-2-1/comments/", typed, content_type="application/json")
    assert answer.status_code == 202
    code = re.search(r"\b\d{6}\b", mails()[0].body).group()

    url = f"/api/v1/comments/{answer.json()['handle']}/confirm/"
    assert client.post(url, {"code": "000000x"}, content_type="application/json").status_code == 400
    receipt = client.post(url, {"code": code}, content_type="application/json").json()

    assert receipt["state"] == "pending"
    assert Comment.objects.get().annotation.clause.code == "section-2-1"


def test_faults_are_named_by_field(client, version):
    answer = client.post(
        f"{BASE}rivers-bill/clauses/section-2/comments/", {"stance": "no"}, content_type="application/json"
    )

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert {row["field"] for row in answer.json()["fields"]} == {"stance", "text", "name", "email"}


def test_comments_come_with_their_threads_and_without_contacts(client, say):
    root = say(text="root")
    reply = say(text="reply", parent=root, email="b@example.org")
    text = client.get(f"{BASE}rivers-bill/clauses/section-2/comments/").content.decode()
    [row] = client.get(f"{BASE}rivers-bill/clauses/section-2/comments/").json()["results"]

    assert (row["text"], row["replies"][0]["id"], row["replies"][0]["parent"]) == (
        "root",
        str(reply.public_id),
        str(root.public_id),
    )
    assert "example.org" not in text
