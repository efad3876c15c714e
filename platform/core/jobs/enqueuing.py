"""Enqueuing: one row in the caller's transaction, so that a job exists exactly if the change that wants it does."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django_tasks.base import Task
from django_tasks.utils import normalize_json

from core import clock
from core.events import wake
from core.jobs.models import Job


def enqueue(task: Task, *args: Any, dedupe: str = "", after: datetime | None = None, **kwargs: Any) -> Job:
    """Have a registered function called with JSON arguments once this transaction holds; gives the job.

    `dedupe` names the occasion ("petition 7 closes"): a second call with the same words gives the first job, for as
    long as its row is kept. `after` is the earliest moment. Raises TypeError for arguments that are not JSON.
    """
    wanted = task.using(run_after=after) if after else task
    return add_job(wanted, args, kwargs, dedupe=dedupe)


def add_job(task: Task, args: Any, kwargs: Any, *, dedupe: str = "", name: str = "") -> Job:
    """Write the row; gives it, or the one that stands under the same dedupe key."""
    now = clock.now()
    job = Job(
        name=name or _name(task), function=task.module_path, args=normalize_json(args), kwargs=normalize_json(kwargs),
        priority=task.priority, backend=task.backend, queue_name=task.queue_name, dedupe_key=dedupe or None,
        enqueued_at=now, due_at=task.run_after or now,
    )  # fmt: skip
    if dedupe:
        # One statement that waits for a rival's commit; the loser finds the winner's row.
        Job.objects.bulk_create([job], ignore_conflicts=True)
        job = Job.objects.get(dedupe_key=dedupe)
    else:
        job.save(force_insert=True)
    transaction.on_commit(wake.worker)
    return job


def _name(task: Task) -> str:
    package = task.func.__module__.removesuffix(".tasks").rsplit(".", 1)[-1]
    return f"{package}.{task.name.removesuffix('_task')}"
