"""The server's clock, in one place, so that tests can freeze it (decision 13)."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """Give the present moment in UTC."""
    return _frozen.get() or timezone.now()


def today() -> date:
    """Give today's date where the parliament sits."""
    return now().astimezone(parliament_zone()).date()


def parliament_zone() -> ZoneInfo:
    """Give the time zone in which deadlines are meant."""
    return ZoneInfo(settings.PARLIAMENT_TIME_ZONE)


def end_of_day(day: date) -> datetime:
    """Give the last minute of a day where the parliament sits."""
    return datetime(day.year, day.month, day.day, 23, 59, tzinfo=parliament_zone())


def working_days_after(day: date, count: int, days_off: Collection[date] = ()) -> date:
    """Give the date `count` working days after a day: Monday to Friday without the days off.

    Rules ask `core.parliament.days`, which knows the parliament's days off.
    """
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and day not in days_off
    return day


@contextmanager
def frozen(moment: datetime) -> Iterator[datetime]:
    """Hold the clock at a moment; for tests and for the demo's history."""
    token = _frozen.set(moment)
    try:
        yield moment
    finally:
        _frozen.reset(token)
