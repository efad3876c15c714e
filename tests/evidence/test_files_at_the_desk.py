"""Files seen from outside: the sender's form, the clerk's desk and the public page say what is true of them."""

from __future__ import annotations

from consultations.evidence import actions
from consultations.evidence.models import Submission
from consultations.evidence.rules import holder_of_link
from tests.evidence import files
from tests.evidence.conftest import draft, upload
from tests.evidence.test_a_citizen_gives_evidence import begin
from tests.evidence.test_the_committee_decides import item, send, write
from tests.fixtures.people import HouseClient as Client

COMPRESSED = b"<< /Type /ObjStm /N 1 /First 4 /Length 28 >>\nstream\n9 0 << /Author (Canary) >>  \nendstream"
PAGE = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]
WARNING = "This PDF may still name its author"


def sent(call, data: bytes) -> Submission:
    """Hand in a file."""
    client, mine = begin(call)
    write(client, mine, file=upload(data))
    submission = Submission.objects.get()
    send(submission)
    return submission


def published(call, by, data: bytes) -> str:
    """Hand in a file and publish it; gives the public page."""
    submission = actions.accept_submission(actions.take_up_submission(sent(call, data), by=by), by=by)
    actions.publish_submission(submission, by=by, is_checked=True)
    return Client().get("/en/evidence/TST0001/").content.decode()


def test_the_clerk_is_warned_of_a_pdf_whose_author_cannot_be_blanked(call, desk):
    page = desk.get(item(sent(call, files.pdf_of([*PAGE, COMPRESSED], b"/Info 9 0 R ")))).content.decode()
    assert (WARNING in page, "Hidden or deleted text" in page) == (True, False)


def test_the_clerk_is_not_warned_of_a_pdf_that_was_blanked(call, desk):
    assert WARNING not in desk.get(item(sent(call, files.pdf(author="Canary")))).content.decode()


def test_the_public_page_promises_of_a_pdf_only_what_holds_for_every_pdf(call, by):
    page = published(call, by, files.pdf_of([*PAGE, b"<< /Author 4 0 R >>", b"(Canary Author)"], b"/Info 3 0 R "))
    assert ("We have removed" in page, "where it stands in clear" in page) == (False, True)
    answer = Client().get("/en/evidence/TST0001/file/")
    assert (answer.status_code, b"Canary" in answer.content) == (200, False)


def test_a_file_with_a_nul_is_published_without_it(call, by):
    page = published(call, by, rb"{\rtf1\ansi Many\u0 ? words\'00\par}")
    assert "Many words" in page
    assert "\x00" not in page


def test_a_damaged_word_file_is_refused_at_the_field(call):
    client, mine = begin(call)
    data = {"title": "T", "answer_1": "My words", "file": upload(files.word("<w:p>"), "x.docx")}
    answer = client.post(f"{mine}evidence/", data)
    page = answer.content.decode()
    assert (answer.status_code, "it may be damaged" in page, "My words" in page) == (422, True, True)
    assert not hasattr(Submission.objects.get(), "attachment")
    submission = draft(call, email="other@example.org")
    assert actions.attach_file(submission, "x.pdf", files.pdf(), by=holder_of_link(submission)).has_hidden_text is False
