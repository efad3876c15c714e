"""Running jobs: claimed in batches; those that are new share a transaction for a moment, each in its own savepoint.

A kill undoes the effects of a transaction together with the ends of its jobs, so each effect comes exactly once.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django_tasks.base import TaskContext
from django_tasks.utils import normalize_json

from core import clock
from core.claims import MOST_TRIES, OPEN, WorkState, claim, give_back, held
from core.jobs import ending
from core.jobs.backend import result_of
from core.jobs.models import Job
from core.jobs.posts import Post
from core.jobs.tasks import JobTask, UnknownJobError, find_task
from core.operations.metrics.names import JOB_RUNS, JOB_SECONDS

logger = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
BATCH = 50
TOGETHER_SECONDS = 0.05  # no further job is begun in a transaction that is older
TOGETHER_LIMIT = 5.0  # a transaction of several that takes longer is undone, and each of them runs alone
HELD_SECONDS = 20.0  # what is not begun by then goes back to the line, long before its lease ends
MARGIN = timedelta(seconds=30)


def run_jobs(limit: int = 1000, stopped: Callable[[], bool] = bool, post: Post | None = None) -> int:
    """Run up to `limit` jobs that are due now; gives how many were done.

    Once `stopped()` says so, the job in hand is finished and what was claimed beyond it is given back. `post` is where
    a watch can see what is being done (`core.jobs.crew`).
    """
    post = post or Post()
    done = tried = 0
    while tried < limit and not stopped():
        rows = Job.objects.filter(state__in=OPEN).order_by("-priority", "id")
        jobs = claim(rows, lease=LEASE, limit=min(BATCH, limit - tried), state=WorkState.RUNNING)
        if not jobs:
            break
        tried += len(jobs)
        done += _work_off(jobs, stopped, post)
    return done


def run_job(job: Job) -> int:
    """Claim this one job and run it now; gives 1 if it was done."""
    rows = Job.objects.filter(pk=job.pk, state__in=OPEN)
    return _work_off(claim(rows, lease=LEASE, state=WorkState.RUNNING), bool, Post())


def _work_off(jobs: list[Job], stopped: Callable[[], bool], post: Post) -> int:
    done = 0
    post.take_on(jobs)
    while (job := post.next()) and not stopped() and post.held_seconds() < HELD_SECONDS:
        done += _run_next(job, stopped, post)
    give_back(post.take_rest())
    return done


def _run_next(job: Job, stopped: Callable[[], bool], post: Post) -> int:
    """Run one job alone, or several together, beginning with this one; gives how many were done."""
    task = _task_of(job)
    try:
        if task is None:
            post.begin(job, TOGETHER_LIMIT)
            return 0
        if task.in_transaction:
            return _run_together(job, task, stopped, post)
        return _run_alone(job, task, post)
    finally:
        post.end()


def _task_of(job: Job) -> JobTask | None:
    """Give the function of a job; one that can never be done is buried."""
    if job.attempts > MOST_TRIES:
        ending.bury(job, "WorkerLost")  # it never came to say how its last try ended
        return None
    try:
        return find_task(job.function)
    except UnknownJobError:
        ending.bury(job, "UnknownJobError")
        return None


def _run_together(job: Job, task: JobTask, stopped: Callable[[], bool], post: Post) -> int:
    """Run jobs in one transaction for a moment: their effects and their ends hold together, or not at all."""
    if task.seconds > LEASE.total_seconds() - HELD_SECONDS:
        held(job).update(due_at=clock.now() + timedelta(seconds=task.seconds) + MARGIN)
    begun = time.monotonic()
    done: list[Job] = []
    try:
        with transaction.atomic():
            following: Job | None = job
            while following and post.begin(following, TOGETHER_LIMIT if post.doing else task.seconds):
                done += _run_in_savepoint(following, find_task(following.function))
                is_over = stopped() or time.monotonic() - begun > TOGETHER_SECONDS
                following = None if is_over else _fellow(post)
            ending.end(done)
    except Exception as error:
        _undo(post, error)
        return 0
    JOB_RUNS.add(job.queue_name, "done", by=len(done))
    return len(done)


def _fellow(post: Post) -> Job | None:
    """Give the next job if it may share a transaction: what was tried before runs alone."""
    job = post.next()
    if job is None or job.attempts != 1:
        return None
    try:
        return job if find_task(job.function).in_transaction else None
    except UnknownJobError:
        return None


def _run_in_savepoint(job: Job, task: JobTask) -> list[Job]:
    """Run one of several; gives it if it was done. One that fails costs its own effects and no other's."""
    begun = time.perf_counter()
    try:
        with transaction.atomic():
            value = _call(job, task)
            if value is not None:
                Job.objects.filter(pk=job.pk).update(result=value)
    except UnknownJobError:
        ending.bury(job, "UnknownJobError")
    except Exception as error:
        ending.fail(job, error)
    else:
        return [job]
    finally:
        JOB_SECONDS.add(time.perf_counter() - begun, job.queue_name)
    JOB_RUNS.add(job.queue_name, "failed")
    return []


def _undo(post: Post, error: Exception) -> None:
    """Say what became of jobs whose transaction did not hold: one alone has failed, of several each tries alone."""
    if post.is_lost:
        return  # the watch has said it
    jobs = post.doing
    logger.warning("a transaction of %s jobs did not hold: %s", len(jobs), type(error).__name__)
    if len(jobs) == 1 and not isinstance(error, ending.LeaseLostError):
        ending.fail(jobs[0], error)
    else:
        ending.return_to_line(jobs)


def _run_alone(job: Job, task: JobTask, post: Post) -> int:
    """Run a job outside a transaction: at least once."""
    lease = clock.now() + timedelta(seconds=task.seconds) + MARGIN
    if not post.begin(job, task.seconds) or not held(job).update(due_at=lease, **ending.begun(job)):
        return 0
    begun, done = time.perf_counter(), 0
    try:
        value = _call(job, task)
        done = held(job).update(state=WorkState.DONE, finished_at=clock.now(), result=value)
    except UnknownJobError:
        ending.bury(job, "UnknownJobError")
    except Exception as error:
        ending.fail(job, error)
    JOB_SECONDS.add(time.perf_counter() - begun, job.queue_name)
    JOB_RUNS.add(job.queue_name, "done" if done else "failed")
    return done


def _call(job: Job, task: JobTask) -> Any:
    first = (TaskContext(task_result=result_of(job)),) if task.takes_context else ()
    return normalize_json(task.call(*first, *job.args, **job.kwargs))
