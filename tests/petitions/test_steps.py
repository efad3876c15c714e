"""What Parliament does: steps settle duties, offices are reminded once, corrections leave a trace."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core import clock
from core.actors import ANONYMOUS, Actor
from core.errors import Conflict, Forbidden, Invalid, WrongState
from core.events.models import Event
from core.mail.models import Mail
from core.parliament.models import Committee
from petitions import actions, duties
from petitions.actions import OutcomeFacts, StepFacts
from petitions.actions.milestones import expire_milestones, remind_of_milestones
from petitions.duties import belonging_to, every_step_of, outcomes_of, steps_of
from petitions.models import DutyOffice, Milestone, Petition, RequestOutcome, Threshold
from petitions.states import StepKind, Verdict
from petitions.stepping import NEEDS, SETTLES
from tests.petitions.helpers import who

pytestmark = pytest.mark.django_db
MONDAY = datetime(2027, 3, 1, 10, tzinfo=ZoneInfo("Europe/Berlin"))
WORDS = {"en": "The House heard the petitioners."}


@pytest.fixture
def clerk(open_petition, staff):
    """Give the clerk at the desk."""
    return who("clerk", open_petition, staff)


def owed(petition, duty, *, due_on=date(2027, 3, 15), remind_days=5, office=None):
    """Let a petition owe a duty of its kind; gives the milestone."""
    found = petition.kind.thresholds.filter(duty=duty).first() or Threshold.objects.create(
        kind=petition.kind, key=f"t-{duty}", count=7, title={"en": duty}, duty=duty, owner={"en": "The House"}
    )
    Threshold.objects.filter(pk=found.pk).update(remind_days=remind_days, office=office)
    return Milestone.objects.create(petition=petition, threshold=found, reached_at=clock.now(), due_on=due_on)


def facts(**more):
    """Give a step of today with words."""
    return StepFacts(on=clock.today(), words=WORDS, **more)


MAKERS = {
    StepKind.REFERRED: actions.refer_petition, StepKind.PRESENTED: actions.present_petition,
    StepKind.CONSIDERED: actions.consider_petition, StepKind.ANSWERED: actions.answer_petition,
    StepKind.DEBATE_SCHEDULED: actions.schedule_debate, StepKind.DEBATED: actions.record_debate,
    StepKind.NOT_DEBATED: actions.record_not_debated, StepKind.REPORTED: actions.report_petition,
}  # fmt: skip


def full(kind):
    """Give facts that are enough for any kind."""
    more = {"to_whom": {"en": "The Speaker"}, "committee": Committee.objects.first()}
    return facts(verdict="partly" if kind == StepKind.REPORTED else "", **more)


@pytest.mark.parametrize("kind", list(StepKind))
def test_a_step_settles_its_duty_and_no_other(kind, open_petition, clerk):
    duties = {duty: owed(open_petition, duty) for duty in set(SETTLES.values())}
    if kind == StepKind.REPORTED:
        Milestone.objects.all().delete()
    step = MAKERS[kind](open_petition, full(kind), by=clerk)
    wanted = SETTLES.get(kind)
    done = set(Milestone.objects.filter(state="done").values_list("threshold__duty", flat=True))
    assert done == ({wanted} if wanted else set())
    assert step.milestone == (duties[wanted] if wanted else None)
    if wanted:
        assert Milestone.objects.get(pk=step.milestone_id).outcome == WORDS
    assert [one.pk for one in steps_of(open_petition)] == [step.pk]
    verbs = Event.objects.filter(subject_id=open_petition.public_id).values_list("data__step", flat=True)
    assert str(step.public_id) in list(verbs)


@pytest.mark.parametrize("kind", list(StepKind))
def test_what_a_step_needs_is_refused_by_field(kind, open_petition, clerk):
    with_words = facts() if "words" not in NEEDS[kind] else StepFacts(on=clock.today())
    if not NEEDS[kind]:
        return MAKERS[kind](open_petition, with_words, by=clerk) and None
    with pytest.raises(Invalid) as refused:
        MAKERS[kind](open_petition, with_words, by=clerk)
    assert set(refused.value.fields) == set(NEEDS[kind])
    assert not open_petition.steps.exists()
    return None


def test_bad_days_and_addresses_are_refused(open_petition, clerk):
    bad = StepFacts(
        on=clock.today() + timedelta(days=1),
        words=WORDS,
        document_url="javascript:alert(1)",
        video_url="//evil.example",
    )
    with pytest.raises(Invalid) as refused:
        actions.record_debate(open_petition, bad, by=clerk)
    assert set(refused.value.fields) == {"on", "document_url", "video_url"}
    with pytest.raises(Invalid) as refused:
        actions.schedule_debate(open_petition, StepFacts(on=clock.today() - timedelta(days=1)), by=clerk)
    assert set(refused.value.fields) == {"on"}


def test_only_clerks_and_only_of_what_was_open(open_petition, clerk, staff):
    for stranger in (ANONYMOUS, who("comms", open_petition, staff), Actor("clock")):
        with pytest.raises(Forbidden):
            actions.answer_petition(open_petition, facts(), by=stranger)
    scoped = Actor("user", clerk.id, clerk.user, scopes=frozenset({"read"}))
    with pytest.raises(Forbidden):
        actions.answer_petition(open_petition, facts(), by=scoped)
    Petition.objects.filter(pk=open_petition.pk).update(state="rejected")
    open_petition.refresh_from_db()
    with pytest.raises(WrongState):
        actions.answer_petition(open_petition, facts(), by=clerk)


def test_the_desks_word_about_a_duty_is_a_step_too(open_petition, clerk):
    milestone = owed(open_petition, "debate")
    actions.fulfil_milestone(milestone, by=clerk, outcome="They debated.", document_url="https://p.example/1")
    (step,) = steps_of(open_petition)
    assert (step.kind, str(step.words), step.milestone_id) == ("debated", "They debated.", milestone.pk)


def test_referring_hands_the_petition_and_its_duty_on(open_petition, clerk):
    committee = Committee.objects.first()
    office = DutyOffice.objects.create(key="transport", name={"en": "Transport"}, committee=committee)
    milestone = owed(open_petition, "consider")
    actions.refer_petition(open_petition, facts(committee=committee), by=clerk)
    milestone.refresh_from_db()
    assert (Petition.objects.get(pk=open_petition.pk).committee, milestone.office) == (committee, office)
    assert milestone.duty_office == office


def test_a_correction_is_a_new_record_that_names_the_old(open_petition, clerk):
    milestone = owed(open_petition, "respond")
    old = actions.answer_petition(open_petition, facts(), by=clerk)
    new = actions.correct_step(old, StepFacts(on=clock.today(), words={"en": "Put right."}), by=clerk)
    assert [one.pk for one in steps_of(open_petition)] == [new.pk]
    assert [one.pk for one in every_step_of(open_petition)] == [old.pk, new.pk]
    assert (new.corrects_id, new.milestone_id) == (old.pk, milestone.pk)
    milestone.refresh_from_db()
    assert (milestone.outcome, milestone.state) == ({"en": "Put right."}, "done")
    old.refresh_from_db()
    assert old.words == WORDS
    with pytest.raises(Conflict):
        actions.correct_step(old, facts(), by=clerk)


def test_the_closing_report_waits_for_duties_and_ends_the_way(open_petition, clerk):
    milestone = owed(open_petition, "debate")
    with pytest.raises(WrongState):
        actions.report_petition(open_petition, full(StepKind.REPORTED), by=clerk)
    actions.record_not_debated(open_petition, facts(), by=clerk)
    milestone.refresh_from_db()
    assert milestone.state == "done"
    report = actions.report_petition(open_petition, full(StepKind.REPORTED), by=clerk)
    stands = Petition.objects.get(pk=open_petition.pk)
    assert (stands.verdict, stands.concluded_at is not None) == ("partly", True)
    with pytest.raises(WrongState):
        actions.answer_petition(stands, facts(), by=clerk)
    actions.correct_step(report, facts(verdict="no"), by=clerk)
    assert Petition.objects.get(pk=open_petition.pk).verdict == "no"
    assert Petition.objects.get(pk=open_petition.pk).concluded_at == stands.concluded_at


def test_outcomes_stand_for_each_request_and_old_ones_are_kept(open_petition, clerk):
    asked = [OutcomeFacts({"en": "Trains"}, "yes"), OutcomeFacts({"en": "Beds"}, "open", {"en": "Later"})]
    actions.record_outcomes(open_petition, asked, by=clerk)
    actions.record_outcomes(open_petition, [OutcomeFacts({"en": "Trains"}, Verdict.NO)], by=clerk)
    assert [(row.position, row.verdict) for row in outcomes_of(open_petition)] == [(1, "no")]
    assert RequestOutcome.objects.filter(petition=open_petition).count() == 3
    with pytest.raises(Invalid) as refused:
        actions.record_outcomes(open_petition, [OutcomeFacts({}, "maybe")], by=clerk)
    assert set(refused.value.fields) == {"outcomes-0-request", "outcomes-0-verdict"}


def test_an_office_is_reminded_before_and_after_its_day_once_each(open_petition, mails):
    office = DutyOffice.objects.create(key="plenary", name={"en": "Plenary"}, mailbox="plenary@parliament.example")
    owed(open_petition, "debate", due_on=date(2027, 3, 15), remind_days=5, office=office)
    told = []
    for days in range(20):
        with clock.frozen(MONDAY + timedelta(days=days)):
            remind_of_milestones()
            remind_of_milestones()
            expire_milestones()
            told.append(len(mails("petitions/remind_office")))
            rows = duties.public_duties()
            due, late = rows.filter(duties.on_time()).count(), rows.filter(duties.late()).count()
            assert (due, late) == ((1, 0) if days <= 14 else (0, 1))
    # Five working days before Monday 15 March is Monday 8 March; overdue from Tuesday 16 March.
    assert told == [0] * 7 + [1] * 8 + [2] * 5
    near, over = Mail.objects.filter(kind="petitions/remind_office").order_by("pk")
    assert [mail.to_address for mail in (near, over)] == ["plenary@parliament.example"] * 2
    assert (near.subject, over.subject) == ("Due soon: a duty from a petition", "Overdue: a duty from a petition")
    assert "15 March 2027" in near.body


def test_without_a_mail_box_nobody_is_written_to_and_nothing_breaks(open_petition, mails):
    owed(open_petition, "debate", due_on=date(2027, 3, 2))
    with clock.frozen(MONDAY):
        assert (remind_of_milestones(), remind_of_milestones()) == (1, 0)
        assert mails("petitions/remind_office") == []


def test_my_duties_are_those_of_my_offices(open_petition, staff):
    committee, other = Committee.objects.order_by("pk")[:2]
    mine = owed(open_petition, "consider", office=DutyOffice.objects.create(key="a", committee=committee))
    house = owed(open_petition, "debate")
    passed = owed(open_petition, "refer", office=DutyOffice.objects.create(key="b", committee=other))
    passed.office = mine.threshold.office or DutyOffice.objects.get(key="a")
    passed.save()
    user = staff["clerk"]
    user.grants.all().delete()
    user.grants.create(role="clerk", committee=committee)
    by = who("clerk", open_petition, staff)
    assert set(belonging_to(by, Milestone.objects.all())) == {mine, passed}
    user.grants.create(role="clerk", committee=None)
    assert set(belonging_to(by, Milestone.objects.all())) == {mine, passed, house}
