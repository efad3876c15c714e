"""The outbox: delivered once, with its effects; a failure waits and delays nobody; the worker is woken by row."""

from datetime import timedelta

import pytest

from core import clock, events
from core.accounts.models import User
from core.actors import ANONYMOUS
from core.claims import MOST_TRIES
from core.events import subscribers
from core.events.models import Event, OutboxEntry
from core.events.outbox import drain

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(monkeypatch):
    """Give a list that a subscriber of "thing.happen" fills, and a table of its own."""
    seen: list[int] = []
    monkeypatch.setattr(subscribers, "_table", {"thing.happen": [lambda event: seen.append(event.pk)]})
    return seen


@pytest.fixture
def subject():
    return User.objects.create_user("subject@example.org", name="Subject")


def happen(subject, verb="thing.happen"):
    return events.record(verb, subject, actor=ANONYMOUS)


def test_an_event_is_delivered_once(heard, subject):
    event = happen(subject)
    assert (drain(), drain()) == (1, 0)
    assert heard == [event.pk]
    assert OutboxEntry.objects.count() == 0


def test_a_failing_subscriber_waits_and_delays_nobody(heard, subject, monkeypatch):
    def fail(event):
        raise RuntimeError

    monkeypatch.setitem(subscribers._table, "thing.fail", [fail])
    happen(subject, "thing.fail")
    event = happen(subject)
    assert drain() == 1
    assert heard == [event.pk]
    entry = OutboxEntry.objects.get()
    assert (entry.attempts, entry.last_error, entry.state) == (1, "RuntimeError", "waiting")
    assert entry.due_at > clock.now()


def test_the_effects_of_a_failing_delivery_are_undone(subject, monkeypatch):
    def half(event):
        User.objects.create_user("half@example.org", name="Half")
        raise RuntimeError

    monkeypatch.setattr(subscribers, "_table", {"thing.happen": [half]})
    happen(subject)
    drain()
    assert User.objects.filter(email="half@example.org").count() == 0


def test_a_lost_claim_is_taken_over_after_its_lease(heard, subject):
    event = happen(subject)
    OutboxEntry.objects.update(state="running", due_at=clock.now() + timedelta(seconds=30), attempts=1)
    assert drain() == 0
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        assert drain() == 1
    assert heard == [event.pk]


def test_what_always_fails_ends_as_a_dead_letter(subject, monkeypatch):
    def fail(event):
        raise RuntimeError

    monkeypatch.setattr(subscribers, "_table", {"thing.happen": [fail]})
    happen(subject)
    moment = clock.now()
    for _try in range(MOST_TRIES + 3):
        with clock.frozen(moment):
            drain()
        moment += timedelta(hours=2)
    entry = OutboxEntry.objects.get()
    assert (entry.attempts, entry.last_error, entry.state) == (MOST_TRIES, "RuntimeError", "dead")


def test_many_events_are_recorded_in_two_statements(subject, django_assert_num_queries):
    with django_assert_num_queries(2):
        events.record_many("thing.happen", [(subject, "a", "b")] * 50, actor=ANONYMOUS)
    assert (Event.objects.count(), OutboxEntry.objects.count()) == (50, 50)
