"""What an administrator does with dead letters: try again, or discard."""

from __future__ import annotations

from core.actors import Actor
from core.events import wake
from core.events.models import OutboxEntry
from core.jobs.lifecycle import DELIVERY, JOB
from core.jobs.models import Job


def retry_job(job: Job, *, by: Actor) -> None:
    """Let a dead job run again, with all its tries. Raises Forbidden, WrongState or Conflict."""
    JOB.fire("retry", job, by=by)
    wake.worker()


def discard_job(job: Job, *, by: Actor) -> None:
    """Take a job out of the line for good. Raises Forbidden, WrongState or Conflict."""
    JOB.fire("discard", job, by=by)


def retry_delivery(entry: OutboxEntry, *, by: Actor) -> None:
    """Deliver an event again, with all its tries. Raises Forbidden, WrongState or Conflict."""
    DELIVERY.fire("retry", entry, by=by)
    wake.worker()


def discard_delivery(entry: OutboxEntry, *, by: Actor) -> None:
    """Leave an event's subscribers without it. Raises Forbidden, WrongState or Conflict."""
    DELIVERY.fire("discard", entry, by=by)
