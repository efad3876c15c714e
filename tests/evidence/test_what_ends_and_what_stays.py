"""What was returned or withdrawn is kept a year from then; a link lives as long as it is used, and then goes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from consultations.evidence import actions
from consultations.evidence.models import ReturnLink, Submission
from consultations.evidence.rules import holder_of_link
from core import clock
from core.moderation.models import Appeal
from core.privacy.retaining import carry_out, plan, run_retention
from tests.evidence.conftest import accepted, handed_in, link_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HANDED_BACK = "evidence.submissions.handed_back"


def sent_long_ago(call, days: int) -> Submission:
    """Hand in a submission and let it have come in some days ago."""
    submission = handed_in(call)
    then = clock.now() - days * DAY
    Submission.objects.filter(pk=submission.pk).update(created_at=then, saved_at=then, submitted_at=then)
    return Submission.objects.get(pk=submission.pk)


def due() -> dict[str, list[int]]:
    """Carry the plan out; gives what went."""
    return {key: ids for key, ids in carry_out(plan()).items() if key == HANDED_BACK}


@pytest.mark.parametrize("how", ["returned", "withdrawn"])
def test_the_year_begins_with_the_return_or_the_withdrawal(call, by, how):
    submission = sent_long_ago(call, 420)
    if how == "returned":
        actions.return_submission(submission, by=by, return_reason="Another law.")
    else:
        actions.withdraw_submission(submission, by=holder_of_link(submission))
    assert due() == {}
    with clock.frozen(clock.now() + 364 * DAY):
        assert due() == {}
    with clock.frozen(clock.now() + 366 * DAY):
        assert due() == {HANDED_BACK: [submission.pk]}


def test_what_ended_before_there_was_a_column_ended_with_its_event(call, by):
    submission = sent_long_ago(call, 420)
    actions.return_submission(submission, by=by, return_reason="Another law.")
    Submission.objects.filter(pk=submission.pk).update(ended_at=None)
    assert due() == {}
    with clock.frozen(clock.now() + 366 * DAY):
        assert due() == {HANDED_BACK: [submission.pk]}


def test_an_open_appeal_keeps_what_was_returned(call, by, mails):
    submission = sent_long_ago(call, 420)
    actions.return_submission(submission, by=by, return_reason="Another law.")
    page = mails("evidence/tell_decision")[-1].body.split("/moderation/appeal/")[1].split("/")[0]
    with clock.frozen(clock.now() + 180 * DAY):
        Client().post(f"/en/moderation/appeal/{page}/", {"words": "It is about this law."})
    appeal = Appeal.objects.get()
    with clock.frozen(clock.now() + 400 * DAY):
        assert due() == {}
        Appeal.objects.filter(pk=appeal.pk).update(state="refused")
        assert due() == {HANDED_BACK: [submission.pk]}


def test_read_again_and_returned_again_the_year_begins_anew(call, by):
    submission = sent_long_ago(call, 420)
    actions.return_submission(submission, by=by, return_reason="Another law.")
    with clock.frozen(clock.now() + 200 * DAY):
        actions.restore_submission(submission, by=by)
        assert Submission.objects.get().ended_at is None
        actions.return_submission(submission, by=by, return_reason="Still another law.")
    with clock.frozen(clock.now() + 400 * DAY):
        assert due() == {}


def test_a_link_that_is_used_lives_on_and_one_that_is_not_goes(call, mails):
    submission = handed_in(call)
    page = link_in(mails("evidence/acknowledge_submission")[-1])
    used = submission.links.order_by("-pk").first()
    for days in (80, 160, 240):
        with clock.frozen(clock.now() + days * DAY):
            assert Client().get(page).status_code == 200
            run_retention()
    assert list(ReturnLink.objects.all()) == [used]
    with clock.frozen(clock.now() + 331 * DAY):
        assert Client().get(page).status_code == 404
        run_retention()
    assert (ReturnLink.objects.count(), Submission.objects.count()) == (0, 1)


def test_a_closed_call_still_shows_the_way_to_a_new_link(call, by, mails):
    handed_in(call)
    actions.close_call(call, by=by)
    page = Client().get(f"/en/evidence/calls/{call.slug}/").content.decode()
    assert f"/en/evidence/calls/{call.slug}/link/" in page
    with clock.frozen(clock.now() + 100 * DAY):
        Client().post(f"/en/evidence/calls/{call.slug}/link/", {"email": "lena@example.org"})
        assert Client().get(link_in(mails("evidence/send_return_link")[-1])).status_code == 200


SENDERS = "evidence.submissions.senders"


def forgotten() -> dict[str, list[int]]:
    """Carry the plan out; gives whose senders went."""
    return {key: ids for key, ids in carry_out(plan()).items() if key == SENDERS}


def test_two_years_after_its_call_nobody_can_be_reached_behind_accepted_evidence(call, by):
    submission = accepted(call, by)
    before = Submission.objects.get(pk=submission.pk)
    assert (before.email != "", before.participant is not None, before.links.count()) == (True, True, 2)
    with clock.frozen(call.closes_at + 729 * DAY):
        assert forgotten() == {}
    with clock.frozen(call.closes_at + 731 * DAY):
        assert forgotten() == {SENDERS: [submission.pk]}
        assert forgotten() == {}
    after = Submission.objects.get(pk=submission.pk)
    assert (after.email, after.email_index, after.participant, after.links.count()) == ("", "", None, 0)
    assert (after.name, after.label, after.title) == (before.name, before.label, before.title)


def test_what_the_committee_has_not_decided_keeps_its_sender(call, by):
    handed_in(call)
    with clock.frozen(call.closes_at + 2000 * DAY):
        assert forgotten() == {}
