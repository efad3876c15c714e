"""The demo's signatures: twenty thousand rows by two plain statements, spread over days and constituencies."""

from __future__ import annotations

from datetime import datetime
from itertools import accumulate
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection

from core import clock
from core.parliament.models import Area
from core.parliament.selectors import constituencies
from petitions.models import Petition
from petitions.models.signatures import HOME_COUNTRY

Plain = dict[str, Any]
ABROAD = ("FR", "DE", "GB", "LB", "MA", "CA", "BE")
ABROAD_SHARE = 0.03

SIGNATURES_SQL = """
    INSERT INTO petitions_signature (public_id, petition_id, person_key, area_id, country, created_at, confirmed_at,
        slot, state, counted_class, language, wants_news)
    VALUES (%s, %s, %s, %s, %s, %s, %s, 1, 'confirmed', 'online', 'en', FALSE)
"""
LEDGER_SQL = """
    INSERT INTO petitions_tallyentry (petition_id, signature_id, area_id, country, counted_class, delta, reason, at)
    SELECT petition_id, id, area_id, country, counted_class, 1, 'confirm', confirmed_at
    FROM petitions_signature WHERE petition_id = %s AND state = 'confirmed' AND id > %s
"""

# How busy each tenth of a petition's life was.
CURVES = {
    "steady": (10, 10, 10, 10, 10, 10, 10, 10, 10, 10),
    "slow": (4, 6, 8, 9, 10, 10, 11, 12, 14, 16),
    "burst_start": (42, 18, 9, 7, 6, 5, 4, 3, 3, 3),
    "late_surge": (4, 3, 3, 4, 4, 5, 8, 14, 24, 31),
    "news_spike": (6, 5, 5, 6, 34, 18, 9, 7, 5, 5),
    "two_steps": (8, 6, 26, 9, 6, 5, 6, 22, 8, 4),
}


def sign(
    petition: Petition, row: Plain, rng: Random, *, since: datetime | None = None, until: datetime | None = None
) -> None:
    """Write the signatures and their ledger entries: 20,000 rows by two plain statements, not one by one.

    They fall between `since` and `until`; from the opening to the end, or to now, where nothing is said.
    """
    areas = list(constituencies())
    weights = _weights(areas, row.get("concentration") or {})
    moments = _moments(row, rng, since or petition.opened_at or petition.created_at, until or petition.closed_at)
    places = rng.choices([area.pk for area in areas], cum_weights=list(accumulate(weights)), k=len(moments))
    rows = [_signature(petition.pk, at, place, rng) for at, place in zip(moments, places, strict=True)]
    last = petition.signatures.order_by("-pk").values_list("pk", flat=True).first() or 0
    with connection.cursor() as cursor:
        cursor.executemany(SIGNATURES_SQL, rows)
        cursor.execute(LEDGER_SQL, [petition.pk, last])


def _weights(areas: list[Area], concentration: dict[str, float]) -> list[float]:
    """Give each constituency its share: percentages where the file says so, the rest by electorate."""
    by_name = {area.name["en"].lower().replace(" ", "-"): area for area in areas}
    said = {by_name[key].pk: share for key, share in concentration.items() if key in by_name}
    rest = sum(area.electorate or 0 for area in areas if area.pk not in said) or 1
    left = max(100 - sum(said.values()), 0)
    return [said.get(area.pk, left * (area.electorate or 0) / rest) for area in areas]


def _moments(row: Plain, rng: Random, start: datetime, end: datetime | None) -> list[datetime]:
    span = (end or clock.now()) - start
    tenths = CURVES[row.get("curve") or "steady"]
    chosen = rng.choices(range(10), weights=tenths, k=row["signatures"])
    return sorted(start + span * ((tenth + rng.random()) / 10) for tenth in chosen)


def _signature(petition_id: int, at: datetime, place: int, rng: Random) -> list[Any]:
    abroad = rng.random() < ABROAD_SHARE
    moment = connection.ops.adapt_datetimefield_value(at)
    public_id = UUID(int=rng.getrandbits(128), version=4)
    return [
        public_id if connection.features.has_native_uuid_field else public_id.hex,
        petition_id,
        f"demo:{rng.getrandbits(128):032x}",
        None if abroad else place,
        rng.choice(ABROAD) if abroad else HOME_COUNTRY,
        moment,
        moment,
    ]
