"""The schedule: regular jobs run from the job table, without cron; the table says what is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks.base import task

from core import clock
from core.claims import OPEN, WorkState
from core.jobs.enqueuing import add_job
from core.jobs.models import Job, ScheduledJob
from core.jobs.tasks import UnknownJobError

KEEP = timedelta(days=1)
BATCH = 5000


@dataclass(frozen=True)
class Regular:
    """One line of config/schedule.py: a name, a function without arguments, and its rhythm.

    Either `every` (the pause between two runs; the first comes at once) or `daily` (a time of day on the parliament's
    clock; the first comes at that time). The function may run twice after a crash, so it must not mind.
    """

    name: str
    run: Callable[[], Any]
    every: timedelta | None = None
    daily: time | None = None

    def next_after(self, moment: datetime) -> datetime:
        """Give the next moment in UTC, once for each day of the parliament's calendar.

        Where the clocks skip the hour it runs at the same count of hours after midnight (02:30 becomes 03:30); where
        they repeat it, the first time only (PEP 495, fold 0).
        """
        if self.daily is None:
            return moment + (self.every or timedelta(minutes=1))
        today = moment.astimezone(clock.parliament_zone()).date()
        days = (today + timedelta(days=ahead) for ahead in range(-1, 3))
        return next(found for found in (self._on(day) for day in days) if found > moment)

    def first(self, moment: datetime) -> datetime:
        """Give the first moment for an entry that was never seen."""
        return self.next_after(moment) if self.daily else moment

    def _on(self, day: date) -> datetime:
        return datetime.combine(day, self.daily or time(), tzinfo=clock.parliament_zone()).astimezone(UTC)


@task(in_transaction=False)
def run_regular(name: str) -> None:
    """Run the schedule's entry of that name. Raises UnknownJobError where the schedule has none any more."""
    found = next((regular for regular in _schedule() if regular.name == name), None)
    if found is None:
        raise UnknownJobError(name)
    found.run()


def run_due(schedule: tuple[Regular, ...] | None = None) -> int:
    """Enqueue each entry that is due, once, whoever else looks; gives how many were enqueued here."""
    entries = _schedule() if schedule is None else schedule
    now = clock.now()
    due = dict(ScheduledJob.objects.values_list("name", "due_at"))
    return sum(_take(regular, due.get(regular.name), now) for regular in entries)


def _take(regular: Regular, due_at: datetime | None, now: datetime) -> int:
    if due_at is None:
        first = regular.first(now)
        due_at = ScheduledJob.objects.get_or_create(name=regular.name, defaults={"due_at": first})[0].due_at
    if due_at > now:
        return 0
    with transaction.atomic():
        slot = ScheduledJob.objects.filter(name=regular.name, due_at=due_at)
        if not slot.update(due_at=regular.next_after(now)):
            return 0  # another scheduler was first
        if Job.objects.filter(name=regular.name, function=run_regular.module_path, state__in=OPEN).exists():
            return 0  # the last one is still at work, or waits for its next try
        dedupe = f"regular {regular.name} {due_at.isoformat()}"
        add_job(run_regular, [regular.name], {}, dedupe=dedupe, name=regular.name)
    return 1


def drop_finished() -> int:
    """Delete jobs that were done or discarded a day ago, for the schedule; gives how many."""
    old = Job.objects.filter(state__in=(WorkState.DONE, WorkState.DISCARDED), due_at__lt=clock.now() - KEEP)
    return Job.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:BATCH])).delete()[0]


def _schedule() -> tuple[Regular, ...]:
    return tuple(import_string("config.schedule.SCHEDULE"))
