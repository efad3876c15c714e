"""Jobs: enqueued with the change, done once, tried again, buried, never in each other's way; read by django_tasks."""

from datetime import timedelta

import pytest
from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from core import clock
from core.accounts.models import User
from core.claims import BACK_OFF_SECONDS, MOST_TRIES, OPEN, claim
from core.jobs import ending, running
from core.jobs.backend import at_once
from core.jobs.enqueuing import enqueue
from core.jobs.models import Job
from core.jobs.posts import Post
from core.jobs.running import run_jobs
from core.jobs.schedule import drop_finished
from tests.core import job_tasks
from tests.core.job_tasks import Killed, add_one, count_up, die_after_the_effect, half_then_fail, outside, which_try

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_ran():
    """Begin with an empty line and nothing done."""
    Job.objects.all().delete()
    job_tasks.ran.clear()


def run_until_buried():
    """Let the hours go by, a little more than all tries take; gives how many tries were made."""
    moment, tries = clock.now(), 0
    for _hour in range(MOST_TRIES + 4):
        with clock.frozen(moment):
            before = sum(Job.objects.values_list("attempts", flat=True))
            run_jobs()
            tries += sum(Job.objects.values_list("attempts", flat=True)) - before
        moment += timedelta(seconds=max(BACK_OFF_SECONDS) + 1)
    return tries


def test_a_job_is_done_once():
    enqueue(add_one, 7)
    assert (run_jobs(), run_jobs()) == (1, 0)
    assert job_tasks.ran == [7]


def test_a_job_exists_exactly_if_the_change_does():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enqueue(add_one, 7)
        raise ZeroDivisionError
    assert (Job.objects.count(), run_jobs()) == (0, 0)


def test_the_same_occasion_is_one_job():
    first = enqueue(add_one, 7, dedupe="petition 7 closes")
    again = enqueue(add_one, 8, dedupe="petition 7 closes")
    assert (again.pk, Job.objects.count()) == (first.pk, 1)
    run_jobs()
    assert enqueue(add_one, 9, dedupe="petition 7 closes").pk == first.pk
    assert job_tasks.ran == [7]


def test_a_job_waits_for_its_time_and_the_urgent_one_goes_first():
    now = clock.now()
    enqueue(add_one, 1, after=now + timedelta(hours=1))
    enqueue(add_one, 2)
    enqueue(add_one.using(priority=5), 3)
    run_jobs()
    assert job_tasks.ran == [3, 2]
    with clock.frozen(now + timedelta(hours=2)):
        run_jobs()
    assert job_tasks.ran == [3, 2, 1]


def test_arguments_must_be_json():
    with pytest.raises(TypeError):
        enqueue(add_one, object())


def test_what_always_fails_is_undone_and_buried_and_delays_nobody(caplog):
    poison = enqueue(half_then_fail, "half@example.org")
    others = [enqueue(add_one, place) for place in range(5)]
    run_jobs()
    assert job_tasks.ran == [0, 1, 2, 3, 4]
    assert run_until_buried() == MOST_TRIES - 1
    poison.refresh_from_db()
    assert (poison.state, poison.attempts, poison.last_error) == ("dead", MOST_TRIES, "builtins.RuntimeError")
    assert User.objects.filter(email="half@example.org").count() == 0
    assert {job.state for job in Job.objects.filter(pk__in=[one.pk for one in others])} == {"done"}
    assert "half_then_fail" in poison.error_trace
    assert "half@" not in poison.error_trace + caplog.text


def test_only_registered_functions_are_called():
    for path in ("tests.core.job_tasks.not_registered", "os.getcwd", "no.such.place"):
        Job.objects.create(name="x", function=path, enqueued_at=clock.now(), due_at=clock.now())
    assert run_jobs() == 0
    assert job_tasks.ran == []
    assert list(Job.objects.values_list("state", "last_error")) == [("dead", "UnknownJobError")] * 3


