"""Looking a receipt up: which entries of the public log it opens."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models.functions import Substr

from petitions.counting.leaves import hour_of, plain
from petitions.models import Checkpoint, Petition, TallyEntry
from petitions.models.counting import COMMITMENT_HEAD
from petitions.receipts import commitment


@dataclass(frozen=True)
class FoundEntry:
    """One entry that a receipt opens, and the first checkpoint that contains it."""

    sequence: int
    delta: int
    reason: str
    hour: str
    checkpoint: Checkpoint | None


def entries_by_receipt(petition: Petition, receipt: str) -> list[FoundEntry]:
    """Give the entries of a receipt in this petition's log, in order; none for a receipt of another one."""
    mark = commitment(receipt, petition.public_id)
    rows = TallyEntry.objects.annotate(head=Substr("commitment", 1, COMMITMENT_HEAD))
    rows = rows.filter(head=mark[:COMMITMENT_HEAD], sequence__isnull=False, petition=petition, commitment=mark)
    return [
        FoundEntry(
            row.sequence or 0, row.delta, plain(row.reason), hour_of(row.at),
            petition.checkpoints.filter(size__gte=row.sequence).order_by("size").first(),
        )
        for row in rows.order_by("sequence")[:10]
    ]  # fmt: skip
