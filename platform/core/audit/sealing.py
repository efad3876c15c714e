"""Sealing: events join the chain in batches, one sealer at a time; a row that is committed late is sealed later."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, Max, OuterRef

from core import clock
from core.audit import anchoring
from core.audit.models import Chain, Seal
from core.events.marks import FACTS, canonical
from core.events.models import Event

BATCH = 1000
# How long a transaction may stay open and still be sealed at once; older rows that appear are found by `sweep`.
LATE = timedelta(minutes=2)
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
    row = canonical({name: getattr(event, name) for name in ROW})
    return hashlib.sha256(f"{previous}\n{row}".encode()).hexdigest()


def unsealed(after: int = 0) -> models.QuerySet[Event]:
    """Give the events after an id that have no place in the chain, oldest first."""
    sealed = Seal.objects.filter(event_id=OuterRef("pk"))
    return Event.objects.filter(~Exists(sealed), pk__gt=after).order_by("pk")


def _seal(limit: int, *, from_the_start: bool) -> int:
    known = Chain.objects.filter(pk=1).first() or Chain.objects.get_or_create(pk=1)[0]
    after = 0 if from_the_start else known.swept_to
    if not unsealed(after).exists():
        return 0  # an idle sealer takes no lock
    with transaction.atomic():
        chain = Chain.objects.select_for_update().get(pk=1)
        events = list(unsealed(after)[:limit])
        seals = _links(chain, events)
        Seal.objects.bulk_create(seals, batch_size=200)
        if seals:
            chain.sequence, chain.hash = seals[-1].sequence, seals[-1].hash
        if len(events) < limit:
            chain.swept_to = max(chain.swept_to, _settled(chain.swept_to))
        chain.save(update_fields=["sequence", "hash", "swept_to"])
        if seals:
            transaction.on_commit(lambda: anchoring.write_down(chain))
    return len(seals)


def _links(chain: Chain, events: list[Event]) -> list[Seal]:
    now, previous, seals = clock.now(), chain.hash, []
    for place, event in enumerate(events, start=chain.sequence + 1):
        previous = link(previous, event)
        seals.append(Seal(sequence=place, event_id=event.pk, event_uuid=event.uuid, hash=previous, sealed_at=now))
    return seals


def _settled(known: int) -> int:
    """Give the last id before which no ordinary transaction can still add a row."""
    old: dict[str, Any] = Event.objects.filter(pk__gt=known, recorded_at__lt=clock.now() - LATE).aggregate(
        last=Max("pk")
    )
    return old["last"] or known
