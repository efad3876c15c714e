"""A clerk writes a call at the desk, opens it, and people can answer; the clock opens and closes what is due."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from consultations.evidence.actions.calling import CallFacts, save_call
from consultations.evidence.models import CallForEvidence
from consultations.evidence.tasks import turn_due_calls
from core import clock
from core.actors import actor_for
from core.errors import Forbidden, WrongState
from core.parliament.models import Committee
from tests.evidence.conftest import make_call, sender

pytestmark = pytest.mark.django_db
NEW = "/admin/desk/calls/write/"


def typed(committee: Committee, **facts) -> dict[str, str]:
    """Give what a clerk types."""
    return {
        "committee": str(committee.pk), "code": "bus", "closes_on": str(clock.today() + timedelta(days=20)),
        "title_en": "Buses in the evening", "summary_en": "When does your last bus leave?",
        "questions_en": "When does it leave?\nWhen do you need it?", "title_fr": "Les bus du soir",
        "questions_fr": "Quand part-il ?\nQuand en avez-vous besoin ?", **facts,
    }  # fmt: skip


def test_a_call_is_written_changed_opened_and_answered(desk, committee):
    saved = desk.post(NEW, typed(committee))
    call = CallForEvidence.objects.get()
    assert (saved.status_code, saved.url) == (302, f"/admin/desk/calls/{call.pk}/")
    assert (call.state, call.inquiry.code, call.slug) == ("draft", "BUS", "buses-in-the-evening")
    assert Client().get(call.get_absolute_url()).status_code == 404

    form = desk.get(f"/admin/desk/calls/{call.pk}/write/").context["form"]
    assert form.initial["questions_fr"] == "Quand part-il ?\nQuand en avez-vous besoin ?"
    last_day = call.closes_at.astimezone(clock.parliament_zone()).date().isoformat()
    assert (
        f'value="{last_day}"'
        in desk.get(f"/admin/desk/calls/{call.pk}/write/", headers={"Accept-Language": "fr"}).content.decode()
    )
    desk.post(f"/admin/desk/calls/{call.pk}/write/", typed(committee, title_en="Night buses"))
    assert desk.post(f"/admin/desk/calls/{call.pk}/", {"verb": "open"}).status_code == 302
    page = Client().get(call.get_absolute_url()).content.decode()
    assert [words in page for words in ("Night buses", "When do you need it?", "Start now")] == [True] * 3
    assert Client().post(f"{call.get_absolute_url()}start/", sender()).status_code == 302
    assert desk.post(f"/admin/desk/calls/{call.pk}/write/", typed(committee)).status_code == 409


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"code": "B1"}, "code"),
        ({"title_en": ""}, "title_en"),
        ({"closes_on": "2020-01-01"}, "closes_on"),
        ({"closes_on": "soon"}, "closes_on"),
        ({"closes_on": "2190-01-01"}, "closes_on"),
        ({"closes_on": "20026-11-23"}, "closes_on"),
        ({"closes_on": "9999-12-31"}, "closes_on"),
        ({"opens_on": str(clock.today() + timedelta(days=30))}, "opens_on"),
        ({"opens_on": str(clock.today() - timedelta(days=1))}, "opens_on"),
        ({"opens_on": "0026-11-23"}, "opens_on"),
        ({"opens_on": "0001-01-01"}, "opens_on"),
        ({"questions_fr": "Une seule"}, "questions_fr"),
        ({"questions_en": ""}, "questions_en"),
    ],
)
def test_a_fault_is_named_at_its_field_and_nothing_is_saved(desk, committee, facts, field):
    answer = desk.post(NEW, typed(committee, **facts))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"]["summary_en"].value() == "When does your last bus leave?"
    assert CallForEvidence.objects.count() == 0


def test_a_first_day_that_stood_there_may_stay_and_is_not_moved_back(desk, committee):
    now = clock.now()
    call = make_call(committee, "BUS", state="draft", opens_at=now - timedelta(days=3), closes_at=now + timedelta(9))
    path = f"/admin/desk/calls/{call.pk}/write/"
    stood = desk.get(path).context["form"].initial["opens_on"]
    assert desk.post(path, typed(committee, opens_on=str(stood))).status_code == 302
    answer = desk.post(path, typed(committee, opens_on=str(stood - timedelta(days=1))))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["opens_on"])
    assert desk.post(path, typed(committee, opens_on=str(clock.today()))).status_code == 302


def test_letters_of_another_committee_are_refused_and_so_is_its_clerk(desk, committee):
    other = Committee.objects.create(chamber=committee.chamber, slug="other-x", name={"en": "Other"})
    draft = make_call(other, "OTH", state="draft")
    assert list(desk.post(NEW, typed(committee, code="OTH")).context["form"].errors) == ["code"]
    answer = desk.post(NEW, typed(other))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["committee"])
    assert desk.get(f"/admin/desk/calls/{draft.pk}/write/").status_code == 404
    assert Client().get(NEW).status_code == 302


def test_the_clock_opens_and_closes_what_is_due(committee):
    now = clock.now()
    waiting = make_call(
        committee, "AAA", state="draft", opens_at=now + timedelta(hours=1), closes_at=now + timedelta(days=2)
    )
    empty = make_call(
        committee, "BBB", state="draft", opens_at=now + timedelta(hours=1), closes_at=now + timedelta(days=2)
    )
    empty.questions.all().delete()
    states = []
    for later in (timedelta(), timedelta(hours=2), timedelta(days=3)):
        with clock.frozen(now + later):
            turn_due_calls()
        states.append([CallForEvidence.objects.get(pk=call.pk).state for call in (waiting, empty)])
    assert states == [["draft", "draft"], ["open", "draft"], ["closed", "draft"]]


def test_what_cannot_be_opened_keeps_nothing_open(committee, monkeypatch):
    over = make_call(committee, "AAA", closes_at=clock.now() - timedelta(minutes=1))

    def fail():
        raise OverflowError

    monkeypatch.setattr("consultations.evidence.actions.open_due_calls", fail)
    with pytest.raises(OverflowError):
        turn_due_calls()
    over.refresh_from_db()
    assert over.state == "closed"


def test_a_clerk_takes_no_draft_from_another_committee(committee, clerk):
    theirs = Committee.objects.create(chamber=committee.chamber, slug="rail", name={"en": "Rail Committee"})
    draft = make_call(theirs, "RAI", state="draft")
    facts = CallFacts(committee, "TRN", {"en": "Trains"}, clock.today() + timedelta(days=9), [{"en": "When?"}], {}, {})
    with pytest.raises(Forbidden):
        save_call(draft, facts, by=actor_for(clerk))
    assert CallForEvidence.objects.get(pk=draft.pk).title == draft.title


def test_what_the_clock_does_to_a_draft_meanwhile_is_not_written_over(committee, clerk):
    seen = make_call(committee, "RAI", state="draft")
    CallForEvidence.objects.filter(pk=seen.pk).update(state="open")
    facts = CallFacts(committee, "RAI", {"en": "Trains"}, clock.today() + timedelta(days=9), [{"en": "When?"}], {}, {})
    with pytest.raises(WrongState):
        save_call(seen, facts, by=actor_for(clerk))
    assert CallForEvidence.objects.get(pk=seen.pk).state == "open"
