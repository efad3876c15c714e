"""CSV tables: `seats` (a constituency and its member a line), `prefixes` (a postcode prefix), `days` (a day off)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date

from django.conf import settings

from core.parliament.importing.plan import AreaRow, DayRow, MemberRow, Names, Plan, PrefixRow
from core.parliament.models import Area
from core.parliament.selectors import MAX_PREFIX, normal_postcode

SEATS = {
    "code",
    "name",
    "region",
    "region_name",
    "electorate",
    "member",
    "member_id",
    "group",
    "valid_from",
    "valid_to",
}
PREFIXES = {"prefix", "code"}
DAYS = {"day", "name"}
CODE_LENGTH, NAME_LENGTH = 20, 120
Row = dict[str, str]


def read(text: str) -> Plan:
    """Read a table; its header says which one it is."""
    plan = Plan()
    reader = csv.DictReader(text.removeprefix("\ufeff").splitlines())
    header = {str(name).strip() for name in reader.fieldnames or ()}
    if header >= PREFIXES:
        _check_header(plan, header, PREFIXES)
        _prefixes(plan, _rows(reader, plan))
    elif header >= DAYS:
        _check_header(plan, header, DAYS | {f"name_{code}" for code in _codes()})
        _day_rows(plan, _rows(reader, plan))
    elif header >= {"code"} and any(name.split("_")[0] == "name" for name in header):
        _check_header(
            plan,
            header,
            SEATS | {f"{part}_{code}" for part in ("name", "group", "region_name", "member") for code in _codes()},
        )
        _seats(plan, _rows(reader, plan))
    else:
        plan.fault("line 1", "header", "expected prefix,code or day,name or code,name,…")
    return plan


def _rows(reader: csv.DictReader[str], plan: Plan) -> Iterator[tuple[str, Row]]:
    for row in reader:
        place = f"line {reader.line_num}"
        if None in row or None in row.values():
            plan.fault(place, "line", "has more or fewer fields than the header")
            continue
        yield place, {name.strip(): value.strip() for name, value in row.items()}


def _prefixes(plan: Plan, rows: Iterator[tuple[str, Row]]) -> None:
    seen: dict[str, str] = {}
    for place, row in rows:
        prefix, code = normal_postcode(row["prefix"]), row["code"]
        if not re.fullmatch(rf"[A-Z0-9]{{1,{MAX_PREFIX}}}", prefix):
            plan.fault(
                place, "prefix", f"“{row['prefix'][:30]}” is not a prefix of up to {MAX_PREFIX} letters and digits"
            )
        elif prefix in seen:
            plan.fault(place, "prefix", f"“{prefix}” stands in {seen[prefix]} already")
        else:
            seen[prefix] = place
            plan.prefixes.append(PrefixRow(place, prefix, code))
        if not code:
            plan.fault(place, "code", "is empty")


def _day_rows(plan: Plan, rows: Iterator[tuple[str, Row]]) -> None:
    seen: dict[date, str] = {}
    for place, row in rows:
        day = day_of(plan, place, "day", row["day"])
        if not row["day"]:
            plan.fault(place, "day", "is empty")
        if not row["name"] or len(row["name"]) > NAME_LENGTH:
            plan.fault(place, "name", f"is empty or longer than {NAME_LENGTH} characters")
        if day and day in seen:
            plan.fault(place, "day", f"“{day}” stands in {seen[day]} already")
        elif day:
            seen[day] = place
            plan.days.append(DayRow(place, day, names_of(row, "name")))


def _seats(plan: Plan, rows: Iterator[tuple[str, Row]]) -> None:
    seen: dict[str, str] = {}
    regions: dict[str, AreaRow] = {}
    for place, row in rows:
        code, name = row["code"], names_of(row, "name")
        if not code or len(code) > CODE_LENGTH:
            plan.fault(place, "code", f"needs 1 to {CODE_LENGTH} characters")
        elif code in seen:
            plan.fault(place, "code", f"“{code}” stands in {seen[code]} already")
        seen.setdefault(code, place)
        if not name:
            plan.fault(place, "name", "is empty")
        region = row.get("region", "")
        if region and region not in regions:
            known = names_of(row, "region_name") or {settings.LANGUAGE_CODE: region}
            regions[region] = AreaRow(place, Area.Kind.REGION, region[:CODE_LENGTH], known)
        plan.areas.append(AreaRow(
            place, Area.Kind.CONSTITUENCY, code, name, region, _number(plan, place, row), *_days(plan, place, row)
        ))  # fmt: skip
        _member(plan, place, row, code)
    plan.areas[:0] = regions.values()


def _member(plan: Plan, place: str, row: Row, code: str) -> None:
    names = names_of(row, "member")
    name = row.get("member", "") or names.pop(settings.LANGUAGE_CODE, "")
    others = {code: text for code, text in names.items() if code != settings.LANGUAGE_CODE}
    if any(len(text) > NAME_LENGTH for text in (name, *others.values())):
        plan.fault(place, "member", f"is longer than {NAME_LENGTH} characters")
    elif name:
        group = names_of(row, "group")
        plan.members.append(MemberRow(place, row.get("member_id", ""), name, others, group, code))
    elif others:
        plan.fault(place, "member", "is empty, and stands in another language")


def _number(plan: Plan, place: str, row: Row) -> int | None:
    raw = row.get("electorate", "")
    if raw and not (raw.isascii() and raw.isdigit() and len(raw) < 10):
        plan.fault(place, "electorate", f"“{raw[:20]}” is not a whole number")
        return None
    return int(raw) if raw else None


def _days(plan: Plan, place: str, row: Row) -> tuple[date | None, date | None]:
    found = [day_of(plan, place, name, row.get(name, "")) for name in ("valid_from", "valid_to")]
    return found[0], found[1]


def day_of(plan: Plan, place: str, name: str, raw: str) -> date | None:
    """Read an ISO date; notes a fault for anything else."""
    try:
        return date.fromisoformat(raw) if raw else None
    except ValueError:
        plan.fault(place, name, f"“{raw[:20]}” is not a date like 2026-01-31")
        return None


def names_of(row: Row, part: str) -> Names:
    """Give a text by language: `name` is in the site's first language, `name_fr` in French."""
    first = {settings.LANGUAGE_CODE: row.get(part, "")}
    found = {**first, **{code: row[f"{part}_{code}"] for code in _codes() if f"{part}_{code}" in row}}
    return {code: text for code, text in found.items() if text}


def _codes() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def _check_header(plan: Plan, header: set[str], known: set[str]) -> None:
    for name in sorted(header - known):
        plan.fault("line 1", name[:40] or "(empty)", "is not a column of this table")
