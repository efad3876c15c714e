"""The curve and the map of a petition, as plain figures for the drawing components and for the tables beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from core import clock
from core.parliament.models import Area
from core.web.numbers import number
from core.web.times import when
from petitions.models import Petition

Plain = dict[str, Any]
MOST_POINTS = 48
HOUR, DAY = 3600, 86_400
LEVELS = 4
PER = 1000  # electors


@dataclass(frozen=True)
class Axis:
    """The time along a curve: from when to when it runs, up to when there are figures, in steps of how many seconds."""

    start: datetime
    end: datetime
    until: datetime
    since: datetime
    width: int

    def moment(self, step: int) -> datetime:
        """Give the moment at which a step ends; the last one ends with the figures."""
        return min(self.since + timedelta(seconds=(step + 1) * self.width), self.until)

    def share(self, at: datetime) -> float:
        """Give a moment's place from 0 (start) to 1 (end)."""
        span = max((self.end - self.start).total_seconds(), 1)
        return min(max((at - self.start).total_seconds() / span, 0), 1)


def axis_of(petition: Petition) -> Axis | None:
    """Give the time of a petition's curve: whole hours, or whole days of the House; None for one that never opened."""
    start = petition.opened_at
    if start is None:
        return None
    until = max(petition.closed_at or clock.now(), start)
    end = petition.closed_at or petition.closes_at or until
    width = _width((until - start).total_seconds())
    local = start.astimezone(clock.parliament_zone())
    since = local.replace(hour=0 if width >= DAY else local.hour, minute=0, second=0, microsecond=0)
    return Axis(start, max(end, until), until, since, width)


def _width(seconds: float) -> int:
    """Give the least whole number of hours, or of days, that makes few enough steps."""
    least = seconds / MOST_POINTS
    unit = HOUR if least <= DAY / 2 else DAY
    return max(int(-(-least // unit)), 1) * unit


def curve(petition: Petition, axis: Axis | None, changes: Sequence[tuple[int, int]]) -> Plain | None:
    """Give the growth curve from changes by steps of its axis; None without any. Points and rows are the same."""
    if not changes or axis is None:
        return None
    by_step = dict(changes)
    total = petition.signature_count - sum(by_step.values())  # what was brought over has no hour
    points = [(axis.start, total)]
    last = max(*by_step, int((axis.until - axis.since).total_seconds()) // axis.width)
    for step in range(last + 1):
        total += by_step.get(step, 0)
        points.append((axis.moment(step), total))
    top = total * 1.25
    in_days = axis.width >= DAY
    return {
        "points": [(axis.share(at), count) for at, count in points],
        "goals": [
            (row.count, f"{row.title} ({number(row.count)})")
            for row in petition.kind.thresholds.all()
            if row.count <= top
        ],
        "ticks": [(0, when(axis.start, "short")), (1, when(axis.end, "short"))],
        "rows": [(_day_of(at) if in_days else at, count) for at, count in points],
        "style": "date" if in_days else "",
    }


def _day_of(moment: datetime) -> Any:
    """Give the day that ends at a moment."""
    return (moment - timedelta(seconds=1)).astimezone(clock.parliament_zone()).date()


def hex_map(petition: Petition, areas: Sequence[Any], mine: str = "") -> Plain | None:
    """Give the map by constituency and its table, of the same rows; None where there is no map or nobody signed.

    `areas` carry `signed`; `mine` is the code of the reader's own, outlined. A count of fewer people than the setting
    SMALLEST_GROUP is not told, on the map or in the table.
    """
    shown = [area for area in areas if area.hex_q is not None]
    if not any(area.signed for area in shown):
        return None
    rows = [_row(area) for area in shown]
    edges = _edges([row["rate"] for row in rows])
    for row in rows:
        row["level"] = sum(_rounded(row["rate"]) >= edge for edge in edges)
        row["is_mine"] = row["code"] == mine
    return {
        "cells": [{key: row[key] for key in ("q", "r", "short", "text", "level", "is_mine")} for row in rows],
        "key": _key(edges),
        "highest": sorted(rows, key=lambda row: -row["rate"])[:7],
        "mine": next((row for row in rows if row["is_mine"]), None),
        "country": _country(petition, shown),
        "table": [
            [row["name"], row["code"], row["count"], row["text"]]
            for row in sorted(rows, key=lambda row: (-row["signed"], row["name"]))
        ],
        "heads": [
            {"words": _("Constituency")},
            {"words": _("Code")},
            {"words": _("Signatures"), "is_number": True},
            {"words": _("Per 1,000 electors"), "is_number": True},
        ],
        "label": _("Map of the constituencies as hexagons. The table below holds every figure."),
        "has_small": any(row["is_small"] for row in rows),
        "small": number(settings.SMALLEST_GROUP),
    }


def is_small(count: int) -> bool:
    """Tell whether a count of one place is of so few people that it is not told."""
    return 0 < count < settings.SMALLEST_GROUP


def told(count: int) -> int | str:
    """Give a count of one place, or "under 5" for a few people."""
    return _("under %(count)s") % {"count": number(settings.SMALLEST_GROUP)} if is_small(count) else count


def rate_of(count: int, electorate: int | None) -> str:
    """Give the signatures for each thousand electors in words; a dash where the electorate is not known."""
    if not electorate:
        return "–"
    return "·" if is_small(count) else _rate(count * PER / electorate)


def _row(area: Any) -> Plain:
    few = is_small(area.signed)
    return {
        "area": area,
        "name": str(area),
        "code": area.code,
        "short": area.code,
        "q": area.hex_q,
        "r": area.hex_r,
        "signed": 0 if few else area.signed,
        "count": told(area.signed),
        "is_small": few,
        "rate": area.signed * PER / area.electorate if area.electorate and not few else 0,
        "text": rate_of(area.signed, area.electorate),
    }


def _country(petition: Petition, areas: Sequence[Area]) -> str:
    electors = sum(area.electorate or 0 for area in areas)
    return _rate(petition.signature_count * PER / electors) if electors else "–"


def _rounded(rate: float) -> float:
    return round(rate, 1) if rate < 10 else float(round(rate))


def _rate(rate: float) -> str:
    return number(_rounded(rate), places=1 if rate < 10 else 0) if rate else number(0)


def _edges(rates: list[float]) -> list[float]:
    """Give where the shades part, as the figures are written: what reads the same has the same shade."""
    ordered = sorted(_rounded(rate) for rate in rates)
    edges = {ordered[len(ordered) * part // (LEVELS + 1)] for part in range(1, LEVELS + 1)}
    return sorted(edges - {ordered[0]}) or [ordered[0]]


def _key(edges: list[float]) -> list[str]:
    words = [_("under %(rate)s") % {"rate": _rate(edges[0])}]
    words += [f"{_rate(low)} – {_rate(high)}" for low, high in pairwise(edges)]
    return [*words, _("%(rate)s and more") % {"rate": _rate(edges[-1])}]
