"""Numbers without gaps where many accept at once: threads with own connections, on whichever database stands."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import close_old_connections, connection, connections

from consultations.evidence import actions
from consultations.evidence.models import Inquiry, Submission
from core.accounts.actions import grant_role
from core.accounts.models import Role, User
from core.actors import IMPORT, actor_for
from core.errors import Conflict
from core.events.models import Event, OutboxEntry
from core.parliament.models import Committee
from core.parliament.selectors import main_chamber
from tests.evidence.conftest import handed_in, make_call

ACCEPTANCES = 50
RIVALS = 8


@pytest.fixture
def inquiry(transactional_db):
    """Give a committee's inquiry with an open call, in committed rows."""
    committee = Committee.objects.create(chamber=main_chamber(), slug="housing-x", name={"en": "Housing"})
    return make_call(committee, "PAR").inquiry


@pytest.fixture
def by(inquiry):
    """Give its clerk."""
    user = User.objects.create_user("clerk@parliament.example", name="Noor")
    grant_role(user, Role.CLERK, by=IMPORT)
    return actor_for(User.objects.get(pk=user.pk))


def accept(pk: int, by, start: threading.Barrier | None = None) -> str:
    """Accept in a thread of its own, with a connection of its own; gives the number, or who lost."""
    try:
        submission = Submission.objects.select_related("inquiry__committee__chamber", "call").get(pk=pk)
        if start:
            start.wait()
        return actions.accept_submission(submission, by=by).label
    except Conflict as lost:
        return f"lost to {lost.data['state']}"
    finally:
        close_old_connections()
        connections.close_all()


def in_review(inquiry, by, count: int) -> list[int]:
    """Hand in submissions that wait for acceptance."""
    call = inquiry.calls.get()
    return [
        actions.take_up_submission(handed_in(call, email=f"p{place}@example.org"), by=by).pk for place in range(count)
    ]


def test_fifty_parallel_acceptances_give_fifty_consecutive_numbers(inquiry, by):
    waiting = in_review(inquiry, by, ACCEPTANCES)
    connection.close()
    with ThreadPoolExecutor(max_workers=ACCEPTANCES) as pool:
        labels = list(pool.map(lambda pk: accept(pk, by), waiting))
    assert sorted(labels) == [f"PAR{number:04d}" for number in range(1, ACCEPTANCES + 1)]
    assert Inquiry.objects.get(pk=inquiry.pk).last_number == ACCEPTANCES
    assert Event.objects.filter(verb="submission.accept").count() == ACCEPTANCES


def test_rivals_on_one_submission_use_one_number(inquiry, by):
    (pk,) = in_review(inquiry, by, 1)
    start = threading.Barrier(RIVALS)
    connection.close()
    with ThreadPoolExecutor(max_workers=RIVALS) as pool:
        answers = list(pool.map(lambda _turn: accept(pk, by, start), range(RIVALS)))
    assert sorted(answers) == ["PAR0001", *["lost to accepted"] * (RIVALS - 1)]
    events = Event.objects.filter(verb="submission.accept")
    assert (events.count(), OutboxEntry.objects.filter(event__in=events).count()) == (1, 1)
    assert Inquiry.objects.get(pk=inquiry.pk).last_number == 1
