"""Sealing: events join the chain in batches, one sealer at a time; a row that is committed late is sealed later."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import BigIntegerField, Exists, Max, OuterRef

from core import bulk, clock
from core.audit import anchoring
from core.audit.models import Chain, Seal
from core.events.marks import FACTS, canonical_row
from core.events.models import Event
from core.shapes import Shape

BATCH = 1000
# How long a transaction may stay open and still be sealed at once; older rows that appear are found by `sweep`.
LATE = timedelta(minutes=2)
# So many events behind the newest seal a short look begins, and so often there is a long one.
NEAR, LONG_LOOK_SECONDS = 3000, 10.0
ROW = ("id", "recorded_at", "mark", *FACTS)


def seal_pending(limit: int = BATCH) -> int:
    """Seal up to `limit` events that have no place in the chain yet, oldest first; gives how many."""
    return _seal(limit, from_the_start=False)


def sweep() -> int:
    """Seal what `seal_pending` could not see because it was committed very late, for the schedule; gives how many."""
    total = 0
    while found := _seal(BATCH, from_the_start=True):
        total += found
    return total


def link(previous: str, event: Event) -> str:
    """Give the hash of an event's link: over the hash before it and the whole row."""
    return _link(previous, [getattr(event, name) for name in ROW])


def _link(previous: str, row: Sequence[Any]) -> str:
    return hashlib.sha256(f"{previous}\n{canonical_row(ROW, row)}".encode()).hexdigest()


def unsealed(after: int = 0) -> models.QuerySet[Event]:
    """Give the events after an id that have no place in the chain, oldest first."""
    sealed = Seal.objects.filter(event_id=OuterRef("pk"))
    return Event.objects.filter(~Exists(sealed), pk__gt=after).order_by("pk")


class Look:
    """Where the next look begins. Behind a crowd it begins near the end, and some seconds apart at the last safe id.

    What is committed late, with an id far behind, waits for the long look; a look at all of the last two minutes for
    each batch would cost more than the sealing.
    """

    def __init__(self) -> None:
        """Begin with a long look."""
        self._long_at = -LONG_LOOK_SECONDS
        self.is_busy = False  # the last look found something: the next one need not ask first

    def begin(self, swept_to: int) -> tuple[int, bool]:
        """Give the id after which to look, and whether that is the last safe one."""
        now = time.monotonic()
        newest = (_newest.rows() or [(0,)])[0][0]
        near = max(swept_to, newest - NEAR)
        if near == swept_to or now - self._long_at >= LONG_LOOK_SECONDS:
            self._long_at = now
            return swept_to, True
        return near, False


_look = Look()
_newest = Shape(lambda: Seal.objects.order_by("-event_id").values_list("event_id")[:1])
_is_any = Shape(lambda after: unsealed(after).values_list("pk")[:1], BigIntegerField)
_some = Shape(lambda after: unsealed(after).values_list(*ROW)[:BATCH], BigIntegerField)


def _seal(limit: int, *, from_the_start: bool) -> int:
    known = Chain.objects.filter(pk=1).first() or Chain.objects.get_or_create(pk=1)[0]
    after, is_long = (0, True) if from_the_start else _look.begin(known.swept_to)
    if not _look.is_busy and not _is_any.rows(after):
        return 0  # an idle sealer takes no lock
    with transaction.atomic():
        chain = Chain.objects.select_for_update().get(pk=1)
        rows = _some.rows(after)[:limit]
        _look.is_busy = bool(rows)
        hashes = _hashes(chain.hash, rows)
        if rows:
            _write(chain, rows, hashes)
            chain.sequence, chain.hash = chain.sequence + len(rows), hashes[-1]
            transaction.on_commit(lambda: anchoring.write_down(chain))
        if is_long:
            # A full batch says nothing of what comes after it; without this a crowd's long looks grew with the day.
            seen = rows[-1][ROW.index("id")] if len(rows) == limit else None
            chain.swept_to = max(chain.swept_to, _settled(chain.swept_to, seen))
        chain.save(update_fields=["sequence", "hash", "swept_to"])
    return len(rows)


def _hashes(previous: str, rows: list[Sequence[Any]]) -> list[str]:
    hashes = []
    for row in rows:
        previous = _link(previous, row)
        hashes.append(previous)
    return hashes


def _write(chain: Chain, rows: list[Sequence[Any]], hashes: list[str]) -> None:
    first = chain.sequence + 1
    columns = {
        "sequence": list(range(first, first + len(rows))), "event_id": [row[ROW.index("id")] for row in rows],
        "event_uuid": [row[ROW.index("uuid")] for row in rows], "hash": hashes,
    }  # fmt: skip
    bulk.insert(Seal, columns, same={"sealed_at": clock.now()})


def _settled(known: int, seen: int | None) -> int:
    """Give the last id before which no ordinary transaction can still add a row, as far as was seen (None: all)."""
    rows = Event.objects.filter(pk__gt=known, recorded_at__lt=clock.now() - LATE)
    if seen is not None:
        rows = rows.filter(pk__lte=seen)
    old: dict[str, Any] = rows.aggregate(last=Max("pk"))
    return old["last"] or known
