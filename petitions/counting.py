"""Counting: entries written with the change, folded into tallies after it; a crossed threshold makes a milestone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from core import clock, events
from core.actors import CLOCK
from petitions.models import Milestone, Petition, Signature, Tally, TallyEntry, TallyHour, Threshold
from petitions.states import CountedClass

BATCH = 10_000
Cell = tuple[int | None, str, str]


def enter_tally(signatures: Iterable[Signature], *, delta: int, reason: str) -> None:
    """Write one ledger entry for each signature; call it in the transaction that moves them."""
    now = clock.now()
    TallyEntry.objects.bulk_create(
        TallyEntry(
            petition_id=s.petition_id, signature=s, area_id=s.area_id, country=s.country,
            counted_class=s.counted_class, delta=delta, reason=reason, at=now,
        )
        for s in signatures
    )  # fmt: skip


def fold(petition_id: int) -> int:
    """Fold what is not folded yet into the tallies and the shown count; gives the count.

    The petition's row lock makes two folds of one petition wait for each other; entries of a transaction that
    commits later are simply left for the next fold.
    """
    with transaction.atomic():
        petition = Petition.objects.select_for_update().get(pk=petition_id)
        while entries := list(TallyEntry.objects.filter(petition=petition, folded_at__isnull=True)[:BATCH]):
            _fold_entries(petition, entries)
        reach_thresholds(petition)
        return petition.signature_count


def _fold_entries(petition: Petition, entries: Sequence[TallyEntry]) -> None:
    cells: Counter[Cell] = Counter()
    hours: Counter[datetime] = Counter()
    for entry in entries:
        cells[entry.area_id, entry.country, entry.counted_class] += entry.delta
        if entry.counted_class != CountedClass.IMPORTED:
            hours[entry.at.replace(minute=0, second=0, microsecond=0)] += entry.delta
    _add_to_cells(petition, cells)
    _add_to_hours(petition, hours)
    TallyEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(folded_at=clock.now())
    petition.signature_count += sum(cells.values())
    petition.counted_at = clock.now()
    petition.save(update_fields=["signature_count", "counted_at"])


def _add_to_cells(petition: Petition, changes: Counter[Cell]) -> None:
    """Add to the tallies; the petition's lock keeps rivals out, so reading before writing is safe."""
    known = {(row.area_id, row.country, row.counted_class): row for row in petition.tallies.all()}
    for key in changes.keys() & known.keys():
        known[key].count += changes[key]
    Tally.objects.bulk_update([known[key] for key in changes.keys() & known.keys()], ["count"])
    Tally.objects.bulk_create(
        Tally(petition=petition, area_id=key[0], country=key[1], counted_class=key[2], count=changes[key])
        for key in changes.keys() - known.keys()
    )


def _add_to_hours(petition: Petition, changes: Counter[datetime]) -> None:
    known = {row.hour: row for row in petition.hours.filter(hour__gte=min(changes, default=clock.now()))}
    for hour in changes.keys() & known.keys():
        known[hour].delta += changes[hour]
    TallyHour.objects.bulk_update([known[hour] for hour in changes.keys() & known.keys()], ["delta"])
    TallyHour.objects.bulk_create(
        TallyHour(petition=petition, hour=hour, delta=changes[hour]) for hour in changes.keys() - known.keys()
    )


def reach_thresholds(petition: Petition) -> list[Milestone]:
    """Create the milestone of each threshold that the count has reached and that has none yet."""
    reached = Threshold.objects.filter(kind=petition.kind_id, count__lte=petition.signature_count)
    missing = reached.exclude(milestones__petition=petition)
    return [_reach(petition, threshold) for threshold in missing]


def _reach(petition: Petition, threshold: Threshold) -> Milestone:
    milestone = Milestone.objects.create(
        petition=petition, threshold=threshold, reached_at=clock.now(),
        due_on=clock.working_days_after(clock.today(), threshold.days_allowed),
    )  # fmt: skip
    facts = {"threshold": threshold.key, "count": threshold.count, "duty": threshold.duty}
    events.record("milestone.reach", milestone, actor=CLOCK, to_state=milestone.state, data=facts)
    return milestone
