"""Hearing and question move by their tables only; each move has one number."""

import pytest
from django.db import IntegrityError, transaction

from consultations.hearings import actions
from consultations.hearings.lifecycle import HEARING, QUESTION
from consultations.hearings.models import HearingEvent, Question
from core.accounts.models import Role
from core.actors import ANONYMOUS
from core.errors import Conflict, Forbidden, Invalid, TooMany, WrongState
from tests.hearings import world

pytestmark = pytest.mark.django_db


def test_hearing_goes_from_draft_to_record(clerk):
    hearing = world.make_hearing(clerk, state="draft")
    for act, state in [
        (actions.announce_hearing, "announced"), (actions.open_hearing, "open"), (actions.start_hearing, "live"),
        (actions.pause_hearing, "paused"), (actions.resume_hearing, "live"), (actions.end_hearing, "ended"),
        (actions.await_answers, "answering"), (actions.archive_hearing, "archived"),
    ]:  # fmt: skip
        act(hearing, by=clerk)
        hearing.refresh_from_db()
        assert hearing.state == state
    numbers = HearingEvent.objects.filter(hearing=hearing).values_list("sequence", "public_sequence")
    assert list(numbers) == [(n, n) for n in range(1, 9)]
    assert (hearing.sequence, hearing.public_sequence) == (8, 8)


def test_question_goes_from_asker_to_answer(hearing, clerk):
    question = world.make_question(hearing, clerk=clerk)
    assert question.state == "pending"
    states = []
    for act in (actions.approve_question, actions.shortlist_question, actions.put_question_on_air,
                actions.mark_question_answered, actions.defer_question):  # fmt: skip
        act(question, by=clerk)
        states.append(question.state)
    actions.answer_question_in_writing(question, by=clerk, answer="Forty.", answered_by="The ministry")
    assert [*states, question.state] == [
        "published",
        "shortlisted",
        "on_air",
        "answered_live",
        "deferred",
        "answered_in_writing",
    ]
    question.refresh_from_db()
    assert (question.version, question.answer, question.answered_by) == (7, "Forty.", "The ministry")


def test_clerks_alone_see_the_numbers_of_what_is_not_public(hearing, clerk):
    before = hearing.public_sequence
    question = world.make_question(hearing, clerk=clerk)
    actions.reject_question(question, by=clerk, reason_code="off_topic", reason="It is about ferries.")
    hearing.refresh_from_db()
    assert (hearing.sequence - before, hearing.public_sequence - before) == (2, 0)
    assert (question.reason, question.reason_details) == ("off_topic", "It is about ferries.")


def test_second_question_on_air_ends_the_first(hearing, clerk):
    first = world.make_question(hearing, clerk=clerk, state="on_air")
    second = world.make_question(hearing, clerk=clerk, state="published")
    actions.put_question_on_air(second, by=clerk)
    first.refresh_from_db()
    assert (first.state, second.state) == ("answered_live", "on_air")


def test_database_itself_holds_one_question_on_air(hearing, clerk):
    world.make_question(hearing, clerk=clerk, state="on_air")
    second = world.make_question(hearing, clerk=clerk, state="published")
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=second.pk).update(state="on_air")


def test_two_clerks_one_decision(hearing, clerk):
    question = world.make_question(hearing, clerk=clerk)
    rival = Question.objects.get(pk=question.pk)
    actions.approve_question(question, by=clerk)
    with pytest.raises(Conflict) as refused:
        actions.reject_question(rival, by=world.make_clerk(), reason_code="off_topic")
    assert (refused.value.data["verb"], refused.value.data["state"]) == ("question.approve", "published")


def test_who_may(hearing, clerk):
    question = world.make_question(hearing, clerk=clerk)
    moderator, member = world.make_clerk(Role.MODERATOR), world.make_clerk(Role.MEMBER)
    assert [row.verb for row in QUESTION.open_to(clerk, question)] == ["approve", "reject"]
    assert [row.verb for row in QUESTION.open_to(moderator, question)] == ["approve", "reject"]
    assert QUESTION.open_to(member, question) == []
    assert QUESTION.open_to(ANONYMOUS, question) == []
    assert HEARING.open_to(moderator, hearing) == []
    with pytest.raises(Forbidden):
        actions.approve_question(question, by=member)


def test_only_the_asker_withdraws(hearing, clerk):
    marta = world.make_asker()
    question = world.make_question(hearing, by=marta, clerk=clerk)
    with pytest.raises(Forbidden):
        actions.withdraw_question(question, by=world.make_asker())
    actions.withdraw_question(question, by=marta)
    assert question.state == "withdrawn"


@pytest.mark.parametrize("state", ["draft", "announced", "ended"])
def test_no_questions_out_of_time(clerk, state):
    hearing = world.make_hearing(clerk, state=state)
    with pytest.raises(WrongState):
        world.make_question(hearing)


def test_question_must_have_a_length_and_an_address(hearing):
    with pytest.raises(Invalid) as refused:
        actions.ask_question(hearing, actions.QuestionFacts(text="Why?", display="crown"), by=ANONYMOUS)
    assert sorted(refused.value.fields) == ["display", "email", "text"]


def test_one_question_in_thirty_seconds(hearing):
    marta = world.make_asker()
    world.make_question(hearing, by=marta)
    with pytest.raises(TooMany) as refused:
        world.make_question(hearing, by=marta)
    assert "retry_at" in refused.value.data


def test_nothing_goes_on_air_before_the_hearing_runs(clerk):
    hearing = world.make_hearing(clerk, state="open")
    question = world.make_question(hearing, clerk=clerk, state="published")
    with pytest.raises(WrongState):
        actions.put_question_on_air(question, by=clerk)


def test_hearing_does_not_end_over_a_question(hearing, clerk):
    world.make_question(hearing, clerk=clerk, state="on_air")
    with pytest.raises(WrongState):
        actions.end_hearing(hearing, by=clerk)
