"""Running jobs: claimed in batches, each in its own transaction; one that always fails ends as a dead letter."""

from __future__ import annotations

import logging
import os
import socket
import traceback
from collections.abc import Callable
from datetime import timedelta
from time import perf_counter
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django_tasks.base import TaskContext
from django_tasks.utils import get_module_path, normalize_json

from core import clock
from core.claims import MOST_TRIES, OPEN, WorkState, claim, give_back, held, put_off
from core.jobs.backend import result_of
from core.jobs.models import Job
from core.jobs.tasks import JobTask, UnknownJobError, find_task
from core.operations.metrics.names import JOB_RUNS, JOB_SECONDS

logger = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
LONG_LEASE = timedelta(minutes=15)
BATCH = 50
HOST = socket.gethostname()[:60]
TRACE_LENGTH = 4000
END = """UPDATE jobs_job
    SET state = %s, finished_at = %s, tried_at = %s, started_at = COALESCE(started_at, %s), worker = %s
    WHERE id = %s AND attempts = %s AND state = %s"""
# Tasks of others that speak of a record by its id: once it is deleted there is nothing left to do.
MOOT_WHEN_GONE = ("wagtail.", "modelsearch.")


def run_jobs(limit: int = 1000, stopped: Callable[[], bool] = bool) -> int:
    """Run up to `limit` jobs that are due now; gives how many were done.

    Once `stopped()` says so, the job in hand is finished and what was claimed beyond it is given back.
    """
    done = tried = 0
    while tried < limit and not stopped():
        rows = Job.objects.filter(state__in=OPEN).order_by("-priority", "id")
        jobs = claim(rows, lease=LEASE, limit=min(BATCH, limit - tried), state=WorkState.RUNNING)
        if not jobs:
            break
        tried += len(jobs)
        for place, job in enumerate(jobs):
            if stopped():
                give_back(jobs[place:])
                break
            done += _run(job)
    return done


def run_job(job: Job) -> int:
    """Claim this one job and run it now; gives 1 if it was done."""
    return sum(map(_run, claim(Job.objects.filter(pk=job.pk, state__in=OPEN), lease=LEASE, state=WorkState.RUNNING)))


def _run(job: Job) -> int:
    """Run one, and measure it."""
    begun = perf_counter()
    done = _run_or_put_off(job)
    JOB_SECONDS.add(perf_counter() - begun, job.queue_name)
    JOB_RUNS.add(job.queue_name, "done" if done else "failed")
    return done


def _run_or_put_off(job: Job) -> int:
    if job.attempts > MOST_TRIES:
        _bury(job, "WorkerLost")  # it never came to say how its last try ended
        return 0
    try:
        task = find_task(job.function)
        return _run_in_transaction(job, task) if task.in_transaction else _run_alone(job, task)
    except UnknownJobError:
        _bury(job, "UnknownJobError")
    except Exception as error:
        _fail(job, error)
    return 0


def _run_in_transaction(job: Job, task: JobTask) -> int:
    """Mark the job done first: the row's lock keeps rivals off however long it takes, and falls with the connection."""
    with transaction.atomic():
        if not _end(job):
            return 0  # the lease ran out and another worker took it over
        value = _call(job, task)
        if value is not None:
            Job.objects.filter(pk=job.pk).update(result=value)
    return 1


def _end(job: Job) -> bool:
    """Mark the job done if it is still ours: `held(job).update(…)` in plain SQL, at a third of its price."""
    now = connection.ops.adapt_datetimefield_value(clock.now())
    with connection.cursor() as cursor:
        cursor.execute(END, [WorkState.DONE, now, now, now, worker_name(), job.pk, job.attempts, WorkState.RUNNING])
        return bool(cursor.rowcount == 1)


def _run_alone(job: Job, task: JobTask) -> int:
    if not held(job).update(due_at=clock.now() + LONG_LEASE, **_begun(job)):
        return 0
    value = _call(job, task)
    return held(job).update(state=WorkState.DONE, finished_at=clock.now(), result=value)


def _call(job: Job, task: JobTask) -> Any:
    first = (TaskContext(task_result=result_of(job)),) if task.takes_context else ()
    return normalize_json(task.call(*first, *job.args, **job.kwargs))


def _begun(job: Job) -> dict[str, Any]:
    now = clock.now()
    return {"worker": worker_name(), "tried_at": now, "started_at": job.started_at or now}


def _fail(job: Job, error: Exception) -> None:
    path = get_module_path(type(error))
    if isinstance(error, ObjectDoesNotExist) and job.function.startswith(MOOT_WHEN_GONE):
        held(job).update(state=WorkState.DISCARDED, last_error=path, finished_at=clock.now())
        return
    # The frames, never the message: it may quote what a citizen wrote.
    trace = "".join(traceback.format_tb(error.__traceback__))[-TRACE_LENGTH:]
    state = put_off(job, path, error_trace=trace, **_begun(job))
    level = logging.ERROR if state == WorkState.DEAD else logging.WARNING
    logger.log(level, "job %s %s failed: %s, try %s, now %s", job.name, job.public_id, path, job.attempts, state)


def _bury(job: Job, error: str) -> None:
    held(job).update(state=WorkState.DEAD, last_error=error)
    logger.error("job %s %s is a dead letter: %s", job.name, job.public_id, error)


def worker_name() -> str:
    """Name this worker: its machine and process."""
    return f"{HOST}:{os.getpid()}"
