"""The straight way of a crowd's events: a set is taken, followed and gone in one transaction, without a claim.

The claim of the outbox (core.claims) counts a try before the work, so that a row that kills its worker is put aside in
the end. That is an UPDATE a row and a commit a set more. Here nothing is written before: where the transaction fails
or its process dies, the rows stand as they stood. What may be bad goes the other way, where tries are counted: all that
stood in the outbox when this process began, whatever was in a set that failed, and whatever was tried before. So a row
that kills its worker does so once a process, and meets the claim then.
"""

from __future__ import annotations

import logging
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, QuerySet

from core import clock, prepared
from core.claims import WorkState
from core.events.hands import Hand
from core.events.models import Event, OutboxEntry
from core.events.subscribers import follow_set, verbs_of_sets
from core.shapes import records

logger = logging.getLogger(__name__)
MOST = 512  # so many in one transaction
CROWD = 48  # from so many on it is a crowd; fewer are claimed and delivered in the order in which they stand
# What those who follow a set read of an event; the rest is read where it is asked for.
NAMES = ("id", "uuid", "verb", "actor_kind", "actor_id", "subject_type", "subject_id", "data")
FRESH = """
FROM events_outboxentry AS entry JOIN events_event AS event ON event.id = entry.event_id
WHERE entry.state = 'waiting' AND entry.attempts = 0 AND entry.id > %s AND entry.due_at <= %s
  AND event.verb = ANY(%s::text[])
"""
COUNT = f"SELECT count(*) FROM (SELECT 1 {FRESH} LIMIT %s) AS waiting"  # noqa: S608 - words of our own
TAKE = f"""
WITH taken AS (
  DELETE FROM events_outboxentry
  WHERE id IN (SELECT entry.id {FRESH} ORDER BY entry.id LIMIT %s FOR UPDATE OF entry SKIP LOCKED)
  RETURNING id, event_id)
SELECT taken.id, event.id, uuid, verb, actor_kind, actor_id, subject_type, subject_id, data
FROM taken JOIN events_event AS event ON event.id = taken.event_id ORDER BY taken.id
"""  # noqa: S608


class _Lost(Exception):
    """The watch has given this thread up."""


class Caution:
    """Up to which entry the claim is the way."""

    def __init__(self) -> None:
        """Begin not knowing what stands there."""
        self._last: int | None = None

    @property
    def last(self) -> int:
        """Give the last entry that may be bad."""
        if self._last is None:
            self._last = OutboxEntry.objects.aggregate(last=Max("pk"))["last"] or 0
        return self._last

    def mind(self, entries: list[OutboxEntry]) -> None:
        """Take these, and all before them, for what may be bad."""
        self._last = max([self.last, *(entry.pk for entry in entries)])


caution = Caution()


def is_crowded() -> bool:
    """Tell whether a crowd waits, and there is a straight way: two workers must not wait for each other's rows."""
    if not connection.features.has_select_for_update_skip_locked or not (verbs := verbs_of_sets()):
        return False
    with prepared.cursor() as cursor:
        cursor.execute(COUNT, [caution.last, clock.now(), verbs, CROWD])
        return bool(cursor.fetchone()[0] == CROWD)


def deliver_straight(hand: Hand, limit: int = MOST) -> int:
    """Deliver one set of at most `limit` of what takes sets, where a crowd waits; gives how many entries it was."""
    hand.is_in_a_crowd = False
    if limit < CROWD or not is_crowded():
        return 0
    entries: list[OutboxEntry] = []
    hand.take_on([])
    try:
        with transaction.atomic():
            entries = _take(min(limit, MOST))
            if entries and not hand.begin(entries):
                raise _Lost
            by_verb = sorted(entries, key=attrgetter("event.verb"), reverse=True)  # who signs, before who confirms
            for verb, group in groupby(by_verb, key=attrgetter("event.verb")):
                follow_set(verb, [entry.event for entry in group])
    except _Lost:
        return 0
    except Exception as error:
        caution.mind(entries)
        logger.warning("a set of %d events is claimed and delivered anew: %s", len(entries), type(error).__name__)
        return 0
    finally:
        hand.end()
    hand.is_in_a_crowd = bool(entries) and len(entries) < MOST
    return len(entries)


def _take(limit: int) -> list[OutboxEntry]:
    with prepared.cursor() as cursor:
        cursor.execute(TAKE, [caution.last, clock.now(), verbs_of_sets(), limit])
        rows = cursor.fetchall()
    events = records(Event, NAMES, [row[1:] for row in rows])
    for event in events:
        event.data = _JSON.from_db_value(event.data, None, connection)
    entries = records(OutboxEntry, ("id", "event_id"), [row[:2] for row in rows])
    for entry, event in zip(entries, events, strict=True):
        entry.event = event
    return entries


_JSON: Any = Event._meta.get_field("data")


def without_the_crowd(rows: QuerySet[OutboxEntry]) -> QuerySet[OutboxEntry]:
    """Leave out what goes straight: everything else has its turn between two sets of a crowd."""
    return rows.exclude(attempts=0, state=WorkState.WAITING, pk__gt=caution.last, event__verb__in=verbs_of_sets())
