"""A subscriber that hangs holds up nobody: its delivery fails after its limit, has no effect, and is tried again."""

import threading
import time

import pytest

from core import clock, events
from core.accounts.models import User
from core.actors import ANONYMOUS
from core.claims import MOST_TRIES
from core.events import subscribers
from core.events.models import OutboxEntry
from core.events.outbox import drain
from core.events.subscribers import together
from core.jobs import courier as couriers
from core.jobs.courier import Courier
from core.jobs.worker import _try

pytestmark = pytest.mark.django_db(transaction=True)
begun, release = threading.Event(), threading.Event()


def hang_after_the_effect(event):
    User.objects.filter(pk=event.data["user"]).update(name="hung")
    begun.set()
    release.wait(60)


def hang_in_a_set(events):
    for event in events:
        if event.data.get("hangs"):
            begun.set()
            release.wait(60)
        User.objects.filter(pk=event.data["user"]).update(name="in a set")


@pytest.fixture
def courier(monkeypatch):
    """Give a courier that is looked after by hand; in the end all who hang are let go."""
    monkeypatch.setattr(couriers, "COME_BACK_SECONDS", 0.01)
    begun.clear()
    release.clear()
    heard = {
        "thing.hang": [hang_after_the_effect],
        "thing.set": [together(hang_in_a_set)],
        "thing.happen": [lambda event: User.objects.filter(pk=event.data["user"]).update(name="done") and None],
    }
    monkeypatch.setattr(subscribers, "_table", heard)
    OutboxEntry.objects.all().delete()
    over = threading.Event()
    made = Courier(over.is_set, _try)
    made.over = over
    yield made
    let_go(made)


def let_go(courier):
    courier.over.set()
    release.set()
    for thread in threading.enumerate():
        if thread.name == "worker-outbox":
            thread.join(30)
            assert not thread.is_alive()


def happen(verb, **facts):
    user = User.objects.create_user(f"{User.objects.count()}@example.org", name="before")
    events.record(verb, user, actor=ANONYMOUS, data={"user": user.pk, **facts})
    return user


def wait_until(is_so):
    deadline = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def name_of(user):
    return User.objects.get(pk=user.pk).name


def give_up(courier):
    """Do what a look does once the limit of what hangs is over."""
    assert begun.wait(30)
    courier._give_up()


def test_the_line_goes_on_and_what_hung_waits_without_effect(courier):
    hanging, after = happen("thing.hang"), happen("thing.happen")
    courier.look()
    assert begun.wait(30)
    assert name_of(after) == "before"  # claimed with it, and stuck behind it
    give_up(courier)
    entry = OutboxEntry.objects.get(event__verb="thing.hang")
    assert (entry.state, entry.attempts, entry.last_error) == ("waiting", 1, "TimedOut")
    assert entry.due_at > clock.now()
    other = OutboxEntry.objects.get(event__verb="thing.happen")
    assert (other.state, other.attempts) == ("waiting", 0)  # given back; its try was not counted
    courier.look()  # another takes over
    wait_until(lambda: name_of(after) == "done")
    let_go(courier)
    assert name_of(hanging) == "before"  # it woke, and could do nothing more
    assert OutboxEntry.objects.get().last_error in {"TimedOut", ""}


def test_nobody_is_given_up_before_the_limit(courier):
    happen("thing.hang")
    courier.look()
    assert begun.wait(30)
    first = courier.hand
    courier.look()
    assert (courier.hand is first, first.is_lost) == (True, False)


def test_a_look_after_the_limit_gives_up(courier, monkeypatch):
    happen("thing.hang")
    courier.look()
    assert begun.wait(30)
    first = courier.hand
    courier.over.set()  # nobody is to try again within this test
    monkeypatch.setattr(couriers, "LIMIT_SECONDS", 0.0)
    courier.look()
    assert (first.is_lost, OutboxEntry.objects.get().last_error) == (True, "TimedOut")


def test_it_is_a_dead_letter_after_its_last_try(courier):
    happen("thing.hang")
    OutboxEntry.objects.update(attempts=MOST_TRIES - 1)
    courier.look()
    give_up(courier)
    entry = OutboxEntry.objects.get()
    assert (entry.state, entry.last_error) == ("dead", "TimedOut")


def test_of_a_set_each_is_tried_alone(courier):
    calm = [happen("thing.set") for _place in range(2)]
    happen("thing.set", hangs=True)
    courier.look()
    courier.over.set()
    give_up(courier)
    rows = OutboxEntry.objects.values_list("state", "attempts", "last_error")
    assert list(rows) == [("waiting", 1, "TimedOut")] * 3
    let_go(courier)
    assert [name_of(user) for user in calm] == ["before", "before"]
    assert drain() == 3  # each has its turn
    assert [name_of(user) for user in calm] == ["in a set", "in a set"]


def test_a_planted_watch_that_only_reports_leaves_the_effect_to_come_twice(courier, monkeypatch):
    """The guard is the cut and the note of the failed try: one who is only called lost still ends what was begun."""
    monkeypatch.setattr(couriers.cutting, "cut", lambda _wrapper: None)
    monkeypatch.setattr(couriers, "_fail", lambda _entries: None)
    hanging = happen("thing.hang")
    courier.look()
    courier.over.set()
    give_up(courier)
    let_go(courier)
    assert (name_of(hanging), OutboxEntry.objects.count()) == ("hung", 0)
