"""A job that hangs fails after its limit, has no effect even when it wakes, and delays nobody. We look by hand."""

import threading
import time

import pytest

from core.accounts.models import User
from core.claims import MOST_TRIES
from core.jobs import crew as crews
from core.jobs.crew import Crew
from core.jobs.enqueuing import enqueue
from core.jobs.models import Job
from core.jobs.worker import _try
from tests.core import job_tasks
from tests.core.job_tasks import count_up, hang_after_the_effect, hang_outside

pytestmark = pytest.mark.django_db(transaction=True)
EMAIL = "0@example.org"


@pytest.fixture
def crew(monkeypatch):
    """Give a crew that is looked after by hand; in the end all who hang are let go."""
    monkeypatch.setattr(crews, "RELIEF_SECONDS", 0.0)
    monkeypatch.setattr(crews, "COME_BACK_SECONDS", 0.01)
    job_tasks.begun.clear()
    job_tasks.release.clear()
    User.objects.bulk_create([User(email=EMAIL, name="0")])
    Job.objects.all().delete()
    over = threading.Event()
    made = Crew(over.is_set, _try)
    made.over = over
    yield made
    let_go(made)


def let_go(crew):
    """End the work: wake who hangs, and wait until every runner has ended."""
    crew.over.set()
    job_tasks.release.set()
    for thread in threading.enumerate():
        if thread.name == "worker-jobs":
            thread.join(30)
            assert not thread.is_alive()


def wait_until(is_so):
    deadline = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def counted():
    return User.objects.get(email=EMAIL).name


def overdue(crew):
    """Let the limit of everything in hand be over."""
    assert job_tasks.begun.wait(30)
    for post in crew.runners:
        post._limit = 0.0 if post.doing and "hang" in post.doing[-1].name else post._limit


def test_a_slow_job_keeps_its_runner_and_another_goes_on(crew):
    hanging = enqueue(hang_outside)
    for _place in range(5):
        enqueue(count_up, EMAIL)
    crew.look()
    assert job_tasks.begun.wait(30)
    assert (counted(), Job.objects.filter(state="running").count()) == ("0", 6)  # claimed with it, and stuck behind it
    crew.look()
    wait_until(lambda: Job.objects.filter(state="done").count() == 5)
    hanging.refresh_from_db()
    assert (counted(), hanging.state) == ("5", "running")
    job_tasks.release.set()
    wait_until(lambda: Job.objects.get(pk=hanging.pk).state == "done")


@pytest.mark.parametrize("task", [hang_after_the_effect, hang_outside])
def test_a_job_that_hangs_has_failed_after_its_limit_and_has_no_effect_when_it_wakes(crew, task):
    hanging = enqueue(task, *([EMAIL] if task is hang_after_the_effect else []))
    crew.look()
    overdue(crew)
    crew.over.set()  # nobody is to try again within this test
    crew.look()
    hanging.refresh_from_db()
    assert (hanging.state, hanging.attempts, hanging.last_error) == ("waiting", 1, "TimedOut")
    let_go(crew)
    hanging.refresh_from_db()
    assert (counted(), hanging.state, hanging.attempts) == ("0", "waiting", 1)


def test_it_is_a_dead_letter_after_its_last_try_and_the_line_goes_on(crew):
    hanging = enqueue(hang_after_the_effect, EMAIL)
    Job.objects.filter(pk=hanging.pk).update(attempts=MOST_TRIES - 1)
    enqueue(count_up, EMAIL)
    crew.look()
    overdue(crew)
    crew.look()
    hanging.refresh_from_db()
    assert (hanging.state, hanging.last_error) == ("dead", "TimedOut")
    wait_until(lambda: counted() == "1")


def test_fellows_of_a_job_that_hangs_are_undone_with_it_and_each_runs_alone(crew):
    """Its fellows shared its transaction; they are back in the line at once, and their effect comes once."""
    enqueue(count_up, EMAIL)
    enqueue(hang_after_the_effect, EMAIL)
    crew.look()
    overdue(crew)
    crew.look()
    wait_until(lambda: Job.objects.filter(state="done").count() == 2)
    assert (counted(), set(Job.objects.values_list("attempts", flat=True))) == ("2", {2})


def test_a_planted_watch_that_only_reports_leaves_the_effect_to_come_twice(crew, monkeypatch):
    """The guard is the cut and the count of tries: a runner that is only called lost still ends what it began."""
    monkeypatch.setattr(crews.cutting, "cut", lambda _wrapper: None)
    monkeypatch.setattr(crews.ending, "time_out", lambda _job: None)
    hanging = enqueue(hang_after_the_effect, EMAIL)
    crew.look()
    overdue(crew)
    crew.over.set()
    crew.look()
    let_go(crew)
    assert (counted(), Job.objects.get(pk=hanging.pk).state) == ("1", "done")
