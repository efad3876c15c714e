"""Counting: entries are written with the change, folded into tallies after it; a crossed threshold makes a milestone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from core import clock, events
from core.actors import CLOCK
from petitions.models import Milestone, Petition, Signature, Tally, TallyEntry, TallyHour, Threshold
from petitions.states import CountedClass

BATCH = 5000


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
    cells: Counter[tuple[int | None, str, str]] = Counter()
    hours: Counter[datetime] = Counter()
    for entry in entries:
        cells[entry.area_id, entry.country, entry.counted_class] += entry.delta
        if entry.counted_class != CountedClass.IMPORTED:
            hours[entry.at.replace(minute=0, second=0, microsecond=0)] += entry.delta
    for (area, country, counted_class), delta in cells.items():
        row, _made = Tally.objects.get_or_create(
            petition=petition, area_id=area, country=country, counted_class=counted_class
        )
        Tally.objects.filter(pk=row.pk).update(count=F("count") + delta)
    for hour, delta in hours.items():
        of_hour, _made = TallyHour.objects.get_or_create(petition=petition, hour=hour)
        TallyHour.objects.filter(pk=of_hour.pk).update(delta=F("delta") + delta)
    TallyEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(folded_at=clock.now())
    petition.signature_count += sum(cells.values())
    petition.counted_at = clock.now()
    petition.save(update_fields=["signature_count", "counted_at"])


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
