"""The schedule: regular jobs run from the job table, without cron; the table says what is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from core import clock
from core.jobs.models import ScheduledJob


@dataclass(frozen=True)
class Regular:
    """One line of config/schedule.py: a name, a function without arguments, and the pause between two runs."""

    name: str
    run: Callable[[], Any]
    every: timedelta


def run_due(schedule: tuple[Regular, ...]) -> int:
    """Run each job that is due, once, whoever else looks; gives how many ran here."""
    now = clock.now()
    due = dict(ScheduledJob.objects.values_list("name", "due_at"))
    return sum(_run(job, due.get(job.name), now) for job in schedule if job.name not in due or due[job.name] <= now)


def _run(job: Regular, was_due: Any, now: Any) -> int:
    if was_due is None:
        _row, mine = ScheduledJob.objects.get_or_create(name=job.name, defaults={"due_at": now + job.every})
    else:
        mine = bool(ScheduledJob.objects.filter(name=job.name, due_at=was_due).update(due_at=now + job.every))
    if mine:
        job.run()
    return int(mine)
