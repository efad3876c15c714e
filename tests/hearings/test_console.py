"""The clerk's console: buttons from the tables, lost races, who gets in."""

import pytest

from consultations.hearings import actions
from consultations.hearings.models import Question
from core.accounts.models import Role
from core.realtime import tickets
from tests.hearings import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def door(hearing):
    return f"/admin/desk/hearings/{hearing.slug}/console/"


@pytest.fixture
def desk(client, clerk):
    client.force_login(clerk.user)
    return client


def decide(client, door, question, verb, **facts):
    given = {"question": str(question.public_id), "state": question.state, "verb": verb}
    return client.post(door, {**given, **{f"{verb}-{name}": value for name, value in facts.items()}})


def test_question_goes_through_the_console(desk, door, hearing):
    question = world.make_question(hearing)
    for verb, state in (
        ("approve", "published"),
        ("shortlist", "shortlisted"),
        ("put_on_air", "on_air"),
        ("mark_answered", "answered_live"),
    ):
        assert decide(desk, door, question, verb).status_code == 302
        question.refresh_from_db()
        assert question.state == state


def test_reject_needs_a_reason_and_tells_the_asker(desk, door, hearing, mails):
    question = world.make_question(hearing)
    assert decide(desk, door, question, "reject").status_code == 422
    assert (
        decide(desk, door, question, "reject", reason_code="off_topic", reason="It is about ferries.").status_code
        == 302
    )
    question.refresh_from_db()
    assert (question.state, question.reason) == ("rejected", "off_topic")
    assert "It is about ferries." in mails("hearings/tell_question_decided")[0].body


def test_slower_clerk_hears_what_happened(desk, door, hearing):
    question = world.make_question(hearing)
    seen = Question.objects.get(pk=question.pk)
    actions.approve_question(question, by=world.make_clerk())
    answer = decide(desk, door, seen, "reject", reason_code="off_topic")
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else was faster" in html and "question.approve" in html


def test_hearing_is_run_from_here(desk, door, hearing):
    for verb, state in (("pause", "paused"), ("resume", "live"), ("end", "ended")):
        assert desk.post(door, {"verb": verb}).status_code == 302
        hearing.refresh_from_db()
        assert hearing.state == state
    assert desk.post(door, {"verb": "pause"}).status_code == 409


def test_moderator_sees_approve_and_reject_only(client, door, hearing, clerk):
    world.make_question(hearing)
    world.make_question(hearing, clerk=clerk, state="published")
    client.force_login(world.make_clerk(Role.MODERATOR).user)
    html = client.get(door).content.decode()
    assert ('value="approve"' in html, 'value="reject"' in html) == (True, True)
    assert ('value="put_on_air"' in html, 'value="pause"' in html) == (False, False)


@pytest.mark.parametrize("role", [Role.COMMS, Role.MEMBER])
def test_nobody_else_gets_in(client, door, role):
    client.force_login(world.make_clerk(role).user)
    assert client.get(door).status_code in {302, 403}
    assert client.get(f"{door}ticket/").status_code in {302, 403}


def test_ticket_opens_the_clerks_room(desk, door, hearing, clerk):
    ticket = tickets.read(desk.get(f"{door}ticket/").json()["ticket"], str(hearing.public_id))
    assert (ticket.role, ticket.holder) == ("staff", clerk.id)
