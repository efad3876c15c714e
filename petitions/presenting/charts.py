"""The curve and the map of a petition, as plain figures for the drawing components."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from core import clock
from core.parliament.models import Area
from core.parliament.selectors import constituencies
from core.web.numbers import number
from core.web.times import when
from petitions.models import Petition

Plain = dict[str, Any]
MOST_POINTS = 60
LEVELS = 4
PER = 1000  # electors


def curve(petition: Petition, series: list[tuple[Any, int]]) -> Plain | None:
    """Give the growth curve from the hourly tallies; None without a series."""
    if not series or petition.opened_at is None:
        return None
    start = petition.opened_at
    end = petition.closes_at or clock.now()
    span = max((end - start).total_seconds(), 1)
    opening = petition.signature_count - sum(delta for _hour, delta in series)
    totals, total = [(start, opening)], opening
    for hour, delta in series:
        total += delta
        totals.append((hour + timedelta(hours=1), total))
    chosen = totals[:: max(len(totals) // MOST_POINTS, 1)]
    if chosen[-1] != totals[-1]:
        chosen.append(totals[-1])
    top = total * 1.25
    return {
        "points": [(_share(at, start, span), count) for at, count in chosen],
        "goals": [
            (row.count, f"{row.title} ({number(row.count)})")
            for row in petition.kind.thresholds.all()
            if row.count <= top
        ],
        "ticks": [(0, when(start, "short")), (1, when(end, "short"))],
        "rows": _daily(totals),
    }


def _share(at: datetime, start: datetime, span: float) -> float:
    return min(max((at - start).total_seconds() / span, 0), 1)


def _daily(totals: list[tuple[datetime, int]]) -> list[tuple[Any, int]]:
    by_day = {at.astimezone(clock.parliament_zone()).date(): count for at, count in totals}
    days = sorted(by_day.items())
    step = max(len(days) // 14, 1)
    rows = days[::step]
    return rows if rows[-1] == days[-1] else [*rows, days[-1]]


def hex_map(petition: Petition, by_area: dict[int, int]) -> Plain | None:
    """Give the map by constituency and its table; None where the parliament has no map or nobody signed."""
    areas = [area for area in constituencies() if area.hex_q is not None]
    if not areas or not any(by_area.get(area.pk) for area in areas):
        return None
    rows = [_row(area, by_area.get(area.pk, 0)) for area in areas]
    edges = _edges([row["rate"] for row in rows])
    for row in rows:
        row["level"] = sum(row["rate"] >= edge for edge in edges)
        row["text"] = _rate(row["rate"])
    cells = [
        {
            "q": r["area"].hex_q,
            "r": r["area"].hex_r,
            "short": r["area"].code,
            "text": _rate(r["rate"]),
            "level": r["level"],
        }
        for r in rows
    ]
    ranked = sorted(rows, key=lambda row: (-row["count"], row["name"]))
    return {
        "cells": cells,
        "key": _key(edges),
        "highest": sorted(rows, key=lambda row: -row["rate"])[:7],
        "table": [[row["name"], row["area"].code, row["count"], row["text"]] for row in ranked],
        "heads": [
            {"words": _("Constituency")},
            {"words": _("Code")},
            {"words": _("Signatures"), "is_number": True},
            {"words": _("Per 1,000 electors"), "is_number": True},
        ],
        "label": _("Map of the constituencies as hexagons. The table below holds every figure."),
    }


def _row(area: Area, count: int) -> Plain:
    return {
        "area": area,
        "name": str(area),
        "count": count,
        "rate": count * PER / area.electorate if area.electorate else 0,
    }


def _rate(rate: float) -> str:
    return number(round(rate, 1) if rate < 10 else round(rate))


def _edges(rates: list[float]) -> list[float]:
    ordered = sorted(rates)
    return [ordered[len(ordered) * part // (LEVELS + 1)] for part in range(1, LEVELS + 1)]


def _key(edges: list[float]) -> list[str]:
    words = [_("under %(rate)s") % {"rate": _rate(edges[0])}]
    words += [f"{_rate(low)} – {_rate(high)}" for low, high in pairwise(edges)]
    return [*words, _("%(rate)s and more") % {"rate": _rate(edges[-1])}]
