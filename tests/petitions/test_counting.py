"""The count: entries, tallies, hours and the shown figure agree; a crossed threshold makes one milestone."""

import re
from datetime import timedelta

import pytest
from django.db.models import Sum

from core import clock
from core.actors import participant
from core.events.models import Event
from petitions.actions import SignatureFacts, sign_petition
from petitions.actions.milestones import expire_milestones, fulfil_milestone
from petitions.actions.signing import confirm_signatures, settle_signatures
from petitions.counting import fold
from petitions.models import Milestone, Petition, Signature, Tally, TallyEntry, TallyHour
from tests.petitions.helpers import who

pytestmark = pytest.mark.django_db
POSTCODES = ("SL4 1AA", "NH1 1AA", "EV2 1AA")


def crowd(petition, how_many, start=0):
    """Sign and confirm as a crowd; gives the signatures that moved."""
    people = [
        SignatureFacts(
            name="Ann", email=f"p{n}@example.org", is_eligible=True,
            **({"country": "FR"} if n % 10 == 9 else {"postcode": POSTCODES[n % 3]}),
        )
        for n in range(start, start + how_many)
    ]  # fmt: skip
    sign_petition(petition, people, by=participant("x"))
    pending = petition.signatures.filter(state="pending").values_list("pk", flat=True)
    return confirm_signatures(list(pending), by=participant("x"))


def bring_over(petition, how_many):
    """Enter a count at one stroke, as an import does."""
    TallyEntry.objects.create(petition=petition, delta=how_many, reason="opening balance", at=clock.now())
    fold(petition.pk)


def figures(petition):
    """Give the count five ways: rows, ledger, tallies, hours, shown."""
    shown = Petition.objects.get(pk=petition.pk).signature_count
    sums = [
        TallyEntry.objects.filter(petition=petition).aggregate(n=Sum("delta"))["n"],
        Tally.objects.filter(petition=petition).aggregate(n=Sum("count"))["n"],
        TallyHour.objects.filter(petition=petition).aggregate(n=Sum("delta"))["n"],
    ]
    return {petition.signatures.filter(state="confirmed").count(), *sums, shown}


def test_five_ways_of_counting_agree(open_petition, staff, deliver, client):
    moved = crowd(open_petition, 17)
    deliver()
    assert figures(open_petition) == {17}
    some = Signature.objects.filter(pk__in=[row.pk for row in moved[:5]])
    settle_signatures("invalidate", some, by=who("clerk", open_petition, staff))
    deliver()
    assert figures(open_petition) == {12}
    page = client.get(open_petition.get_absolute_url()).content.decode()
    assert "12" in re.search(r'<p class="[^"]*count[^"]*">.*?</p>', page, re.S).group()


def test_folding_twice_changes_nothing(open_petition, deliver):
    crowd(open_petition, 12)
    deliver()
    assert (fold(open_petition.pk), fold(open_petition.pk)) == (12, 12)
    assert figures(open_petition) == {12}
    assert TallyEntry.objects.filter(folded_at__isnull=True).count() == 0


def test_a_crossed_threshold_makes_one_milestone_with_duty_owner_and_due_date(open_petition, deliver, mails):
    monday = clock.now().replace(year=2026, month=3, day=2, hour=9)
    with clock.frozen(monday):
        Petition.objects.update(closes_at=monday + timedelta(days=100))
        open_petition.refresh_from_db()
        crowd(open_petition, 9)
        deliver()
        assert Milestone.objects.count() == 0
        crowd(open_petition, 1, start=9)
        deliver()
        crowd(open_petition, 5, start=10)
        deliver()
    milestone = Milestone.objects.get()
    assert (milestone.threshold.key, milestone.threshold.duty, milestone.state) == ("answer", "respond", "due")
    assert str(milestone.threshold.owner) == "The Government"
    assert milestone.due_on.isoformat() == "2026-04-13"  # 30 working days after Monday 2 March
    assert Event.objects.filter(verb="milestone.reach").count() == 1
    assert len(mails("petitions/tell_petitioner_of_milestone")) == 1


def test_one_leap_over_three_thresholds_makes_three(open_petition, deliver):
    bring_over(open_petition, 101)
    assert list(Milestone.objects.values_list("threshold__key", flat=True)) == ["answer", "hearing", "debate"]


def test_a_count_that_falls_back_and_rises_again_makes_no_second_milestone(open_petition, staff, deliver):
    moved = crowd(open_petition, 10)
    deliver()
    first = Signature.objects.filter(pk=moved[0].pk)
    settle_signatures("invalidate", first, by=who("clerk", open_petition, staff))
    deliver()
    crowd(open_petition, 2, start=50)
    deliver()
    assert (Petition.objects.get().signature_count, Milestone.objects.count()) == (11, 1)


def test_a_duty_is_done_in_public_or_overdue(open_petition, staff, deliver, client):
    bring_over(open_petition, 50)
    deliver()
    answer, hearing = Milestone.objects.order_by("threshold__count")
    with clock.frozen(clock.now() + timedelta(days=60)):
        assert expire_milestones() == 2
        assert expire_milestones() == 0
    answer.refresh_from_db()
    fulfil_milestone(answer, by=who("clerk", answer, staff), outcome="Two trains run again from May.")
    deliver()
    states = dict(Milestone.objects.values_list("threshold__key", "state"))
    assert states == {"answer": "done", "hearing": "overdue"}
    page = client.get(open_petition.get_absolute_url()).content.decode()
    assert "Two trains run again from May." in page
    assert str(hearing.threshold.owner) in page
