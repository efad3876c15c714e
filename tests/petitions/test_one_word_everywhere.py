"""What is said of a petition in several places is said by one rule: its offer, what is late, who owes it, its end."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cms.live import card_of
from core import clock
from petitions.models import DutyOffice, Milestone, PetitionStep, RequestOutcome
from tests.petitions.test_public_pages import reach, way_on

pytestmark = pytest.mark.django_db


def standing(make_petition, what):
    """Give a petition that takes no signatures, with what its offer hangs on."""
    petition = make_petition(state="rejected" if what == "rejected" else "closed")
    if what == "owed":
        reach(petition)
    elif what == "stepped":
        PetitionStep.objects.create(
            petition=petition, kind="considered", on=clock.today(), words={"en": "Heard."}, recorded_at=clock.now()
        )
    elif what == "outcome":
        RequestOutcome.objects.create(
            petition=petition, position=1, request={"en": "Trains"}, verdict="yes", recorded_at=clock.now()
        )
    elif what == "merged":
        petition.merged_into = make_petition()
        petition.save()
    return petition


@pytest.mark.parametrize("what", ["bare", "owed", "stepped", "outcome", "merged", "rejected"])
def test_a_card_offers_what_the_page_offers(client, make_petition, what):
    petition = standing(make_petition, what)
    words, _anchor = way_on(client, petition)
    assert card_of("petition", petition.pk).action == words


@pytest.fixture
def late(make_petition):
    """Give a duty whose day has passed, which the schedule has not marked, and which was passed on to an office."""
    petition = make_petition()
    reach(petition)
    office = DutyOffice.objects.create(key="plenary", name={"en": "The plenary office"})
    Milestone.objects.update(due_on=clock.today() - timedelta(days=1), office=office)
    return petition


def test_what_is_late_is_late_on_every_page_before_the_schedule_has_marked_it(client, late):
    assert Milestone.objects.get().state == "due"
    page = client.get(late.get_absolute_url())
    assert [step["note"] for step in page.context["thread"] if "note" in step][0] == "Overdue"
    assert page.context["way"]["owed"][0]["is_overdue"] is True
    [row] = client.get(reverse("petitions:duties")).context["overdue"]
    assert (str(row["tag_words"]), row["tag"], row["is_late"]) == ("Overdue", "no", True)
    [reached] = client.get(reverse("petitions:reached")).context["rows"]
    assert str(reached["tag_words"]) == "Overdue"
    assert "(Overdue)" in client.get(reverse("petitions:feed_duties")).content.decode()
    for address in (reverse("api_milestones"), reverse("api_petition_milestones", args=[late.number])):
        found = client.get(address).json()
        [shown] = found["results"] if isinstance(found, dict) else found
        assert (shown["state"], shown["owner"]) == ("overdue", {"en": "The plenary office"})


def test_a_duty_that_was_passed_on_is_told_as_that_of_its_new_office(client, late, mails, staff):
    from core.actors import actor_for
    from petitions.actions import fulfil_milestone

    assert "The plenary office" in str(client.get(late.get_absolute_url()).context["way"]["owed"][0]["owner"])
    fulfil_milestone(Milestone.objects.get(), by=actor_for(staff["clerk"]), outcome="Heard.")
    assert dict(PetitionStep.objects.get().to_whom) == {"en": "The plenary office"}


def test_a_paused_petition_names_no_last_day_for_its_clock_stands_still(client, make_petition):
    paused, over = make_petition(state="paused"), make_petition(closes_at=clock.now() - timedelta(days=2))
    for petition, until in ((paused, "–"), (over, None)):
        found = client.get(petition.get_absolute_url()).context["glance"][3]
        assert found.get("value") == until
        assert "-" not in str(found.get("note", ""))
