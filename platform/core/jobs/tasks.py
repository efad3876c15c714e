"""What can be a job: a function with `@task` of `django_tasks`, as Wagtail's own. No other path is ever called."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.module_loading import import_string
from django_tasks.base import Task

SECONDS = 15.0  # SQLite knows one writer at a time, and others wait 20 s for it
LONG_SECONDS = 14 * 60.0


class UnknownJobError(Exception):
    """The path in the row leads to no registered function."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTask(Task):
    """A registered function, and how it wants to be run.

    Its database effect and its end are one transaction, so the effect comes exactly once. With
    `@task(in_transaction=False)` (work that waits for another machine, or commits by itself in batches) it runs at
    least once. `limit_seconds` is how long a try may take; without it 15 s, and 14 min outside a transaction.
    """

    in_transaction: bool = True
    limit_seconds: float | None = None

    @property
    def seconds(self) -> float:
        """How long a try may take before it has failed."""
        return self.limit_seconds or (SECONDS if self.in_transaction else LONG_SECONDS)


def find_task(path: str) -> JobTask:
    """Give the registered function of a path. Raises UnknownJobError for anything else, whatever the row says."""
    found = _find(path)
    if found is None:
        raise UnknownJobError(path)
    return found


@lru_cache(maxsize=500)
def _find(path: str) -> JobTask | None:
    try:
        found: Any = import_string(path)
    except ImportError:
        return None
    return found if isinstance(found, JobTask) else None
