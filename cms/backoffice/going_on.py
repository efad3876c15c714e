"""Where a clerk comes after a decision: to the next record of the same queue that waits and that nobody else is on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from cms.backoffice.base import Queue
from core.actors import Actor
from core.errors import Conflict
from core.moderation.actions import claim_item
from core.moderation.selectors import claimed_by_others

# How many records are looked at for one that is free; behind so many that are not, the list is the better place.
LOOKED_AT = 100


def ready_records(queue: Queue, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Keep of some rows of a queue what waits for a decision now and stands still for no other reason."""
    waiting = rows.filter(state__in=queue.waiting)
    return queue.ready(actor, waiting) if queue.ready else waiting


def is_ready(queue: Queue, actor: Actor, record: Any) -> bool:
    """Tell whether a record still waits for this person: it is ready, and a decision is open."""
    row = ready_records(queue, actor, queue.records_of(actor)).filter(pk=record.pk).first()
    return row is not None and bool(queue.moves(actor, row))


def next_record(queue: Queue, actor: Actor, rows: QuerySet[Any], *, after: Any, place: Any, takes: bool) -> Any:
    """Give the next record to decide, or None: behind `after` in the order of age, then from the oldest on.

    `rows` are those that the list shows, `place` is the age that `after` had before it was decided. With `takes` the
    record is claimed for this person on the way, so that two people never go on to the same one.
    """
    taken = claimed_by_others(actor)
    for record in _in_order(ready_records(queue, actor, rows), queue.age, after, place):
        if _is_free(queue, actor, record, taken) and (not takes or _claim(record, actor)):
            return record
    return None


def _in_order(rows: QuerySet[Any], age: str, after: Any, place: Any) -> Iterator[Any]:
    ordered = rows.exclude(pk=after.pk).order_by(age, "pk")
    if place is None:
        return iter(ordered[:LOOKED_AT])
    behind = ordered.filter(Q(**{f"{age}__gt": place}) | Q(**{age: place}, pk__gt=after.pk))
    return chain(behind[:LOOKED_AT], ordered[:LOOKED_AT])


def _is_free(queue: Queue, actor: Actor, record: Any, taken: set[UUID]) -> bool:
    return record.public_id not in taken and queue.may(actor, record) and bool(queue.moves(actor, record))


def _claim(record: Any, actor: Actor) -> bool:
    try:
        claim_item(record, by=actor)
    except Conflict:
        return False
    return True
