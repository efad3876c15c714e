"""A citizen writes, stops, comes back on another device, sends; every page keeps what was typed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from consultations.evidence.models import CallForEvidence, Submission
from core import clock
from core.events.models import Event
from tests.evidence import files
from tests.evidence.conftest import code_in, draft, handed_in, link_in, make_call, sender, upload

pytestmark = pytest.mark.django_db


def begin(call, client=None, **facts) -> tuple[Client, str]:
    """Fill in the first page; gives the browser and the address that all pages of the draft begin with."""
    client = client or Client()
    answer = client.post(f"/en/evidence/calls/{call.slug}/start/", sender(**facts))
    assert answer.status_code == 302, answer.content.decode()
    assert answer.url.startswith("/en/evidence/mine/") and answer.url.endswith("/evidence/")
    return client, answer.url.removesuffix("evidence/")


def write(client, mine, **facts):
    """Fill in the evidence page and the publication page."""
    fields = {"title": "Cold rooms", "answer_1": "The boiler failed in November.", "answer_2": "", **facts}
    first = client.post(f"{mine}evidence/", fields)
    assert (first.status_code, first.url) == (302, f"{mine}publication/")
    second = client.post(f"{mine}publication/", {"wish": "named"})
    assert (second.status_code, second.url) == (302, f"{mine}check/")


def test_a_draft_opens_on_another_device_by_the_mailed_link_and_is_sent_without_a_code(call, mails):
    client, mine = begin(call)
    write(client, mine)
    mail = mails("evidence/send_return_link")[-1]
    assert "lena@example.org" not in mail.body

    other = Client()
    back = other.get(link_in(mail))
    assert (back.status_code, back.url.endswith("/check/")) == (302, True)
    page = other.get(back.url).content.decode()
    assert "The boiler failed in November." in page

    sent = other.post(back.url, {})
    assert sent.status_code == 302
    submission = Submission.objects.get()
    assert submission.state == "submitted"
    assert submission.receipt in other.get(sent.url).content.decode()
    receipt = mails("evidence/acknowledge_submission")[-1]
    assert submission.receipt in receipt.subject
    assert "does not yet mean accepted" in receipt.body


def test_a_draft_sent_in_the_first_browser_asks_for_the_mailed_code(call, mails):
    client, mine = begin(call)
    write(client, mine)
    asked = client.post(f"{mine}check/", {})
    assert asked.url.startswith("/en/evidence/confirm/")
    assert Submission.objects.get().state == "draft"
    assert client.post(asked.url, {"code": "000000"}).status_code == 422

    done = client.post(asked.url, {"code": code_in(mails("evidence/ask_to_confirm_submission")[-1])})
    assert done.status_code == 302
    assert Submission.objects.get().state == "submitted"
    assert Submission.objects.get().participant.verified_at is not None
    assert "We have received your evidence" in client.get(done.url).content.decode()


def test_a_mailed_confirmation_link_changes_nothing_on_get(call, mails):
    client, mine = begin(call)
    write(client, mine)
    client.post(f"{mine}check/", {})
    path = link_in(mails("evidence/ask_to_confirm_submission")[-1])
    assert client.get(path).status_code == 200
    assert Submission.objects.get().state == "draft"
    assert client.post(path).status_code == 302
    assert Submission.objects.get().state == "submitted"


def test_only_a_digest_of_the_token_is_kept_and_events_hold_nothing_personal(call, mails):
    _client, mine = begin(call)
    token = mine.split("/")[-2]
    assert token not in str(list(Submission.objects.get().links.values()))
    mails()
    told = str(list(Event.objects.values())) + str([event.data for event in Event.objects.all()])
    for secret in ("Lena Moor", "lena@example.org", token):
        assert secret not in told


def test_pages_behind_a_link_are_not_kept_by_caches_nor_indexed(call):
    client, mine = begin(call)
    answer = client.get(f"{mine}evidence/")
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "Set-Cookie" not in answer
    assert Client().get("/en/evidence/mine/not-a-token/").status_code == 404


@pytest.mark.parametrize(
    ("page", "fields", "words"),
    [
        ("you", {"kind": "organisation", "name": "Lena Moor"}, "Enter the name of the organisation."),
        ("you", {"kind": "person", "name": ""}, "Enter your full name"),
        ("evidence", {"title": "", "answer_1": "Kept words"}, "Enter a title"),
        ("evidence", {"title": "Kept words"}, "Answer at least one question, or add a file"),
        ("publication", {}, "Choose how we may publish your evidence"),
        ("publication", {"wish": "anonymous", "shown_as": "Kept words"}, "Tell the committee why."),
        ("publication", {"wish": "confidential"}, "Tell the committee why."),
        ("check", {}, "Answer at least one question, or add a file."),
    ],
)
def test_what_is_missing_is_said_twice_and_what_was_typed_is_kept(call, page, fields, words):
    client, mine = begin(call)
    answer = client.post(f"{mine}{page}/", fields)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error: " in html
    assert "There is a problem" in html
    assert html.count(words) >= (1 if page == "check" else 2)
    if "Kept words" in fields.values():
        assert "Kept words" in html


def test_the_first_page_answers_422_and_keeps_the_address(call):
    answer = Client().post(f"/en/evidence/calls/{call.slug}/start/", sender(name="", email="lena@example"))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="lena@example"' in html
    assert html.count("Enter an e-mail address in the form name@example.org") == 2
    assert Submission.objects.count() == 0


def test_the_same_first_page_posted_twice_makes_one_draft(call):
    fields = {**sender(), "once": "a1"}
    client = Client()
    urls = {client.post(f"/en/evidence/calls/{call.slug}/start/", fields).url for _time in range(2)}
    assert (len(urls), Submission.objects.count()) == (1, 1)


def test_a_post_from_another_site_is_refused(call):
    answer = Client().post(f"/en/evidence/calls/{call.slug}/start/", sender(), headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, Submission.objects.count()) == (403, 0)


def test_the_page_is_the_same_for_known_and_unknown_addresses(call):
    handed_in(call, email="known@example.org")
    known = Client().post(f"/en/evidence/calls/{call.slug}/start/", sender(email="known@example.org"))
    fresh = Client().post(f"/en/evidence/calls/{call.slug}/start/", sender(email="fresh@example.org"))
    assert (known.status_code, len(known.url)) == (fresh.status_code, len(fresh.url))
    assert Client().get(known.url).status_code == 200
    assert "The boiler failed" not in Client().get(known.url).content.decode()


def test_saving_for_later_asks_for_nothing(call):
    client, mine = begin(call)
    answer = client.post(f"{mine}evidence/", {"title": "", "answer_1": "Half a thought", "later": "1"})
    assert (answer.status_code, answer.url) == (302, f"{mine}saved/")
    assert client.get(answer.url).status_code == 200
    assert "Half a thought" in client.get(f"{mine}evidence/").content.decode()


@pytest.mark.parametrize(
    "typed", [{}, {"wish": "anonymous"}, {"reason": "I still live there.", "shown_as": "A tenant"}]
)
def test_the_wish_may_be_finished_later_and_is_asked_for_before_sending(call, mails, typed):
    client, mine = begin(call)
    client.post(f"{mine}evidence/", {"title": "T", "answer_1": "A"})
    assert client.post(f"{mine}publication/", {**typed}).status_code == 422
    saved = client.post(f"{mine}publication/", {**typed, "later": "1"})
    assert (saved.status_code, saved.url) == (302, f"{mine}saved/")
    back = client.get(f"{mine}publication/").context["form"].initial
    assert {name: back[name] for name in typed} == typed
    assert client.get(mine).url == f"{mine}publication/"
    assert client.post(f"{mine}check/", {}).status_code == 422
    assert Submission.objects.get().state == "draft"


def test_an_older_text_saved_again_wins(call):
    client, mine = begin(call)
    for text in ("first", "second", "first"):
        client.post(f"{mine}evidence/", {"title": "T", "answer_1": text, "once": "same"})
    assert Submission.objects.get().answers.get().text == "first"


def test_a_good_file_is_kept_although_the_title_is_missing(call):
    client, mine = begin(call)
    answer = client.post(f"{mine}evidence/", {"title": "", "file": upload(files.pdf())})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "my evidence.pdf" in html
    again = client.post(f"{mine}evidence/", {"title": "Now with a title"})
    assert again.status_code == 302
    assert Submission.objects.get().attachment.file_type == "pdf"


def test_a_refused_file_costs_no_typed_word(call):
    client, mine = begin(call)
    answer = client.post(
        f"{mine}evidence/", {"title": "T", "answer_1": "My words", "file": upload(b"MZ\x90\x00" + b"\0" * 50)}
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert html.count("We cannot read this kind of file.") == 2
    assert "My words" in html
    assert Submission.objects.get().answers.get().text == "My words"


def test_a_file_above_25_mb_is_refused_with_its_size(call):
    client, mine = begin(call)
    answer = client.post(f"{mine}evidence/", {"title": "T", "file": upload(b"x" * (26 * 1024 * 1024), "big.txt")})
    assert answer.status_code == 422
    assert "This file has 26 MB." in answer.content.decode()
    assert not hasattr(Submission.objects.get(), "attachment")


def test_a_file_can_be_replaced_and_removed_and_its_bytes_go(call, own_storages, django_capture_on_commit_callbacks):
    client, mine = begin(call)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{mine}evidence/", {"title": "T", "file": upload(files.pdf())})
        client.post(f"{mine}evidence/", {"title": "T", "file": upload(files.docx("Words"), "x.pdf")})
    kept = [path for path in (own_storages / "private").rglob("*") if path.is_file()]
    assert (len(kept), Submission.objects.get().attachment.file_type) == (1, "docx")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{mine}evidence/", {"title": "T", "answer_1": "words", "remove_file": "on"})
    assert [path for path in (own_storages / "private").rglob("*") if path.is_file()] == []


def test_nobody_may_begin_after_the_deadline_and_a_draft_has_half_an_hour_more(call):
    client, mine = begin(call)
    write(client, mine)
    with clock.frozen(call.closes_at + timedelta(minutes=29)):
        assert Client().post(f"/en/evidence/calls/{call.slug}/start/", sender()).status_code == 409
        assert client.post(f"{mine}check/", {}).status_code == 302
    late_client, late = begin(make_call(call.inquiry.committee, "LAT"))
    write(late_client, late)
    with clock.frozen(call.closes_at + timedelta(minutes=31, seconds=5)):
        assert late_client.post(f"{late}check/", {}).status_code == 409
    assert Submission.objects.filter(state="submitted").count() == 0


def test_a_sent_submission_can_no_longer_be_changed_but_taken_back(call, mails):
    submission = handed_in(call)
    path = link_in(mails("evidence/acknowledge_submission")[-1])
    client = Client()
    assert client.get(f"{path}evidence/").url == path
    assert client.post(f"{path}evidence/", {"title": "Changed"}).url == path
    assert client.get(f"{path}withdraw/").status_code == 200
    submission.refresh_from_db()
    assert (submission.state, submission.title) == ("submitted", "Cold")
    assert client.post(f"{path}withdraw/").url == path
    submission.refresh_from_db()
    assert submission.state == "withdrawn"
    assert client.post(f"{path}withdraw/").status_code == 409


def test_one_return_link_does_not_open_another_draft(call):
    client, mine = begin(call)
    other = draft(call, email="else@example.org", name="Somebody Else")
    assert other.name not in client.get(f"{mine}you/").content.decode()


def test_what_is_needed_at_times_is_not_called_optional(call):
    client, mine = begin(call)
    for step in ("evidence", "publication"):
        labels = re.findall(r"<label[^>]*>(.*?)</label>", client.get(f"{mine}{step}/").content.decode())
        wrong = [words for words in labels if "optional" in words and re.match(r"\d\.|File|If not", words)]
        assert wrong == []


def test_the_steps_are_as_many_as_the_call_says(call):
    client, mine = begin(call)
    assert "four short pages" in client.get(call.get_absolute_url()).content.decode()
    context = client.get(f"{mine}you/").context
    assert (context["step"], context["step_count"], len(context["steps"])) == (1, 4, 4)
    assert context["back_url"] == call.get_absolute_url()


def test_the_page_of_the_mailed_link_names_what_is_sent(call, mails):
    client, mine = begin(call)
    write(client, mine)
    client.post(f"{mine}check/", {})
    page = client.get(link_in(mails("evidence/ask_to_confirm_submission")[-1])).content.decode()
    assert "Cold rooms" in page and "Renting a home TST" in page


def test_a_closed_call_says_when_and_offers_what_there_is(call, client):
    CallForEvidence.objects.filter(pk=call.pk).update(state="closed", closes_at=clock.now() - timedelta(days=1))
    page = client.get(call.get_absolute_url()).content.decode()
    assert "<dt>Closed on</dt>" in page and "See other calls" in page
    assert "Read what is published" not in page and "You choose: with your name" not in page
