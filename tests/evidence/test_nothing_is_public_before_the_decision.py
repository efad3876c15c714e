"""Canaries in name, address, file name, file and text: no public door shows one before a decision, or one not meant."""

from __future__ import annotations

import logging
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.test import Client
from lxml import html as lxml_html

from consultations.evidence import actions
from consultations.evidence.models import Submission
from core.search.models import SearchRow
from tests.evidence import files
from tests.evidence.conftest import upload
from tests.evidence.test_a_citizen_gives_evidence import begin, write
from tests.evidence.test_the_committee_decides import send

pytestmark = pytest.mark.django_db
PRIVATE = ("Canary-Name", "canary-mail", "canary-file", "Canary-Author", "Canary-Reason", "Canary-Role")
TEXT = ("Canary-Title", "Canary-Answer", "Canary-Pdf")
STARTS = ("/en/evidence/", "/ar/evidence/", "/api/v1/evidence/calls/", "/api/v1/evidence/submissions/")


def crawl() -> dict[str, bytes]:
    """Read every page of evidence that links lead to, as anybody; gives content by address."""
    client, seen, waiting = Client(), {}, list(STARTS)
    while waiting:
        path = waiting.pop()
        if path in seen or not path.startswith(("/en/evidence", "/ar/evidence", "/api/v1/evidence")):
            continue
        answer = client.get(path)
        seen[path] = answer.content
        if answer["Content-Type"].startswith("text/html") and answer.content:
            links = lxml_html.fromstring(answer.content).xpath("//a/@href")
            waiting += [urljoin(path, link).split("#")[0] for link in links if not link.startswith(("http", "mailto"))]
    return seen


def found(words: tuple[str, ...], pages: dict[str, bytes]) -> list[str]:
    """List the words that stand on any page, in the index or in the public storage."""
    index = str(list(SearchRow.objects.values())).encode()
    stored = b"".join(path.read_bytes() for path in public_files())
    everything = b"".join(pages.values()) + index + stored
    return [word for word in words if word.encode() in everything]


def public_files():
    """List the files of the public storage."""
    from pathlib import Path

    folder = Path(settings.STORAGES["public"]["OPTIONS"]["location"])
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


@pytest.fixture
def submission(call) -> Submission:
    """Hand in evidence with a canary in every place."""
    client, mine = begin(call, kind="person", name="Canary-Name", email="canary-mail@example.org", role="Canary-Role")
    data = files.pdf("Canary-Pdf", author="Canary-Author")
    write(client, mine, title="Canary-Title", answer_1="Canary-Answer", file=upload(data, "canary-file.pdf"))
    client.post(f"{mine}publication/", {"wish": "anonymous", "reason": "Canary-Reason", "shown_as": "a tenant"})
    submission = Submission.objects.get()
    send(submission)
    return submission


def test_no_canary_is_public_at_any_step_before_publication(submission, by, deliver, caplog):
    caplog.set_level(logging.DEBUG)
    steps = (
        lambda: None,
        lambda: actions.take_up_submission(submission, by=by),
        lambda: actions.accept_submission(submission, by=by),
    )
    for step in steps:
        step()
        deliver()
        pages = crawl()
        assert len(pages) >= len(STARTS) + 2
        assert found(PRIVATE + TEXT, pages) == []
    assert [word for word in PRIVATE if word in caplog.text] == []


def test_publication_shows_the_text_and_still_no_person(submission, by, deliver):
    actions.accept_submission(actions.take_up_submission(submission, by=by), by=by)
    actions.publish_submission(submission, by=by, is_checked=True)
    deliver()
    pages = crawl()
    assert found(PRIVATE, pages) == []
    assert found(TEXT, pages) == list(TEXT)
    assert "/en/evidence/TST0001/file/" in pages


def test_the_original_is_encrypted_on_the_disk_under_a_name_of_no_meaning(submission, own_storages):
    (path,) = [path for path in (own_storages / "private").rglob("*") if path.is_file()]
    raw = path.read_bytes()
    assert [word for word in ("Canary", "%PDF") if word.encode() in raw] == []
    assert "canary" not in str(path)


def test_nothing_personal_stands_in_clear_in_the_tables(submission):
    from django.db import connection

    with connection.cursor() as cursor:
        rows = []
        for table in ("evidence_submission", "evidence_attachment", "evidence_answer", "events_event", "mail_mail"):
            cursor.execute(f"SELECT * FROM {table}")
            rows += cursor.fetchall()
    told = str(rows)
    assert [word for word in PRIVATE + TEXT if word in told] == []


def test_files_are_closed_to_everybody_but_clerk_and_sender(submission):
    address = f"/admin/desk/evidence/files/{submission.attachment.public_id}/"
    answer = Client().get(address)
    assert (answer.status_code, answer.url.startswith("/admin/login/")) == (302, True)
