"""Where signatures come from now: by minute, by domain, by network, by constituency. What a clerk sees, and what warns.

Read from the newest signatures only, so that a petition of millions costs no more than one of thousands: `LOOKED_AT`
bounds each reading, and the panel says so where that is less than the time it shows.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from core import clock
from core.parliament.models import Area
from petitions.models import Petition, Signature
from petitions.states import SignatureState

LOOKED_AT = 50_000
HOURS = 6
TOP = 10
LABEL = 8  # so many signs of a blind index tell two networks apart on a screen
SEEN = (SignatureState.CONFIRMED, SignatureState.HELD, SignatureState.INVALIDATED)


@dataclass(frozen=True)
class Trends:
    """What came in the last hours, every minute of them, and the sources that most of it came from."""

    since: datetime
    minutes: list[tuple[datetime, int, int]]  # minute, counted, held or taken out
    domains: list[tuple[str, int, int]]
    networks: list[tuple[str, str, int, int]]  # key, label, all, held or taken out
    areas: list[tuple[str, int]]
    total: int
    is_whole: bool


def trends_of(petition: Petition, *, hours: int = HOURS) -> Trends:
    """Gather the trends of one petition in five statements."""
    since = clock.now().replace(second=0, microsecond=0) - timedelta(hours=hours)
    newest = Signature.objects.filter(petition=petition).order_by("-pk").values_list("pk", flat=True)
    floor = next(iter(newest[LOOKED_AT - 1 : LOOKED_AT]), 0)
    rows = Signature.objects.filter(petition=petition, pk__gte=floor, confirmed_at__gte=since, state__in=SEEN)
    return Trends(
        since=since, minutes=_minutes(rows, since, hours), domains=_domains(rows), networks=_networks(rows),
        areas=_areas(rows), total=rows.count(), is_whole=not floor,
    )  # fmt: skip


def _minutes(rows: QuerySet[Signature], since: datetime, hours: int) -> list[tuple[datetime, int, int]]:
    counted: Counter[datetime] = Counter()
    other: Counter[datetime] = Counter()
    for row in rows.only("confirmed_at", "state").iterator(5000):
        moment, state = row.confirmed_at or since, row.state
        minute = moment.replace(second=0, microsecond=0)
        (counted if state == SignatureState.CONFIRMED else other)[minute] += 1
    every = (since + timedelta(minutes=at) for at in range(hours * 60 + 1))
    return [(minute, counted[minute], other[minute]) for minute in every]


def _by(rows: QuerySet[Signature], name: str) -> list[tuple[str, int, int]]:
    """Give the greatest groups: value, how many, how many of them are not counted."""
    known = rows.exclude(**{name: ""}).exclude(**{f"{name}__isnull": True})
    counted = Count("pk", filter=~_is_counted())
    sums = known.order_by().values(value=F(name)).annotate(n=Count("pk"), out=counted).order_by("-n", "value")[:TOP]
    return [(row["value"], row["n"], row["out"]) for row in sums]


def _is_counted() -> Any:

    return Q(state=SignatureState.CONFIRMED)


def _domains(rows: QuerySet[Signature]) -> list[tuple[str, int, int]]:
    return _by(rows, "personal__domain")


def _networks(rows: QuerySet[Signature]) -> list[tuple[str, str, int, int]]:
    return [(key, label_of(key), n, out) for key, n, out in _by(rows, "personal__network_key")]


def label_of(key: str) -> str:
    """Give a few signs of a network's blind index: enough to tell two apart, nothing to find a household by."""
    return key.rpartition(":")[2][:LABEL]


def _areas(rows: QuerySet[Signature]) -> list[tuple[str, int]]:
    sums = rows.exclude(area=None).order_by().values("area").annotate(n=Count("pk")).order_by("-n", "area")[:TOP]
    found = list(sums)
    areas = Area.objects.in_bulk([row["area"] for row in found])
    return [(str(areas[row["area"]]), row["n"]) for row in found]


def recent(hours: int = 1) -> QuerySet[Signature]:
    """Give what was confirmed or held in the last hours, over all petitions, from the newest rows only."""
    newest = Signature.objects.order_by("-pk").values_list("pk", flat=True)
    floor = next(iter(newest[LOOKED_AT * 4 - 1 : LOOKED_AT * 4]), 0)
    since = clock.now() - timedelta(hours=hours)
    return Signature.objects.filter(pk__gte=floor, confirmed_at__gte=since, state__in=SEEN)
