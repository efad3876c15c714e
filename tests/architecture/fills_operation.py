"""Jobs, deliveries and the audit trail, filled for counting."""

from __future__ import annotations

import re
from typing import Any

from core import clock, events
from core.actors import ANONYMOUS
from core.events.models import OutboxEntry
from core.jobs.models import Job
from tests.architecture.counted import MARK, Counted, World, at


def fill_jobs(world: World, how_many: int) -> None:
    """Bury jobs."""
    now = clock.now()
    Job.objects.bulk_create(
        Job(name=world.mark(), function="x", state="dead", enqueued_at=now, due_at=now) for _turn in range(how_many)
    )


def fill_deliveries(world: World, how_many: int) -> None:
    """Bury deliveries."""
    for _turn in range(how_many):
        event = events.record(world.mark(), world.fixture("staff")["clerk"], actor=ANONYMOUS)
        OutboxEntry.objects.filter(event=event).update(state="dead")


def fill_trail(world: World, how_many: int) -> None:
    """Let things happen."""
    for _turn in range(how_many):
        events.record("counted.thing", world.fixture("staff")["clerk"], actor=ANONYMOUS, reason=world.mark())


def admin(world: World) -> Any:
    """Give an account that reads the trail."""
    return world.fixture("staff")["admin"]


def streamed(answer: Any) -> int:
    """Count the rows of an answer that comes row by row."""
    return len(set(re.findall(rf"{MARK} (\d+)", b"".join(answer.streaming_content).decode())))


TRAIL = "/admin/desk/audit/"
LISTS = [
    Counted("backoffice_audit", "", at(f"{TRAIL}?verb=counted"), fill_trail, full=50, user=admin),
    Counted("backoffice_audit_csv", "", at(f"{TRAIL}csv/?verb=counted"), fill_trail, seen=streamed, user=admin),
]
QUEUES = {"jobs": (fill_jobs, ""), "deliveries": (fill_deliveries, "")}
