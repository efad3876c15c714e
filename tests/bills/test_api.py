"""Bills for machines."""

import re

import pytest

from consultations.bills.actions.moderating import hide_comment
from core.accounts.models import Role, User
from core.actors import actor_for
from core.comments.models import Comment
from tests.hearings.world import make_clerk

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


COMMENTS = f"{BASE}rivers-bill/clauses/section-2/comments/"


def hide(comment):
    moderator = User.objects.filter(grants__role="moderator").first()
    by = actor_for(moderator) if moderator else make_clerk(Role.MODERATOR)
    return hide_comment(comment, by=by, public_reason="It names a neighbour.", rule="personal_data")


def test_a_hidden_comment_leaves_its_place_and_the_reason_alone(client, say):
    root = say(text="root words", stance="oppose", language="fr", name="Ann Archer")
    reply = say(text="reply words", parent=root, email="b@example.org", name="Bo Baker")
    hide(root)
    hide(reply)
    answer = client.get(COMMENTS)
    [row] = answer.json()["results"]
    assert {key: row[key] for key in ("state", "name", "stance", "kind", "language", "text", "wording")} == {
        "state": "hidden", "name": "", "stance": "", "kind": "", "language": "", "text": "", "wording": "",
    }  # fmt: skip
    assert row["hidden_reason"] == {"en": "It names a neighbour."}
    below = row["replies"][0]
    assert (below["name"], below["language"], below["text"]) == ("", "", "")
    assert below["hidden_reason"] == {"en": "It names a neighbour."}
    assert not any(word in answer.content.decode() for word in ("Ann", "Bo Baker", "oppose", "words"))


@pytest.mark.parametrize("query", ["stance=oppose", "language=fr"])
def test_a_hidden_comment_is_not_found_by_what_it_was(client, say, query):
    hide(say(stance="oppose", language="fr"))
    assert client.get(f"{COMMENTS}?{query}").json()["results"] == []
    assert not client.get("/en/bills/rivers-bill/section-2/?stance=oppose").context["comments"]


def test_what_was_hidden_before_it_was_shown_leaves_nothing(client, say):
    shown = say(text="shown")
    hide(say(state="pending", email="c@example.org"))
    hide(say(state="pending", parent=shown, email="d@example.org"))
    [row] = client.get(COMMENTS).json()["results"]
    assert (row["text"], row["replies"], row["hidden_reason"]) == ("shown", [], {})
    [on_page] = client.get("/en/bills/rivers-bill/section-2/").context["comments"]
    assert (on_page["text"], on_page["replies"]) == ("shown", [])
