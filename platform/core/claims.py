"""Claiming: how a worker takes rows that are due, whoever else takes some; the one way for outbox, jobs and mail.

A claimed row is leased: its `due_at` moves to the end of the lease. A worker that dies leaves a row that is simply due
again then. `attempts` is counted with the claim, so that a row that kills its worker is counted too.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import takewhile
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core import clock

BACK_OFF_SECONDS = (1, 5, 30, 120, 600, 3600, 3600)
MOST_TRIES = len(BACK_OFF_SECONDS) + 1


class WorkState(models.TextChoices):
    """Where a piece of work stands."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    DEAD = "dead", _("dead letter")
    DISCARDED = "discarded", _("discarded")


OPEN = (WorkState.WAITING, WorkState.RUNNING)


class Claimable(models.Model):
    """The columns of a row that workers claim. While it waits, `due_at` says from when; while it runs, until when."""

    state = models.CharField(_("state"), max_length=10, choices=WorkState.choices, default=WorkState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    due_at = models.DateTimeField(_("due"))
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        """Only columns."""

        abstract = True


Row = TypeVar("Row", bound=models.Model)


def claim(rows: models.QuerySet[Row], *, lease: timedelta, limit: int = 1, **marks: Any) -> list[Row]:
    """Take up to `limit` rows that are due, in the query set's order, for the length of the lease.

    `rows` are the open ones, ordered; `marks` are columns to set with the claim ("state"). Rows that were tried before
    are taken alone, so that one that kills its worker never costs its neighbours more than one try.
    """
    now = clock.now()
    due: Any = rows.filter(due_at__lte=now)
    if not due.exists():
        return []  # an idle worker takes no lock
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, of=("self",))
        found = list(due[:limit])
        mine = list(takewhile(lambda row: not _tries(row), found)) or found[:1]
        changes = {"due_at": now + lease, **marks}
        rows.model._default_manager.filter(pk__among=[row.pk for row in mine]).update(
            attempts=F("attempts") + 1, **changes
        )
    for row in mine:
        for name, value in {"attempts": _tries(row) + 1, **changes}.items():
            setattr(row, name, value)
    return mine


def _tries(row: Any) -> int:
    return int(row.attempts)


def held(row: Any) -> models.QuerySet[Any]:
    """Give the row as this worker claimed it: empty once its lease ran out and another took it over."""
    return type(row)._default_manager.filter(pk=row.pk, attempts=row.attempts, state=WorkState.RUNNING)


def give_back(rows: list[Any]) -> None:
    """Return rows that were claimed and not begun; the try is not counted."""
    for row in rows:
        held(row).update(state=WorkState.WAITING, due_at=clock.now(), attempts=F("attempts") - 1)


def put_off(row: Any, error: str, **facts: Any) -> WorkState:
    """Note a failed try: the row waits for the next one, or is a dead letter after the last; gives its new state."""
    last = row.attempts >= MOST_TRIES
    pause = BACK_OFF_SECONDS[min(row.attempts, len(BACK_OFF_SECONDS)) - 1]
    state = WorkState.DEAD if last else WorkState.WAITING
    held(row).update(state=state, due_at=clock.now() + timedelta(seconds=pause), last_error=error[:200], **facts)
    return state
