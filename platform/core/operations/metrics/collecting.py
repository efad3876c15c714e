"""Figures that stand in the database: asked every few seconds by the process that works off the jobs alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Min

from core import clock
from core.operations.metrics import names
from core.operations.metrics.kinds import Values


def collect() -> None:
    """Ask all of them; a dozen light queries. Raises DatabaseError."""
    from core.claims import OPEN, WorkState  # noqa: PLC0415 - models must be ready
    from core.events.models import OutboxEntry  # noqa: PLC0415
    from core.jobs.models import Job  # noqa: PLC0415
    from core.mail.models import Mail  # noqa: PLC0415

    now = clock.now()
    rows = Job.objects.values("queue_name", "state").annotate(many=Count("pk")).order_by()
    names.JOBS.put({(row["queue_name"], row["state"]): row["many"] for row in rows})
    waiting = Job.objects.filter(state__in=OPEN, due_at__lt=now).values("queue_name").annotate(due=Min("due_at"))
    ages: Values = {("default",): 0.0}
    names.JOB_AGE.put(ages | {(row["queue_name"],): _age(row["due"], now) for row in waiting.order_by()})
    states: Values = {(str(WorkState.WAITING),): 0, (str(WorkState.DEAD),): 0}
    found = OutboxEntry.objects.values("state").annotate(many=Count("pk")).order_by()
    names.OUTBOX.put(states | {(row["state"],): row["many"] for row in found})
    names.OUTBOX_AGE.put({(): _oldest(OutboxEntry.objects.filter(state__in=OPEN), now)})
    mails = Mail.objects.filter(state=Mail.State.QUEUED, carrier__isnull=True)
    names.MAIL_WAITING.put({(): mails.count()})
    names.MAIL_AGE.put({(): _oldest(mails, now)})
    _audit(now)
    _search()
    _switches()
    names.COLLECTED.put({(): now.timestamp()})


def _oldest(rows: Any, now: datetime) -> float:
    return _age(rows.filter(due_at__lt=now).aggregate(due=Min("due_at"))["due"], now)


def _age(moment: datetime | None, now: datetime) -> float:
    return round((now - moment).total_seconds(), 3) if moment else 0.0


def _audit(now: datetime) -> None:
    from core.audit.models import Chain, Seal  # noqa: PLC0415 - models must be ready
    from core.audit.sealing import unsealed  # noqa: PLC0415

    chain = Chain.objects.filter(pk=1).first()
    first = unsealed(chain.swept_to if chain else 0).values_list("recorded_at", flat=True).first()
    last = Seal.objects.order_by("-sequence").values_list("sealed_at", flat=True).first()
    names.UNSEALED_AGE.put({(): _age(first, now)})
    names.HEAD_AGE.put({(): _age(last, now)})


def _search() -> None:
    from core.search.checking import health  # noqa: PLC0415 - models must be ready

    found = health()
    names.SEARCH_WAITING.put({(): found["waiting"]})
    names.SEARCH_DRIFT.put({(): found["drift"]} if found["drift"] is not None else {})


def _switches() -> None:
    from core.operations.doors import DOORS  # noqa: PLC0415
    from core.operations.switches import current  # noqa: PLC0415

    stopped = current()
    names.STOPPED.put({(key,): int(key in stopped) for key in DOORS})
