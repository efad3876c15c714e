"""Delivery: claim what is due, run its subscribers, delete the row in the same transaction as their effects."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F, Q

from core import clock
from core.events.models import OutboxEntry
from core.events.subscribers import subscribers_of

logger = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
BACK_OFF_SECONDS = (1, 5, 30, 120, 600, 3600)


def drain(limit: int = 1000) -> int:
    """Deliver up to `limit` entries that are due now; gives how many were delivered."""
    delivered = 0
    while delivered < limit and (entry := _claim()) is not None:
        delivered += _deliver(entry)
    return delivered


def _claim() -> OutboxEntry | None:
    """Take one due row for the length of the lease; two workers never hold the same one."""
    now = clock.now()
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now)
    rows = OutboxEntry.objects.filter(free, due_at__lte=now).order_by("id")
    if not rows.exists():
        return None  # an idle worker takes no lock
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        entry = rows.first()
        if entry is None:
            return None
        mine = OutboxEntry.objects.filter(free, pk=entry.pk).update(
            claimed_until=now + LEASE, attempts=F("attempts") + 1
        )
    if not mine:
        return None
    entry.attempts += 1
    return entry


def _deliver(entry: OutboxEntry) -> int:
    try:
        with transaction.atomic():
            if not OutboxEntry.objects.filter(pk=entry.pk, attempts=entry.attempts).delete()[0]:
                return 0  # the lease ran out and another worker took it over
            for subscriber in subscribers_of(entry.event.verb):
                subscriber(entry.event)
    except Exception as error:
        logger.exception("outbox entry %s of event %s failed", entry.pk, entry.event_id)
        pause = BACK_OFF_SECONDS[min(entry.attempts, len(BACK_OFF_SECONDS)) - 1]
        OutboxEntry.objects.filter(pk=entry.pk).update(
            due_at=clock.now() + timedelta(seconds=pause), claimed_until=None, last_error=type(error).__name__
        )
        return 0
    return 1
