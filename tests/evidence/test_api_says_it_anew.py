"""Published evidence is told anew once erasure rewrote it; an answer is never dropped in silence."""

import pytest
from django.test import Client

from consultations.evidence.models import PublishedCopy, Submission
from tests.evidence.conftest import published

pytestmark = pytest.mark.django_db
API = "/api/v1/evidence"


def test_a_text_that_was_rewritten_is_not_called_unmodified(call, by):
    made = published(call, by, text="Ann Archer fell.")
    path = f"{API}/submissions/{made.label}/"
    first = Client().get(path)
    body = [{"number": 1, "heading": "What broke?", "paragraphs": ["[name removed] fell."]}]
    PublishedCopy.objects.filter(pk=made.pk).update(body=body)
    asked = {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    assert "Last-Modified" not in first
    again = Client().get(path, headers={**asked, "If-None-Match": first["ETag"]})
    assert (again.status_code, again.json()["body"]) == (200, body)
    assert Client().get(path, headers=asked).status_code == 200


def test_two_answers_to_one_question_are_refused(call):
    answers = [{"question": 1, "text": "First."}, {"question": 1, "text": "Second."}]
    facts = {"name": "Ann", "email": "ann@example.org", "title": "Weeks", "answers": answers, "wish": "named"}
    answer = Client().post(f"{API}/calls/{call.slug}/submissions/", facts, content_type="application/json")
    assert (answer.status_code, [row["field"] for row in answer.json()["fields"]]) == (400, ["answers"])
    assert "1" in answer.json()["fields"][0]["message"]
    assert not Submission.objects.exists()
