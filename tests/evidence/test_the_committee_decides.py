"""The clerk reads, decides and publishes at the desk; the sender hears of each step in its own words."""

from __future__ import annotations

import pytest

from consultations.evidence import actions
from consultations.evidence.models import CommitteeDecision, PublishedCopy, Submission
from core.accounts.actions import grant_role
from core.accounts.models import Role, User
from core.actors import IMPORT, actor_for
from core.errors import Conflict, Forbidden, Invalid, WrongState
from core.events.models import Event
from core.parliament.models import Committee
from core.search.models import SearchRow
from tests.evidence import files
from tests.evidence.conftest import accepted, handed_in, make_call, published, upload
from tests.evidence.test_a_citizen_gives_evidence import begin, write
from tests.fixtures.people import HouseClient as Client

pytestmark = pytest.mark.django_db
DESK = "/admin/desk/evidence/"


def item(submission: Submission) -> str:
    """Give the address of a submission at the desk."""
    return f"{DESK}{submission.pk}/"


def decide(desk: Client, submission: Submission, verb: str, **facts) -> int:
    """Press one of the desk's buttons; gives the status of the answer."""
    return desk.post(
        item(submission), {"verb": verb, **{f"{verb}-{name}": value for name, value in facts.items()}}
    ).status_code


def test_a_submission_goes_from_the_desk_to_its_permanent_address(call, desk, mails):
    submission = handed_in(call, text="The boiler failed.\n\nNobody came.", title="Eleven weeks")
    assert decide(desk, submission, "take_up") == 302
    assert decide(desk, submission, "accept", decided_on="2026-11-20", minute="Item 4") == 302
    submission.refresh_from_db()
    assert (submission.state, submission.label) == ("accepted", "TST0001")
    assert CommitteeDecision.objects.get().minute == "Item 4"
    assert Client().get("/en/evidence/TST0001/").status_code == 404

    assert decide(desk, submission, "publish") == 422
    assert decide(desk, submission, "publish", is_checked="on") == 302
    page = Client().get("/en/evidence/TST0001/")
    html = page.content.decode()
    assert page.status_code == 200
    assert [html.count(words) for words in ("Eleven weeks", 'id="p1"', 'id="p2"', 'id="p3"')] == [3, 1, 1, 0]
    assert "Lena Moor" in html
    assert "lena@example.org" not in html
    assert [mail.subject for mail in mails("evidence/tell_decision")] == [
        "Accepted as evidence: TST0001",
        "Published: your evidence TST0001",
    ]
    assert SearchRow.objects.filter(type="submission").count() == 1


def test_buttons_follow_the_table_and_nothing_else(call, desk, by):
    submission = handed_in(call)
    shown = {}
    for state, go in (
        ("submitted", actions.take_up_submission),
        ("in_review", actions.accept_submission),
        ("accepted", None),
    ):
        shown[state] = [one["move"].verb for one in desk.get(item(submission)).context["decisions"]]
        if go:
            go(submission, by=by)
    assert shown == {
        "submitted": ["take_up", "return"],
        "in_review": ["accept", "return"],
        "accepted": ["publish", "keep_confidential"],
    }


def test_a_return_needs_a_reason_and_the_sender_reads_it(call, desk, mails):
    submission = handed_in(call)
    assert decide(desk, submission, "return") == 422
    assert decide(desk, submission, "return", return_reason="This is about another law.") == 302
    assert "This is about another law." in mails("evidence/tell_decision")[-1].body
    assert [event.reason for event in Event.objects.filter(verb="submission.return")] == [""]


def test_what_a_sender_wants_kept_is_not_published(call, by, desk):
    submission = accepted(call, by, wish="confidential")
    with pytest.raises(WrongState):
        actions.publish_submission(submission, by=by, is_checked=True)
    assert [one["move"].verb for one in desk.get(item(submission)).context["decisions"]] == ["keep_confidential"]
    actions.keep_submission_confidential(submission, by=by)
    assert Client().get("/en/evidence/TST0001/").status_code == 404
    assert "TST0001" not in Client().get(f"/en/evidence/calls/{call.slug}/").content.decode()
    assert published(call, by).label == "TST0002"


def test_an_anonymous_copy_shows_the_chosen_words_instead_of_the_name(call, by):
    submission = accepted(call, by, wish="anonymous")
    Submission.objects.filter(pk=submission.pk).update(shown_as="a tenant in Saltmere")
    submission.refresh_from_db()
    copy = actions.publish_submission(submission, by=by, is_checked=True)
    html = Client().get(copy.get_absolute_url()).content.decode()
    assert ("a tenant in Saltmere" in html, "Lena Moor" in html) == (True, False)


