"""The desk sees what was sent and not taken back, and the public copy as the public has it."""

from __future__ import annotations

import pytest

from consultations.evidence import actions
from consultations.evidence.models import Attachment, PublishedCopy, Submission
from consultations.evidence.rules import holder_of_link
from tests.evidence import files
from tests.evidence.conftest import accepted, draft, handed_in, published
from tests.evidence.test_the_committee_decides import DESK, item

pytestmark = pytest.mark.django_db


def with_file(submission: Submission) -> str:
    """Keep a file with a draft; gives the address at which a clerk would read it."""
    attachment = actions.attach_file(submission, "x.pdf", files.pdf("Canary"), by=holder_of_link(submission))
    return f"/admin/desk/evidence/files/{attachment.public_id}/"


def listed(desk) -> list[Submission]:
    """Give what stands in the list of all."""
    return list(desk.get(f"{DESK}?state=all").context["object_list"])


def test_a_withdrawn_draft_never_comes_to_the_desk(call, desk):
    submission = draft(call)
    file = with_file(submission)
    actions.withdraw_submission(submission, by=holder_of_link(submission))
    assert listed(desk) == []
    assert desk.get(item(submission)).status_code == 404
    assert desk.get(file).status_code == 404


def test_what_was_taken_back_stays_in_the_list_without_its_words(call, by, desk):
    submission = accepted(call, by, text="Canary text", title="Canary title")
    file = f"/admin/desk/evidence/files/{submission.public_id}/"
    Attachment.objects.create(
        submission=submission, public_id=submission.public_id, storage_key="k", original_name="canary.pdf",
        file_type="pdf", size=1, sha256="", text="Canary file", created_at=submission.created_at,
    )  # fmt: skip
    assert "Canary text" in desk.get(item(submission)).content.decode()
    actions.withdraw_submission(submission, by=holder_of_link(submission))
    pages = [desk.get(path).content.decode() for path in (item(submission), f"{DESK}?state=all")]
    assert [("TST0001" in page, "anary" in page) for page in pages] == [(True, False)] * 2
    assert desk.get(file).status_code == 404


def test_the_public_copy_at_the_desk_is_the_one_that_is_public(call, by, desk):
    copy = published(call, by, text="As it was written.")
    PublishedCopy.objects.filter(pk=copy.pk).update(
        body=[{"number": 1, "heading": "Q", "paragraphs": ["As it stands."]}]
    )
    page = desk.get(item(copy.submission)).content.decode()
    assert ("As it stands." in page, "As it was written." in page) == (True, False)
    assert copy.get_absolute_url() in page
    actions.take_down_submission(copy.submission, by=by, reason="Private facts.")
    taken_down = desk.get(item(copy.submission)).content.decode()
    assert ("As it stands." in taken_down, copy.get_absolute_url() in taken_down) == (True, False)


def test_before_the_decision_the_desk_shows_what_would_be_published(call, desk):
    page = desk.get(item(handed_in(call, text="Not yet public."))).content.decode()
    assert ("Not yet public." in page, "as it would be published" in page) == (True, True)