def test_a_job_whose_worker_died_is_taken_over_after_its_lease():
    job = enqueue(add_one, 7)
    Job.objects.filter(pk=job.pk).update(state="running", attempts=1, due_at=clock.now() + timedelta(seconds=60))
    assert run_jobs() == 0
    with clock.frozen(clock.now() + timedelta(seconds=61)):
        assert run_jobs() == 1


def test_a_job_that_kills_its_workers_is_buried_in_the_end():
    job = enqueue(add_one, 7)
    Job.objects.filter(pk=job.pk).update(state="running", attempts=MOST_TRIES, due_at=clock.now())
    assert run_jobs() == 0
    job.refresh_from_db()
    assert (job.state, job.last_error, job_tasks.ran) == ("dead", "WorkerLost", [])


def test_what_was_tried_before_is_claimed_alone():
    jobs = [enqueue(add_one, place) for place in range(3)]
    Job.objects.filter(pk=jobs[0].pk).update(attempts=1)

    def take():
        rows = Job.objects.filter(state__in=OPEN).order_by("id")
        return [job.args[0] for job in claim(rows, lease=timedelta(seconds=60), limit=10, state="running")]

    assert [take(), take(), take()] == [[0], [1, 2], []]


def test_a_worker_that_is_told_to_stop_gives_back_what_it_has_not_begun():
    for place in range(5):
        enqueue(add_one, place)
    run_jobs(stopped=lambda: len(job_tasks.ran) >= 2)
    assert job_tasks.ran == [0, 1]
    assert list(Job.objects.filter(state="waiting").values_list("attempts", flat=True)) == [0, 0, 0]
    assert run_jobs() == 3


def test_a_job_outside_a_transaction_is_held_longer():
    job = enqueue(outside, "word")
    assert run_jobs() == 1
    job.refresh_from_db()
    assert job.state == "done"
    assert job.due_at > clock.now() + timedelta(minutes=10)
    assert job_tasks.ran[0][0] == "word"


def test_django_tasks_reads_the_result():
    result = add_one.enqueue(7)
    assert add_one.get_result(result.id).status == TaskResultStatus.READY
    run_jobs()
    result.refresh()
    assert (result.status, result.return_value, result.attempts) == (TaskResultStatus.SUCCESSFUL, {"pk": 7}, 1)
    assert (result.args, result.errors, result.is_finished) == ([7], [], True)


def test_django_tasks_reads_a_failure():
    result = half_then_fail.enqueue("half@example.org")
    run_until_buried()
    result.refresh()
    assert result.status == TaskResultStatus.FAILED
    assert [error.exception_class for error in result.errors] == [RuntimeError]
    for unknown in ("nothing", "6a0e9cf5-6f1c-4a3e-9d0a-2b7d3c1f0e55"):
        with pytest.raises(TaskResultDoesNotExist):
            add_one.get_result(unknown)


def test_a_job_can_ask_which_try_it_is():
    result = which_try.enqueue()
    run_jobs()
    result.refresh()
    assert result.return_value == 1


def test_at_once_needs_no_worker():
    with at_once():
        result = add_one.enqueue(7)
    assert (job_tasks.ran, result.status, Job.objects.count()) == ([7], TaskResultStatus.SUCCESSFUL, 0)


def test_what_is_done_goes_after_a_day_and_dead_letters_stay():
    for state in ("done", "discarded", "dead", "waiting"):
        Job.objects.create(name=state, function="x", enqueued_at=clock.now(), due_at=clock.now(), state=state)
    assert drop_finished() == 0
    with clock.frozen(clock.now() + timedelta(days=2)):
        assert drop_finished() == 2
    assert set(Job.objects.values_list("name", flat=True)) == {"dead", "waiting"}


def die_and_come_back():
    """Let a job be killed after its effect and be taken over; gives how often its effect is there."""
    User.objects.create_user("0@example.org", name="0")
    enqueue(die_after_the_effect, "0@example.org")
    with pytest.raises(Killed):
        run_jobs()
    Job.objects.update(state="running", attempts=1, due_at=clock.now())
    run_jobs()
    assert len(job_tasks.ran) == 2
    return int(User.objects.get(email="0@example.org").name)


