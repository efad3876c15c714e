"""The demo's parliament: chamber, term, days off, committees, seats on the map, 60 members."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from core import clock
from core.parliament.models import Area, Chamber, Committee, CommitteeSeat, DayOff, Member, PostcodePrefix, Term

Plain = dict[str, Any]


def load(content: Plain) -> None:
    """Write the parliament of parliament.json."""
    chamber = Chamber.objects.create(key=content["chambers"][0]["key"], name=content["chambers"][0]["name"])
    term = content["term"]
    Term.objects.create(
        chamber=chamber, name=term["name"], starts_on=clock.today() - timedelta(days=term["started_days_ago"])
    )
    years = range(clock.today().year - 2, clock.today().year + 3)  # the history of the demo begins two years ago
    DayOff.objects.bulk_create(
        DayOff(day=date(year, row["month"], row["day"]), name=row["name"])
        for year in years
        for row in content["days_off"]
    )
    rooms = {
        row["key"]: Committee.objects.create(chamber=chamber, slug=row["key"], name=row["name"], remit=row["remit"])
        for row in content["committees"]
    }
    areas = _areas(content)
    groups = {row["key"]: row["name"] for row in content["groups"]}
    for row in content["members"]:
        _member(row, chamber, areas, groups, rooms)


def _areas(content: Plain) -> dict[str, Area]:
    regions = {
        row["key"]: Area.objects.create(scheme="own", kind=Area.Kind.REGION, code=row["key"][:20], name=row["name"])
        for row in content["regions"]
    }
    areas = {
        row["key"]: Area.objects.create(
            scheme="own", kind=Area.Kind.CONSTITUENCY, code=row["code"], name=row["name"],
            parent=regions[row["region"]], electorate=row["electorate"],
            hex_q=row["hex"]["q"], hex_r=row["hex"]["r"],
        )
        for row in content["constituencies"]
    }  # fmt: skip
    PostcodePrefix.objects.bulk_create(
        PostcodePrefix(prefix=prefix, area=areas[row["key"]])
        for row in content["constituencies"]
        for prefix in row["postcode_prefixes"]
    )
    return areas


def _member(row: Plain, chamber: Chamber, areas: dict[str, Area], groups: Plain, rooms: dict[str, Committee]) -> None:
    member = Member.objects.create(
        chamber=chamber, slug=row["key"], name=row["name"],
        names={"fr": row.get("name_fr", row["name"]), "ar": row["name_ar"]}, group=groups[row["group"]], bio=row["bio"],
        constituency=areas.get(row.get("constituency") or ""),
    )  # fmt: skip
    CommitteeSeat.objects.bulk_create(
        CommitteeSeat(member=member, committee=rooms[seat["committee"]], is_chair=seat.get("role") == "chair")
        for seat in row.get("committees", ())
    )
