"""The life cycles, as people would say them: every pair of state and verb, by the right and the wrong person."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from core import clock
from core import events as log
from core.actors import CLOCK
from core.errors import Forbidden, Invalid, WrongState
from core.events.models import Event, OutboxEntry
from petitions.lifecycle import MILESTONE, PETITION, SIGNATURE
from petitions.models import Milestone, Petition, PetitionProposal, Signature
from petitions.models.petitions import Words
from petitions.states import MilestoneState, PetitionState, SignatureState
from tests.petitions.helpers import who

pytestmark = pytest.mark.django_db

# (state, verb): (who may: one, or each of several; new state). Said here a second time: the table must agree with it.
PETITION_MOVES = {
    ("draft", "prove"): ("petitioner", "gathering_supporters"),
    ("gathering_supporters", "submit"): (("petitioner", "clock"), "in_moderation"),
    ("gathering_supporters", "withdraw"): ("petitioner", "withdrawn"),
    ("gathering_supporters", "lapse"): ("clock", "withdrawn"),
    ("in_moderation", "ask_changes"): ("clerk", "in_moderation"),
    ("in_moderation", "propose_title"): ("clerk", "in_moderation"),
    ("in_moderation", "take_back"): ("clerk", "in_moderation"),
    ("in_moderation", "change"): ("petitioner", "in_moderation"),
    ("in_moderation", "accept_title"): ("petitioner", "in_moderation"),
    ("in_moderation", "refuse_title"): ("petitioner", "in_moderation"),
    ("rejected", "resubmit"): ("petitioner", "in_moderation"),
    ("open", "correct"): ("clerk", "open"),
    ("paused", "correct"): ("clerk", "paused"),
    ("closed", "correct"): ("clerk", "closed"),
    ("in_moderation", "publish"): ("clerk", "open"),
    ("in_moderation", "reject"): ("clerk", "rejected"),
    ("in_moderation", "withdraw"): ("petitioner", "withdrawn"),
    ("open", "close"): ("clock", "closed"),
    ("open", "pause"): ("clerk", "paused"),
    ("open", "withdraw"): ("petitioner", "withdrawn"),
    ("open", "hide"): ("clerk", "hidden"),
    ("paused", "resume"): ("clerk", "open"),
    ("paused", "hide"): ("clerk", "hidden"),
    ("closed", "hide"): ("clerk", "hidden"),
    ("closed", "reopen"): ("import", "open"),
    ("rejected", "hide"): ("clerk", "hidden"),
    # Two people: the facts carry another one's open proposal (tests/petitions/desk/test_two_people.py).
    ("in_moderation", "refuse"): ("clerk", "hidden"),
    **{
        (state, "remove"): ("clerk", "hidden")
        for state in ("open", "paused", "closed", "rejected", "withdrawn", "hidden")
    },
    **{(state, "stop"): ("clerk", "closed") for state in ("draft", "gathering_supporters", "in_moderation")},
    ("paused", "carry_over"): ("clerk", "open"),
    ("open", "end"): ("clerk", "closed"),
    ("paused", "end"): ("clerk", "closed"),
    ("open", "merge"): ("clerk", "closed"),
    ("paused", "merge"): ("clerk", "closed"),
    ("hidden", "restore"): ("clerk", "paused"),
    ("hidden", "restore_closed"): ("clerk", "closed"),
    ("hidden", "restore_withdrawn"): ("clerk", "withdrawn"),
    ("hidden", "reconsider"): ("clerk", "in_moderation"),
    ("rejected", "reconsider"): ("clerk", "in_moderation"),
}
SIGNATURE_MOVES = {
    ("pending", "confirm"): ("signer", "confirmed"),
    ("pending", "accept"): ("clerk", "confirmed"),
    ("pending", "hold"): (("clerk", "signer"), "held"),
    ("held", "release"): ("clerk", "confirmed"),
    # The job of an invalidation works in the name of the clock; the clerks behind it stand in its own events.
    ("held", "refuse"): (("clerk", "clock"), "invalidated"),
    ("confirmed", "invalidate"): (("clerk", "clock"), "invalidated"),
    ("invalidated", "restore"): (("clerk", "clock"), "confirmed"),
    ("invalidated", "hold_again"): (("clerk", "clock"), "held"),
    ("confirmed", "give_way"): ("clock", "invalidated"),
    ("confirmed", "withdraw"): ("signer", "withdrawn"),
    ("held", "drop"): ("signer", "withdrawn"),
    ("withdrawn", "renew"): ("signer", "pending"),
    ("confirmed", "merge"): ("signer", "withdrawn"),
}
MILESTONE_MOVES = {
    ("due", "fulfil"): ("clerk", "done"),
    ("overdue", "fulfil"): ("clerk", "done"),
    ("due", "expire"): ("clock", "overdue"),
}
PETITION_VERBS = sorted({verb for _state, verb in PETITION_MOVES})
SIGNATURE_VERBS = sorted({verb for _state, verb in SIGNATURE_MOVES})
WORDS = {"words": Words("en", "Bring back another train", "Many of us work at night.", "")}
# A petition that waits for its petitioner: only then can it be answered (and not be published).
WAITING = {"asked_at": datetime(2026, 11, 1, tzinfo=UTC), "proposed_action": "Another title altogether"}
ANSWERS = ("take_back", "change", "accept_title", "refuse_title")
# A petition that had ended before it was hidden: only then does it come back as it had ended.
ENDED = {"restore_closed": "closed", "restore_withdrawn": "withdrawn"}
FACTS = {
    "reject": {"reason_code": "duplicate"}, "fulfil": {"outcome": {"en": "We answered."}},
    "ask_changes": {"words": "Say where."}, "propose_title": {"action": "Bring back the train at night"},
    "change": WORDS, "resubmit": WORDS, "correct": {**WORDS, "note": "The train had another name."},
}  # fmt: skip
ACTORS = ("petitioner", "clerk", "clock", "import", "comms", "member", "nobody")


TWO = {"hide": {}, "refuse": {"reason_code": "duplicate"}, "remove": {"reference": "High Court, 4 K 17/27"}}


def facts_of(verb, record=None, staff=None):
    """Give what a move needs; for one of two people another one's open proposal, for a merge another petition."""
    if verb in TWO and isinstance(record, Petition):
        facts = {"petition": record, "verb": verb, "state": "open"}
        proposal, _made = PetitionProposal.objects.get_or_create(
            **facts, defaults={"proposed_by": staff["moderator"], "proposed_at": clock.now()}
        )
        return {**TWO[verb], "proposal": proposal, "second": who("clerk", record, staff)}
    if verb == "merge" and isinstance(record, Petition):
        other, _made = Petition.objects.get_or_create(
            number=9_999, defaults={"kind": record.kind, "state": "open", "action": "x", "created_at": clock.now()}
        )
        return {"target": other}
    if verb == "carry_over":
        return {"term": None}
    return {"closes_at": clock.now() + timedelta(days=9)} if verb == "reopen" else FACTS.get(verb, {})


