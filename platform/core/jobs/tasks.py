"""What can be a job: a function with `@task` of `django_tasks`, as Wagtail's own. No other path is ever called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import import_string
from django_tasks.base import Task


class UnknownJobError(Exception):
    """The path in the row leads to no registered function."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTask(Task):
    """A registered function, and how it wants to be run.

    Its database effect and its end are one transaction, so the effect comes exactly once. With
    `@task(in_transaction=False)` (work that waits for another machine, or commits by itself in batches) it runs at
    least once, and for up to `core.jobs.running.LONG_LEASE`.
    """

    in_transaction: bool = True


def find_task(path: str) -> JobTask:
    """Give the registered function of a path. Raises UnknownJobError for anything else, whatever the row says."""
    try:
        found: Any = import_string(path)
    except ImportError:
        found = None
    if not isinstance(found, JobTask):
        raise UnknownJobError(path)
    return found
