"""Working days: Monday to Friday without the parliament's days off (decision 13).

A day is reckoned once, when a duty begins, and kept with it: a day off that is entered later moves nothing that was
promised already (docs/petitions-presentation.md).
"""

from __future__ import annotations

from datetime import date

from core import clock
from core.parliament.models import DayOff


def days_off_after(day: date) -> frozenset[date]:
    """Give the days off after a day, in one query: for who reckons many deadlines at once."""
    return frozenset(DayOff.objects.filter(day__gt=day).values_list("day", flat=True))


def working_days_after(day: date, count: int) -> date:
    """Give the date `count` working days after a day; asks the table only where a day is to be passed."""
    return clock.working_days_after(day, count, days_off_after(day)) if count > 0 else day