def owners_of(may):
    """Give those who may do a move, as the tables above say it: one word, or several."""
    return (may,) if isinstance(may, str) else may


def check(cycle, record, verb, expected, staff, actors):
    """Fire a verb by everybody who may not, then by each who may; look at state, event and outbox."""
    before = record.state
    owners = owners_of(expected[0]) if expected else ()
    known = list(Event.objects.filter(subject_id=record.public_id).values_list("pk", flat=True))
    for kind in (kind for kind in actors if kind not in owners):
        with pytest.raises(WrongState if expected is None else Forbidden):
            cycle.fire(verb, record, by=who(kind, record, staff), **facts_of(verb, record, staff))
    events = Event.objects.filter(subject_id=record.public_id).exclude(pk__in=known)
    assert (events.count(), type(record).objects.get(pk=record.pk).state) == (0, before)
    for kind in owners:
        with transaction.atomic():  # undone after the look: the next of them finds the record as it was
            moves(cycle, record, verb, expected[1], who(kind, record, staff), facts_of(verb, record, staff), known)
            transaction.set_rollback(True)
        record.refresh_from_db()


def moves(cycle, record, verb, target, by, facts, known):
    """Fire a verb by somebody who may: the new state, one event and one entry in the outbox."""
    before = record.state
    event = cycle.fire(verb, record, by=by, **facts)
    assert type(record).objects.get(pk=record.pk).state == record.state == target
    events = Event.objects.filter(subject_id=record.public_id).exclude(pk__in=known)
    assert [(e.verb, e.from_state, e.to_state) for e in events] == [(f"{cycle.noun}.{verb}", before, target)]
    assert OutboxEntry.objects.filter(event=event).count() == 1


@pytest.mark.parametrize("verb", PETITION_VERBS)
@pytest.mark.parametrize("state", PetitionState.values)
def test_petition(make_petition, staff, state, verb):
    past = clock.now() - timedelta(minutes=1)
    facts = {"closes_at": past} if verb == "close" and state == "open" else WAITING if verb in ANSWERS else {}
    if verb in ENDED and state == "hidden":
        facts = {"closed_at": past}
    petition = make_petition(state=state, **facts)
    if verb in ENDED and state == "hidden":
        log.record("petition.remove", petition, actor=CLOCK, from_state=ENDED[verb], to_state="hidden")
    check(PETITION, petition, verb, PETITION_MOVES.get((state, verb)), staff, ACTORS)