def test_a_job_killed_after_its_effect_has_it_once():
    assert die_and_come_back() == 1


def names_of_users():
    return list(User.objects.filter(email__endswith="@example.org").order_by("email").values_list("name", flat=True))


def three_together():
    """Lay three jobs that count one row each, all in one claim."""
    User.objects.bulk_create(User(email=f"{n}@example.org", name="0") for n in range(3))
    enqueue(count_up, "0@example.org")
    enqueue(die_after_the_effect, "1@example.org")
    enqueue(count_up, "2@example.org")


def test_a_kill_undoes_all_that_shared_its_transaction_and_each_is_done_once():
    three_together()
    with pytest.raises(Killed):
        run_jobs()
    assert names_of_users() == ["0", "0", "0"]
    assert set(Job.objects.values_list("state", "attempts")) == {("running", 1)}
    Job.objects.update(due_at=clock.now())
    assert run_jobs() == 3
    assert names_of_users() == ["1", "1", "1"]


def test_where_a_transaction_does_not_hold_each_that_shared_it_runs_alone(monkeypatch):
    three_together()
    job_tasks.ran.append("lived")
    end = ending.end

    def lose_once(_jobs):
        monkeypatch.setattr(ending, "end", end)
        raise ending.LeaseLostError

    monkeypatch.setattr(ending, "end", lose_once)
    assert run_jobs() == 3
    assert names_of_users() == ["1", "1", "1"]
    assert set(Job.objects.values_list("state", "attempts")) == {("done", 2)}


def lose_the_lease_and_run_on():
    """Claim a job, let a rival take it over, run it here all the same, then there; gives how often its effect is."""
    User.objects.create_user("0@example.org", name="0")
    enqueue(count_up, "0@example.org")
    jobs = claim(Job.objects.filter(state__in=OPEN), lease=timedelta(seconds=60), state="running")
    Job.objects.update(attempts=2, due_at=clock.now())
    running._work_off(jobs, bool, Post())
    Job.objects.update(state="running")
    run_jobs()
    return names_of_users()


def test_what_was_taken_over_meanwhile_has_no_effect_here():
    assert lose_the_lease_and_run_on() == ["1"]


def test_a_planted_end_that_asks_for_no_tries_would_count_it_twice(monkeypatch):
    """The guard is the number of tries in `ending.end`: without it the effect stands beside the rival's."""
    ours = {"state": "done"}
    monkeypatch.setattr(ending, "end", lambda jobs: Job.objects.filter(pk__in=[job.pk for job in jobs]).update(**ours))
    assert lose_the_lease_and_run_on() == ["2"]


def test_a_planted_runner_that_ends_a_job_in_a_second_transaction_is_seen(monkeypatch):
    """The guard is the one transaction of effect and end: without it the same death makes two effects."""

    def naive(job, task, _stopped, post):
        post.begin(job, 60)
        try:
            task.call(*job.args)
        except Killed:
            return 0  # the effect is committed, the end is not
        return Job.objects.filter(pk=job.pk).update(state="done")

    monkeypatch.setattr(running, "_run_together", naive)
    User.objects.create_user("0@example.org", name="0")
    enqueue(die_after_the_effect, "0@example.org")
    run_jobs()
    Job.objects.update(state="running", attempts=1, due_at=clock.now())
    run_jobs()
    assert User.objects.get(email="0@example.org").name == "2"


def test_a_planted_claim_that_counts_no_tries_would_let_poison_live_for_ever(monkeypatch):
    monkeypatch.setattr("core.claims.MOST_TRIES", 10**6)
    monkeypatch.setattr(running, "MOST_TRIES", 10**6)
    enqueue(half_then_fail, "half@example.org")
    run_until_buried()
    assert Job.objects.get().state == "waiting"
