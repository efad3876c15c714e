"""A crowd's events go straight: a set is taken, followed and gone in one transaction; what may be bad is claimed."""

from uuid import uuid4

import pytest
from django.db import connection

from core import events
from core.accounts.models import User
from core.actors import ANONYMOUS
from core.events import straight, subscribers
from core.events.hands import Hand
from core.events.models import OutboxEntry
from core.events.outbox import drain
from core.events.recording import Happening, record_set
from core.events.subscribers import together

pytestmark = pytest.mark.django_db
VERB, MANY = "bench.happen", straight.CROWD + 12


@pytest.fixture
def crowd(monkeypatch):
    """Give what a set subscriber saw (how many, and how often tried) and what it fails for; nobody is distrusted."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: rows that another worker holds are passed over")
    seen, bad = [], set()

    @together
    def follow(found):
        seen.append(len(found))
        if bad & {event.subject_id for event in found}:
            raise RuntimeError

    monkeypatch.setattr(subscribers, "_table", {VERB: [follow], "thing.happen": [lambda _event: seen.append("alone")]})
    monkeypatch.setattr(straight, "caution", straight.Caution())
    assert straight.caution.last == OutboxEntry.objects.count()
    return seen, bad


def happen(count=MANY):
    ids = [uuid4() for _turn in range(count)]
    record_set(VERB, [Happening(one, ANONYMOUS, {"n": 7}) for one in ids], subject_type="bench.subject", public=False)
    return ids


def test_a_crowd_is_delivered_in_one_set_without_a_claim(crowd, monkeypatch):
    seen, _bad = crowd
    happen()
    monkeypatch.setattr("core.events.outbox.claim", lambda *_rows, **_facts: [])
    hand = Hand()
    assert drain(hand=hand) == MANY
    assert (seen, OutboxEntry.objects.count(), hand.is_in_a_crowd) == ([MANY], 0, True)


def test_followers_see_the_events_as_they_were_written(crowd, monkeypatch):
    said = []
    follow = together(lambda found: said.extend((one.subject_id, one.verb, one.data, one.actor_kind) for one in found))
    monkeypatch.setattr(subscribers, "_table", {VERB: [follow]})
    ids = happen()
    drain()
    assert said == [(one, VERB, {"n": 7}, "anonymous") for one in ids]


def test_fewer_are_claimed_in_the_order_in_which_they_stand(crowd):
    seen, _bad = crowd
    events.record("thing.happen", User.objects.create_user("one@example.org"), actor=ANONYMOUS)
    happen(straight.CROWD - 1)
    assert drain() == straight.CROWD
    assert seen == ["alone", straight.CROWD - 1]


def test_what_stands_beside_a_crowd_has_its_turn_in_the_same_drain(crowd):
    seen, _bad = crowd
    events.record("thing.happen", User.objects.create_user("one@example.org"), actor=ANONYMOUS)
    happen()
    assert drain() == MANY + 1
    assert seen == [MANY, "alone"]


def test_of_a_set_that_fails_each_is_claimed_and_the_bad_one_alone_is_left_with_its_tries(crowd):
    seen, bad = crowd
    ids = happen()
    bad.add(ids[3])
    assert drain() == MANY - 1
    assert seen == [MANY, MANY, *[1] * MANY]
    left = OutboxEntry.objects.values_list("event__subject_id", "attempts", "last_error")
    assert list(left) == [(ids[3], 1, "RuntimeError")]
    happen()
    assert drain() == MANY  # what comes after it goes straight again
    assert OutboxEntry.objects.count() == 1


def test_what_stood_there_when_the_process_began_is_claimed(crowd, monkeypatch):
    """The planted death: a set that kills its worker stands as it stood, and the next process counts its tries."""
    happen()
    monkeypatch.setattr(straight, "caution", straight.Caution())
    tries = []

    @together
    def die(_found):
        tries.extend(OutboxEntry.objects.values_list("attempts", flat=True).distinct())
        raise SystemExit

    monkeypatch.setattr(subscribers, "_table", {VERB: [die]})
    with pytest.raises(SystemExit):
        drain()
    assert set(OutboxEntry.objects.values_list("attempts", "state")) == {(1, "running")}
