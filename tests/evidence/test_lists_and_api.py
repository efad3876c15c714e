"""The API says what the pages say, and takes what they take; what is public is found by search."""

from __future__ import annotations

import pytest
from django.test import Client

from consultations.evidence.models import Submission
from core.search.searching import Asked, find
from tests.evidence.conftest import code_in, handed_in, link_in, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searchable")]
API = "/api/v1/evidence"


def test_the_api_lists_calls_and_published_evidence_without_a_person(call, by):
    copy = published(call, by, text="The boiler failed.")
    handed_in(call, name="Unpublished Person")
    listed = Client().get(f"{API}/calls/").json()["results"]
    assert [(row["slug"], row["inquiry"], row["is_open"], row["published"]) for row in listed] == [
        ("call-tst", "TST", True, 1)
    ]
    one = Client().get(f"{API}/calls/call-tst/").json()
    assert [question["number"] for question in one["questions"]] == [1, 2]
    rows = Client().get(f"{API}/submissions/").json()["results"]
    assert [(row["number"], row["name"], row["call"]) for row in rows] == [(copy.label, "Lena Moor", "call-tst")]
    detail = Client().get(f"{API}/submissions/{copy.label}/").json()
    assert detail["body"] == [{"number": 1, "heading": "What broke?", "paragraphs": ["The boiler failed."]}]
    assert "lena@example.org" not in str(detail)
    assert Client().get(f"{API}/submissions/TST0009/").status_code == 404


def body(**facts):
    """Give what a machine sends."""
    answers = [{"question": 1, "text": "It took eleven weeks."}]
    return {"name": "Ann", "email": "ann@example.org", "title": "Weeks", "answers": answers, "wish": "named", **facts}


def test_a_submission_comes_in_by_the_api_and_is_received_with_the_mailed_code(call, mails):
    waiting = Client().post(f"{API}/calls/call-tst/submissions/", body(), content_type="application/json")
    assert waiting.status_code == 202
    assert Submission.objects.get().state == "draft"
    (mail,) = mails()
    confirm = f"{API}/confirmations/{waiting.json()['handle']}/"
    wrong = Client().post(confirm, {"code": "000000"}, content_type="application/json")
    assert (wrong.status_code, wrong["Content-Type"]) == (400, "application/problem+json")
    done = Client().post(confirm, {"code": code_in(mail)}, content_type="application/json")
    assert (done.status_code, done.json()["state"]) == (200, "submitted")
    assert done.json()["receipt"] == Submission.objects.get().receipt
    assert link_in(mail).startswith("/en/evidence/confirm/link/")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"title": ""}, "title"),
        ({"wish": "anonymous"}, "reason"),
        ({"kind": "organisation"}, "organisation"),
        ({"answers": [{"question": 7, "text": "x"}]}, "answers"),
    ],
)
def test_bad_input_is_a_problem_that_names_its_field(call, facts, field):
    answer = Client().post(f"{API}/calls/call-tst/submissions/", body(**facts), content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert [row["field"] for row in answer.json()["fields"]] == [field]
    assert Submission.objects.count() == 0


def test_a_post_by_another_site_is_refused_at_the_api(call):
    answer = Client().post(
        f"{API}/calls/call-tst/submissions/", body(), content_type="application/json",
        headers={"Origin": "https://elsewhere.example"},
    )  # fmt: skip
    assert (answer.status_code, Submission.objects.count()) == (403, 0)


def test_search_finds_calls_and_published_evidence_by_text_and_number(call, by, deliver):
    from core.search.indexing import index_now

    index_now("call", call.public_id, 1)
    published(call, by, title="Eleven weeks without heating", text="The boiler failed in November.")
    handed_in(call, title="Unpublished boiler", text="Boiler unpublished")
    deliver()
    assert [hit.document.number for hit in find(Asked("boiler", reader="en")).hits] == ["TST0001"]
    assert [hit.document.number for hit in find(Asked("TST0001", reader="en")).hits] == ["TST0001"]
    assert [hit.document.type for hit in find(Asked("استئجار", reader="ar")).hits] == ["call"]
