"""Small helpers for holdings: delete, blank, and the one span of time that everything unconfirmed is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core import clock

Rows = QuerySet[Any]
Due = Callable[[datetime], Rows]
UNCONFIRMED = timedelta(days=7)  # as long as a mailed link lives
UNCONFIRMED_WORDS = _("What you did not confirm is deleted 7 days after you wrote it.")
A_YEAR = timedelta(days=365)
HALF_A_YEAR = timedelta(days=183)
PUBLIC_RECORD = _(
    "It is part of the public record of the parliament (GDPR, Article 17(3)(b) and (d)). Your name and your address "
    "are taken out."
)  # fmt: skip
GONE = "gone"


def deletes(due: Due) -> Callable[[list[Any]], int]:
    """Give the way to settle rows that are simply deleted, while they are still due."""

    def settle(keys: list[Any]) -> int:
        """Delete those of the keys that are still due; gives how many."""
        rows = list(due(clock.now()).filter(pk__in=keys).values_list("pk", flat=True))
        due(clock.now()).model._default_manager.filter(pk__in=rows).delete()
        return len(rows)

    return settle


def blanks(due: Due, **changes: Any) -> Callable[[list[Any]], int]:
    """Give the way to settle rows of which only some columns go."""

    def settle(keys: list[Any]) -> int:
        """Blank those of the keys that are still due; gives how many."""
        rows = list(due(clock.now()).filter(pk__in=keys).values_list("pk", flat=True))
        return int(due(clock.now()).model._default_manager.filter(pk__in=rows).update(**changes))

    return settle


def delete_all(_person: Any, rows: Rows) -> int:
    """Erase by deleting every row; gives how many rows of this model went."""
    keys = list(rows.values_list("pk", flat=True))
    rows.model._default_manager.filter(pk__in=keys).delete()
    return len(keys)


def gone_key() -> str:
    """Give what takes the place of a blind index: it fits nobody."""
    return f"{GONE}:{uuid4().hex}"


def still_provable(now: datetime) -> QuerySet[Any]:
    """Give the public ids of what somebody may still confirm: a mailed link lives, or a code."""
    from core.verification.models import Challenge  # noqa: PLC0415 - the registry stands before the models

    return Challenge.objects.filter(used_at=None, link_until__gt=now).values("subject_id")
