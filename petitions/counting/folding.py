"""The fold: what is not folded yet goes into the tallies, the shown count and the petition's public log, in one step.

The row of the log is the lock: two folds of one petition wait for each other, signers wait for neither. Entries of a
transaction that commits later are simply left for the next fold, so no clock is asked for what belongs to which fold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import BigIntegerField, F, QuerySet

from core import bulk, clock
from core.shapes import Shape
from petitions.counting.checkpoints import make_checkpoint
from petitions.counting.entering import commitments_of, random_commitment
from petitions.counting.leaves import leaf_of, line_of
from petitions.counting.merkle import Frontier
from petitions.counting.thresholds import reach_thresholds
from petitions.models import CountLog, Petition, Signature, Tally, TallyEntry, TallyHour
from petitions.states import CountedClass

BATCH = 10_000
Cell = tuple[int | None, str, str]


@dataclass(slots=True)
class Row:
    """What the fold reads of an entry. `is_counted`: a version before the log had put it into the tallies."""

    pk: int
    area: int | None
    country: str
    counted_class: str
    delta: int
    reason: str
    at: datetime
    commitment: str
    signature: int | None
    folded_at: datetime | None


COLUMNS = (
    "pk", "area_id", "country", "counted_class", "delta", "reason", "at", "commitment", "signature_id", "folded_at",
)  # fmt: skip


def fold(petition_id: int) -> int:
    """Fold what is not folded yet into the tallies, the log and the shown count; gives the count.

    Raises IntegrityError, and folds nothing, where a count would fall below zero: only a damaged ledger says so.
    """
    while _fold_some(petition_id) == BATCH:
        pass
    return Petition.objects.values_list("signature_count", flat=True).get(pk=petition_id)


def fold_backlog() -> int:
    """Fold every petition that has entries waiting: the schedule's sure way beside the events; gives how many."""
    waiting = list(TallyEntry.objects.filter(sequence__isnull=True).values_list("petition", flat=True).distinct())
    for petition_id in waiting:
        fold(petition_id)
    return len(waiting)


def _fold_some(petition_id: int) -> int:
    if not _is_any.rows(petition_id):
        return 0
    with transaction.atomic():
        log = _locked_log(petition_id)
        rows = [Row(*values) for values in _waiting.rows(petition_id)]
        if rows:
            petition = Petition.objects.get(pk=petition_id)
            _append(petition.public_id, log, rows)
            _count(petition, [row for row in rows if row.folded_at is None])
            petition.refresh_from_db(fields=["signature_count", "counted_at"])
            if reach_thresholds(petition):
                make_checkpoint(petition, log, "threshold")
        return len(rows)


def _entries(petition_id: Any) -> QuerySet[TallyEntry]:
    return TallyEntry.objects.filter(petition=petition_id, sequence__isnull=True)


_is_any = Shape(lambda petition_id: _entries(petition_id).values_list("pk")[:1], BigIntegerField)
_waiting = Shape(
    lambda petition_id: _entries(petition_id).order_by("pk").values_list(*COLUMNS)[:BATCH], BigIntegerField
)


def _locked_log(petition_id: int) -> CountLog:
    """Give the petition's log with its lock; the first fold makes it."""
    logs = CountLog.objects.select_for_update().filter(petition_id=petition_id)
    log = logs.first()
    if log is None:
        CountLog.objects.get_or_create(petition_id=petition_id)
        log = logs.get()
    return log


def _append(petition_id: UUID, log: CountLog, rows: Sequence[Row]) -> None:
    """Give each entry its place and append its leaf."""
    _commit(petition_id, rows)
    tree = Frontier(log.size, log.frontier)
    places = []
    for row in rows:
        sequence = tree.size + 1
        line = line_of(
            sequence, row.delta, reason=row.reason, at=row.at, counted_class=row.counted_class,
            commitment=row.commitment,
        )  # fmt: skip
        tree.append(leaf_of(petition_id, line))
        places.append(sequence)
    marks = [row.commitment for row in rows]
    keys = [row.pk for row in rows]
    bulk.update(TallyEntry, keys, {"sequence": places, "commitment": marks}, same={"folded_at": clock.now()})
    log.size, log.frontier, log.total = tree.size, tree.as_hex(), log.total + sum(row.delta for row in rows)
    log.save(update_fields=["size", "frontier", "total"])


def _commit(petition_id: UUID, rows: Sequence[Row]) -> None:
    """Give a commitment to each entry that has none: its signature's, or a random one."""
    bare = {row.signature for row in rows if not row.commitment and row.signature}
    public_ids = Signature.objects.filter(pk__among=bare).values_list("pk", "public_id") if bare else ()
    found = commitments_of([(key, own, petition_id) for key, own in public_ids])
    for row in rows:
        if not row.commitment:
            row.commitment = found.get(row.signature or 0) or random_commitment()


def _count(petition: Petition, rows: Sequence[Row]) -> None:
    """Add to cells, hours and the shown count."""
    if not rows:
        return
    cells: Counter[Cell] = Counter()
    hours: Counter[datetime] = Counter()
    for row in rows:
        cells[row.area, row.country, row.counted_class] += row.delta
        if row.counted_class != CountedClass.IMPORTED:
            hours[row.at.replace(minute=0, second=0, microsecond=0)] += row.delta
    _add_to_cells(petition, cells)
    _add_to_hours(petition, hours)
    Petition.objects.filter(pk=petition.pk).update(
        signature_count=F("signature_count") + sum(cells.values()), counted_at=clock.now()
    )


def _add_to_cells(petition: Petition, changes: Counter[Cell]) -> None:
    """Add to the tallies; the lock keeps rivals out, so reading before writing is safe."""
    rows = petition.tallies.values_list("area_id", "country", "counted_class", "pk", "count")
    known = {(area, country, kind): (pk, count) for area, country, kind, pk, count in rows}
    old = [key for key in changes if key in known and changes[key]]
    sums = [known[key][1] + changes[key] for key in old]
    bulk.update(Tally, [known[key][0] for key in old], {"count": sums}, same={})
    new = [key for key in changes if key not in known]
    columns: bulk.Columns = {
        "area_id": [area for area, _country, _kind in new],
        "country": [country for _area, country, _kind in new],
        "counted_class": [kind for _area, _country, kind in new],
        "count": [changes[key] for key in new],
    }
    bulk.insert(Tally, columns, same={"petition_id": petition.pk})


def _add_to_hours(petition: Petition, changes: Counter[datetime]) -> None:
    """Add to the hours; they are read as a range, for a list of thousands of moments costs more than its rows."""
    if not changes:
        return
    rows = petition.hours.filter(hour__range=(min(changes), max(changes))).values_list("hour", "pk", "delta")
    known = {hour: (pk, delta) for hour, pk, delta in rows}
    old = [hour for hour in changes if hour in known]
    sums = [known[hour][1] + changes[hour] for hour in old]
    bulk.update(TallyHour, [known[hour][0] for hour in old], {"delta": sums}, same={})
    new = [hour for hour in changes if hour not in known]
    columns: bulk.Columns = {"hour": new, "delta": [changes[hour] for hour in new]}
    bulk.insert(TallyHour, columns, same={"petition_id": petition.pk})
