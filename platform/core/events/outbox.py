"""Delivery: claim what is due, run its subscribers, delete the row in the same transaction as their effects."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction

from core.claims import MOST_TRIES, OPEN, WorkState, claim, held, put_off
from core.events import straight
from core.events.hands import Hand
from core.events.models import OutboxEntry
from core.events.subscribers import follow_set, subscribers_of, takes_sets

logger = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
BATCH = 256  # so many claimed at once; they are delivered well within the lease


def drain(limit: int = 1000, hand: Hand | None = None) -> int:
    """Deliver up to `limit` entries that are due now; gives how many were delivered.

    `hand` is where a watch can see what is being delivered (`core.jobs.courier`).
    """
    hand = hand or Hand()
    delivered = tried = straight.deliver_straight(hand, limit)
    open_ones = OutboxEntry.objects.filter(state__in=OPEN).select_related("event").order_by("id")
    rows = straight.without_the_crowd(open_ones) if delivered else open_ones
    while tried < limit and not hand.is_lost:
        entries = claim(rows, lease=LEASE, limit=min(BATCH, limit - tried), state=WorkState.RUNNING)
        if not entries:
            break
        tried += len(entries)
        hand.take_on(entries)
        delivered += sum(_deliver_group(verb, group, hand) for verb, group in _by_verb(entries))
    return delivered


def _by_verb(entries: list[OutboxEntry]) -> list[tuple[str, list[OutboxEntry]]]:
    """Gather the entries of each verb whose subscribers take sets; every other one stands alone, where it stood."""
    groups: list[tuple[str, list[OutboxEntry]]] = []
    gathered: dict[str, list[OutboxEntry]] = {}
    for entry in entries:
        verb = entry.event.verb
        if verb in gathered:
            gathered[verb].append(entry)
            continue
        group = [entry]
        groups.append((verb, group))
        if takes_sets(verb):
            gathered[verb] = group
    return groups


def _deliver_group(verb: str, entries: list[OutboxEntry], hand: Hand) -> int:
    """Deliver a set in one transaction; one by one where that fails, and nothing once the hand is given up."""
    if len(entries) == 1:
        return _deliver(entries[0], hand)
    if not hand.begin(entries):
        return 0
    try:
        with transaction.atomic():
            rows = OutboxEntry.objects.filter(pk__among=[entry.pk for entry in entries], state=WorkState.RUNNING)
            mine = dict(rows.select_for_update().order_by("pk").values_list("pk", "attempts"))
            held_ones = [entry for entry in entries if mine.get(entry.pk) == entry.attempts]
            OutboxEntry.objects.filter(pk__among=[entry.pk for entry in held_ones]).delete()
            follow_set(verb, [entry.event for entry in held_ones])
    except Exception as error:
        logger.warning("a set of %d %s is delivered one by one: %s", len(entries), verb, type(error).__name__)
        return sum(_deliver(entry, hand) for entry in entries)
    finally:
        hand.end()
    return len(held_ones)


def _deliver(entry: OutboxEntry, hand: Hand) -> int:
    if not hand.begin([entry]):
        return 0
    try:
        return _deliver_begun(entry)
    finally:
        hand.end()


def _deliver_begun(entry: OutboxEntry) -> int:
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
