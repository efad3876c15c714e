"""Where the signatures of one petition come from, in the shape of petition.parliament.uk: every figure from the ledger.

What an imported file calls a place, and the order of its rows, are kept with it; a place that came since stands behind.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings
from django.db.models import Sum

from core.parliament.models import Area, Member
from core.web.countries import country_name
from petitions.models import Petition, Tally
from petitions.models.signatures import HOME_COUNTRY
from petitions.shapes import HOME, OTHER_CODES, UNKNOWN_COUNTRY

Rows = list[dict[str, Any]]
OWN = "own"
THEIR_CODES = {ours: theirs for theirs, ours in OTHER_CODES.items()}


def places_of(petition: Petition, document: dict[str, Any]) -> dict[str, Rows]:
    """Give the signatures by country, constituency and region, in a fixed number of queries.

    `document`: the attributes of the file that the petition came from, or {}.
    """
    sums = Tally.objects.filter(petition=petition).values("area", "country").annotate(total=Sum("count"))
    cells = [(row["area"], row["country"], row["total"]) for row in sums if row["total"]]
    areas = Area.objects.select_related("parent").in_bulk({area for area, _country, _total in cells if area})
    totals = _told(cells, areas)
    return {
        "signatures_by_country": _countries(cells, document),
        "signatures_by_constituency": _constituencies(totals, areas, document),
        "signatures_by_region": _regions(totals, areas, document),
    }


def _told(cells: list[tuple[Any, str, int]], areas: dict[Any, Area]) -> dict[int, int]:
    """Give the count of each area, but of ours with few people: of few people in one place nothing is told.

    Nor in a sum: of a region, less what its other constituencies show, the rest would be theirs.
    """
    totals: Counter[int] = Counter()
    for area, _country, total in cells:
        if area in areas:
            totals[area] += total
    return {key: total for key, total in totals.items() if not _is_small(areas[key], total)}


def _is_small(area: Area, total: int) -> bool:
    """Tell whether a count of ours is too small to be told; what another site told was public there."""
    return area.scheme == OWN and total < settings.SMALLEST_GROUP


def _countries(cells: list[tuple[Any, str, int]], document: dict[str, Any]) -> Rows:
    totals: Counter[str] = Counter()
    for _area, country, total in cells:
        totals[HOME if country == HOME_COUNTRY and document else country] += total
    totals.pop(UNKNOWN_COUNTRY, None)  # said nowhere; that site leaves them out as well
    known = {row["code"]: row for row in document.get("signatures_by_country", [])}
    rows = [
        {"name": known[code]["name"] if code in known else country_name(code), "code": code, "signature_count": total}
        for code, total in ((THEIR_CODES.get(code, code) if document else code, n) for code, n in totals.items())
    ]
    return _ordered(rows, list(known), "code")


def _constituencies(told: dict[int, int], areas: dict[Any, Area], document: dict[str, Any]) -> Rows:
    totals = {key: total for key, total in told.items() if areas[key].kind == Area.Kind.CONSTITUENCY}
    known = {row["ons_code"]: row for row in document.get("signatures_by_constituency", [])}
    seats = Member.objects.filter(constituency__in=totals).order_by("-name")
    members = {member.constituency_id: member.name for member in seats}
    rows = []
    for key, total in totals.items():
        area = areas[key]
        row = known.get(area.code, {"name": str(area.name), "mp": members.get(key)})
        rows.append({"name": row["name"], "ons_code": area.code, "mp": row["mp"], "signature_count": total})
    return _ordered(rows, list(known), "ons_code")


def _regions(told: dict[int, int], areas: dict[Any, Area], document: dict[str, Any]) -> Rows:
    """Add what came since to the file's own regions: its constituencies do not say which region they lie in."""
    rows = {row["ons_code"]: dict(row) for row in document.get("signatures_by_region", [])}
    for key, total in told.items():
        region = areas[key].parent
        if region is not None and region.kind == Area.Kind.REGION:
            row = rows.setdefault(
                region.code, {"name": str(region.name), "ons_code": region.code, "signature_count": 0}
            )
            row["signature_count"] += total
    return _ordered(
        list(rows.values()), [row["ons_code"] for row in document.get("signatures_by_region", [])], "ons_code"
    )


def _ordered(rows: Rows, order: list[str], key: str) -> Rows:
    """Sort as the file did; what it did not have, behind, by name."""
    places = {code: place for place, code in enumerate(order)}
    return sorted(rows, key=lambda row: (places.get(row[key], len(places)), row["name"]))
