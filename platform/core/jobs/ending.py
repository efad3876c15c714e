"""How a try ends: done, put off, returned or buried. Each holds only where the row is still this worker's."""

from __future__ import annotations

import logging
import os
import socket
import traceback
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models.functions import Coalesce
from django_tasks.utils import get_module_path

from core import clock
from core.claims import WorkState, held, put_off
from core.jobs.models import Job

logger = logging.getLogger(__name__)
HOST = socket.gethostname()[:60]
TRACE_LENGTH = 4000
# Tasks of others that speak of a record by its id: once it is deleted there is nothing left to do.
MOOT_WHEN_GONE = ("wagtail.", "modelsearch.")


class LeaseLostError(Exception):
    """Another worker has taken a job over: what was done here must not count."""


def end(jobs: list[Job]) -> None:
    """Mark jobs of one number of tries done, in the transaction of their effects. Raises LeaseLostError."""
    if not jobs:
        return
    now = clock.now()
    ours = Job.objects.filter(pk__in=[job.pk for job in jobs], attempts=jobs[0].attempts, state=WorkState.RUNNING)
    ended = ours.update(
        state=WorkState.DONE, finished_at=now, tried_at=now, started_at=Coalesce("started_at", now),
        worker=worker_name(),
    )  # fmt: skip
    if ended != len(jobs):
        raise LeaseLostError


def fail(job: Job, error: Exception) -> None:
    """Note a try that raised: the job waits for the next one, or is a dead letter after the last."""
    path = get_module_path(type(error))
    if isinstance(error, ObjectDoesNotExist) and job.function.startswith(MOOT_WHEN_GONE):
        held(job).update(state=WorkState.DISCARDED, last_error=path, finished_at=clock.now())
        return
    # The frames, never the message: it may quote what a citizen wrote.
    _put_off(job, path, "".join(traceback.format_tb(error.__traceback__))[-TRACE_LENGTH:])


def time_out(job: Job) -> None:
    """Note a try that took longer than it may."""
    _put_off(job, "TimedOut", "")


def bury(job: Job, error: str) -> None:
    """Make a dead letter of a job that no further try can help."""
    held(job).update(state=WorkState.DEAD, last_error=error)
    logger.error("job %s %s is a dead letter: %s", job.name, job.public_id, error)


def return_to_line(jobs: list[Job]) -> None:
    """Let jobs run again at once, each alone: the try counts, and what was tried is claimed alone."""
    for job in jobs:
        held(job).update(state=WorkState.WAITING, due_at=clock.now())


def begun(job: Job) -> dict[str, Any]:
    """Give what a row says of the try in hand."""
    now = clock.now()
    return {"worker": worker_name(), "tried_at": now, "started_at": job.started_at or now}


def worker_name() -> str:
    """Name this worker: its machine and process."""
    return f"{HOST}:{os.getpid()}"


def _put_off(job: Job, error: str, trace: str) -> None:
    state = put_off(job, error, error_trace=trace, **begun(job))
    level = logging.ERROR if state == WorkState.DEAD else logging.WARNING
    logger.log(level, "job %s %s failed: %s, try %s, now %s", job.name, job.public_id, error, job.attempts, state)