def test_only_clerks_of_the_committee_see_and_decide(call, by, committee):
    other_committee = Committee.objects.create(chamber=committee.chamber, slug="other-x", name={"en": "Other"})
    stranger = User.objects.create_user("other@parliament.example", name="Other Clerk")
    grant_role(stranger, Role.CLERK, by=IMPORT, committee=other_committee)
    submission = handed_in(call)
    client = Client()
    client.force_login(stranger)
    assert client.get(item(submission)).status_code == 404
    assert list(client.get(f"{DESK}?state=all").context["object_list"]) == []
    with pytest.raises(Forbidden):
        actions.take_up_submission(submission, by=actor_for(User.objects.get(pk=stranger.pk)))
    for role in (Role.MODERATOR, Role.COMMS):
        person = User.objects.create_user(f"{role}@parliament.example", name="Nosy")
        grant_role(person, role, by=IMPORT)
        client.force_login(person)
        assert client.get(DESK).status_code in {302, 403}
    assert Client().get(DESK).status_code == 302


def test_two_clerks_accept_and_one_wins_with_one_number(call, by):
    submission = actions.take_up_submission(handed_in(call), by=by)
    rival = Submission.objects.select_related("inquiry").get(pk=submission.pk)
    actions.accept_submission(submission, by=by)
    with pytest.raises(Conflict) as lost:
        actions.accept_submission(rival, by=by)
    assert lost.value.data["state"] == "accepted"
    submission.inquiry.refresh_from_db()
    assert submission.inquiry.last_number == 1


def test_numbers_belong_to_their_inquiry_and_are_never_used_again(call, by, committee):
    labels = [accepted(call, by).label for _time in range(2)]
    other = accepted(make_call(committee, "ABC"), by)
    link = call.submissions.order_by("pk").first()
    actions.withdraw_submission(link, by=holder(link))
    assert [*labels, other.label, accepted(call, by).label] == ["TST0001", "TST0002", "ABC0001", "TST0003"]


def holder(submission):
    """Give the holder of a submission's link."""
    from consultations.evidence.rules import holder_of_link

    return holder_of_link(submission)


def test_publishing_without_having_looked_is_refused(call, by):
    submission = accepted(call, by)
    with pytest.raises(Invalid):
        actions.publish_submission(submission, by=by)
    assert PublishedCopy.objects.count() == 0


def test_a_pdf_is_published_as_a_download_under_its_number_without_author(call, by, desk):
    client, mine = begin(call)
    write(client, mine, file=upload(files.pdf("Visible words", author="Canary Author")))
    submission = Submission.objects.get()
    send(submission)
    original = desk.get(f"/admin/desk/evidence/files/{submission.attachment.public_id}/")
    assert (original.status_code, b"Canary Author" in original.content) == (200, True)
    assert original["Content-Disposition"] == f'attachment; filename="{submission.receipt}.pdf"'
    assert Event.objects.filter(verb="submission.read_personal", data={"kinds": ["file"]}).count() == 1

    actions.accept_submission(actions.take_up_submission(submission, by=by), by=by)
    assert Client().get("/en/evidence/TST0001/file/").status_code == 404
    actions.publish_submission(submission, by=by, is_checked=True)
    public = Client().get("/en/evidence/TST0001/file/")
    assert (public.status_code, public["Content-Type"]) == (200, "application/pdf")
    assert public["Content-Disposition"] == 'attachment; filename="TST0001.pdf"'
    assert public["X-Content-Type-Options"] == "nosniff"
    assert b"Visible words" in public.content
    assert b"Canary" not in public.content
    assert b"Canary".hex().encode() not in public.content
    assert len(public.content) == len(original.content)


def send(submission: Submission) -> None:
    """Send a draft as if by a mailed link."""
    from datetime import timedelta

    from core import clock

    until = clock.now() + timedelta(1)
    link = submission.links.create(token_hash="f" * 64, is_mailed=True, expires_at=until)
    actions.send_submission(link, by=holder(submission))
    submission.refresh_from_db()


def test_the_text_of_a_word_file_is_published_without_what_was_hidden_in_it(call, by, desk):
    client, mine = begin(call)
    data = files.docx("First paragraph", "Second", hidden="Canary hidden", deleted="Canary deleted")
    write(client, mine, file=upload(data, "canary-name.docx"))
    submission = Submission.objects.get()
    send(submission)
    assert "Hidden or deleted text was found" in desk.get(item(submission)).content.decode()
    actions.accept_submission(actions.take_up_submission(submission, by=by), by=by)
    actions.publish_submission(submission, by=by, is_checked=True)
    html = Client().get("/en/evidence/TST0001/").content.decode()
    assert ("First paragraph" in html, "anary" in html) == (True, False)
    assert Client().get("/en/evidence/TST0001/file/").status_code == 404