@pytest.mark.parametrize("verb", SIGNATURE_VERBS)
@pytest.mark.parametrize("state", SignatureState.values)
def test_signature(open_petition, staff, state, verb):
    signature = Signature.objects.create(petition=open_petition, person_key="k", state=state, created_at=clock.now())
    actors = ("signer", "clerk", "clock", "import", "comms", "nobody")
    check(SIGNATURE, signature, verb, SIGNATURE_MOVES.get((state, verb)), staff, actors)


@pytest.mark.parametrize("verb", ["expire", "fulfil"])
@pytest.mark.parametrize("state", MilestoneState.values)
def test_milestone(open_petition, staff, state, verb):
    threshold = open_petition.kind.thresholds.get(key="answer")
    milestone = Milestone.objects.create(
        petition=open_petition, threshold=threshold, state=state, reached_at=clock.now(), due_on=clock.today()
    )
    actors = ("clerk", "clock", "import", "comms", "nobody")
    check(MILESTONE, milestone, verb, MILESTONE_MOVES.get((state, verb)), staff, actors)


def test_the_table_holds_no_move_that_is_not_said_here():
    for cycle, said in ((PETITION, PETITION_MOVES), (SIGNATURE, SIGNATURE_MOVES), (MILESTONE, MILESTONE_MOVES)):
        assert {(state, row.verb): row.target for row in cycle.moves for state in row.sources} == {
            pair: target for pair, (_who, target) in said.items()
        }


def test_the_clock_submits_once_supported(make_petition, staff):
    petition = make_petition(state="gathering_supporters")
    PETITION.fire("submit", petition, by=who("clock", petition, staff))
    assert Petition.objects.get().state == "in_moderation"


def test_a_moderator_may_publish_and_an_administrator_too(make_petition, staff):
    for role in ("moderator", "admin"):
        PETITION.fire("publish", petition := make_petition(state="in_moderation"), by=who(role, petition, staff))
        assert petition.state == "open"


def test_publishing_gives_the_next_number_and_the_last_minute_of_the_last_day(make_petition, staff):
    make_petition(number=2041)
    petition = make_petition(state="in_moderation")
    PETITION.fire("publish", petition, by=who("clerk", petition, staff))
    petition.refresh_from_db()
    last = petition.closes_at.astimezone(clock.parliament_zone())
    assert petition.number == 2042
    assert (last.date() - clock.today()).days == petition.kind.duration_days
    assert (last.hour, last.minute) == (23, 59)


def test_an_open_petition_is_not_closed_before_its_moment(open_petition, staff):
    with pytest.raises(WrongState):
        PETITION.fire("close", open_petition, by=who("clock", open_petition, staff))


def test_missing_supporters_keep_a_petition_from_the_moderators(make_petition, parliament, staff):
    parliament.kind.supporters_needed = 2
    parliament.kind.save()
    petition = make_petition(state="gathering_supporters")
    with pytest.raises(WrongState):
        PETITION.fire("submit", petition, by=who("petitioner", petition, staff))


def test_a_rejection_needs_a_rule_of_the_kind(make_petition, staff):
    petition = make_petition(state="in_moderation")
    with pytest.raises(Invalid) as refusal:
        PETITION.fire("reject", petition, by=who("clerk", petition, staff), reason_code="because")
    assert list(refusal.value.fields) == ["reason_code"]
    assert Petition.objects.get().state == "in_moderation"


def test_the_schedule_closes_what_is_due_and_nothing_else(make_petition, deliver):
    from petitions.tasks import close_due_petitions

    due = make_petition(closes_at=clock.now() - timedelta(minutes=1))
    later = make_petition()
    assert close_due_petitions() == 1
    assert close_due_petitions() == 0
    states = dict(Petition.objects.values_list("pk", "state"))
    assert states == {due.pk: "closed", later.pk: "open"}
    assert Petition.objects.get(pk=due.pk).closed_at is not None


def test_the_buttons_are_the_table_and_the_table_is_the_buttons(make_petition, staff):
    for state in PetitionState.values:
        petition = make_petition(state=state)
        for kind in ("clerk", "petitioner", "nobody"):
            open_ = {row.verb for row in PETITION.open_to(who(kind, petition, staff), petition)}
            assert open_ == {
                v
                for (s, v), (may, _to) in PETITION_MOVES.items()
                if s == state and kind in owners_of(may) and v not in {*ANSWERS, *ENDED}
            }
