"""Delivery: claim what is due, run its subscribers, delete the row in the same transaction as their effects."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction

from core.claims import MOST_TRIES, OPEN, WorkState, claim, held, put_off
from core.events.models import OutboxEntry
from core.events.subscribers import subscribers_of

logger = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
BATCH = 20


def drain(limit: int = 1000) -> int:
    """Deliver up to `limit` entries that are due now; gives how many were delivered."""
    delivered = tried = 0
    while tried < limit:
        rows = OutboxEntry.objects.filter(state__in=OPEN).select_related("event").order_by("id")
        entries = claim(rows, lease=LEASE, limit=min(BATCH, limit - tried), state=WorkState.RUNNING)
        if not entries:
            break
        tried += len(entries)
        delivered += sum(map(_deliver, entries))
    return delivered


def _deliver(entry: OutboxEntry) -> int:
    if entry.attempts > MOST_TRIES:
        put_off(entry, "WorkerLost")
        return 0
    try:
        with transaction.atomic():
            if not held(entry).delete()[0]:
                return 0  # the lease ran out and another worker took it over
            for subscriber in subscribers_of(entry.event.verb):
                subscriber(entry.event)
    except Exception as error:
        state = put_off(entry, type(error).__name__)
        logger.exception("outbox entry %s of event %s failed (%s)", entry.pk, entry.event_id, state)
        return 0
    return 1
