"""Checkpoints: signed states of a petition's log, at each threshold, each hour while it grows, and at the end.

Whoever keeps one elsewhere binds us: every later state must contain it.
"""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import F, Max, Q

from core import clock
from petitions.counting.merkle import Frontier
from petitions.counting.notes import checkpoint_text, origin_of, signed
from petitions.models import Checkpoint, CountLog, Petition

logger = logging.getLogger("rostra.count")


def make_checkpoint(petition: Petition, log: CountLog, reason: str) -> Checkpoint | None:
    """Sign the log as it stands and keep it, once a size; the caller holds the log's lock.

    None for an empty log, and where there is no key (the schedule's next round signs it then).
    """
    found = petition.checkpoints.filter(size=log.size).first()
    if found or not log.size:
        return found
    root, now, origin = Frontier(log.size, log.frontier).root(), clock.now(), origin_of(petition.public_id)
    try:
        note = signed(checkpoint_text(origin, log.size, root, log.total, now), origin)
    except LookupError as missing:
        logger.error("petition %s: no checkpoint could be signed, %s is not set", petition.pk, missing)
        return None
    return Checkpoint.objects.create(
        petition=petition, size=log.size, root=root.hex(), total=log.total, reason=reason, at=now, note=note
    )


def checkpoint_now(petition_id: int, reason: str) -> Checkpoint | None:
    """Sign one petition's log as it stands."""
    with transaction.atomic():
        log = (
            CountLog.objects.select_for_update(of=("self",))
            .select_related("petition")
            .filter(petition_id=petition_id)
            .first()
        )
        return make_checkpoint(log.petition, log, reason) if log else None


def checkpoint_grown() -> int:
    """Sign every log that has grown since its last checkpoint, for the schedule's hour; gives how many."""
    logs = CountLog.objects.filter(size__gt=0).annotate(signed=Max("petition__checkpoints__size"))
    grown = logs.filter(Q(signed__isnull=True) | Q(size__gt=F("signed"))).values_list("petition_id", flat=True)
    return sum(checkpoint_now(petition_id, "hour") is not None for petition_id in list(grown))
