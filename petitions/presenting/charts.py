"""The curve and the map of a petition, as plain figures for the drawing components and for the tables beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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
FEW_DAYS, MANY_DAYS = 4, 120
PER = 1000  # electors
NOT_TOLD = 0  # the shade of what is not told or not known
# The shades of one class, two, three, four: as far apart as they go.
SHADES = ((1,), (1, 3), (1, 2, 3), (1, 2, 3, 4))


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
        "ticks": [(axis.share(at), when(at, "short")) for at in (axis.start, *_between(axis), axis.end)],
        "rows": [(_day_of(at) if in_days else at, count) for at, count in points],
        "style": "date" if in_days else "",
    }


def _between(axis: Axis) -> list[datetime]:
    """Give the moments named along the axis between its ends: two, three over a year or more, none in a few days.

    Days begin there, or months where there are enough of them.
    """
    span = axis.end - axis.start
    parts = 4 if span.days >= 365 else 3
    return [_round(axis.start + span * part / parts, span.days) for part in range(1, parts) if span.days >= FEW_DAYS]


def _round(moment: datetime, days: int) -> datetime:
    """Give the nearest beginning of a month, in a time of many days, or of the moment's day."""
    day = moment.astimezone(clock.parliament_zone()).replace(hour=0, minute=0, second=0, microsecond=0)
    return (day + timedelta(days=15)).replace(day=1) if days >= MANY_DAYS else day


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
    places = _places([area.signed * PER / area.electorate for area in shown if _is_told(area) and area.signed])
    rows = [_row(area, places) for area in shown]
    shades = _shades([row["rate"] for row in rows if row["rate"] is not None])
    for row in rows:
        row["level"] = NOT_TOLD if row["rate"] is None else shades[row["rate"]]
        row["is_mine"] = row["code"] == mine
    return {
        "cells": [{key: row[key] for key in ("q", "r", "short", "text", "level", "is_mine")} for row in rows],
        "key": _key(shades, rows, places),
        "highest": sorted((row for row in rows if row["rate"]), key=lambda row: -row["rate"])[:7],
        "mine": next((row for row in rows if row["is_mine"]), None),
        "country": _country(petition, shown, places),
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


def rate_of(count: int, electorate: int | None, places: int = 1) -> str:
    """Give the signatures for each thousand electors in words; a dash where it is not known, or not told.

    A dash, for a dot is a zero in Arabic digits.
    """
    return "–" if not electorate or is_small(count) else _rate(round(count * PER / electorate, places), places)


def _is_told(area: Any) -> bool:
    return bool(area.electorate) and not is_small(area.signed)


def _row(area: Any, places: int) -> Plain:
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
        "rate": round(area.signed * PER / area.electorate, places) if _is_told(area) else None,
        "text": rate_of(area.signed, area.electorate, places),
    }


def _country(petition: Petition, areas: Sequence[Area], places: int) -> str:
    electors = sum(area.electorate or 0 for area in areas)
    return rate_of(petition.signature_count, electors, places) if electors else "–"


def _places(rates: list[float]) -> int:
    """Give how many digits follow the point, the same for all: more where rates are small."""
    if not rates or max(rates) < 1 or min(rates) < 0.05:
        return 2
    return 0 if min(rates) >= 10 else 1


def _rate(rate: float, places: int) -> str:
    return number(rate, places=places) if rate else number(0)


def _shades(rates: list[float]) -> dict[float, int]:
    """Give the shade of each rate as it is written; rates that differ are shared out evenly among the shades."""
    values = sorted(set(rates))
    used = SHADES[min(len(values), len(SHADES)) - 1] if values else ()
    return {value: used[place * len(used) // len(values)] for place, value in enumerate(values)}


def _key(shades: dict[float, int], rows: Sequence[Plain], places: int) -> list[tuple[int, str]]:
    """Give what the shades mean: the lowest and the highest rate that each holds; nothing where all are equal."""
    held: dict[int, list[float]] = {}
    for rate, shade in shades.items():
        held.setdefault(shade, []).append(rate)
    lines = [(shade, "–".join(_rate(end, places) for end in sorted({min(of), max(of)}))) for shade, of in held.items()]
    if any(row["is_small"] for row in rows):
        few = _("– (fewer than %(count)s signatures)") % {"count": number(settings.SMALLEST_GROUP)}
        return [(NOT_TOLD, few), *lines]
    return lines if len(lines) > 1 else []
