"""Popolo JSON (popoloproject.com): persons, organizations, memberships, areas. A past `end_date` ends a seat."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.utils.text import slugify

from core import clock
from core.parliament.importing.plan import AreaRow, CommitteeRow, MemberRow, Plan, SeatRow
from core.parliament.importing.tables import CODE_LENGTH, NAME_LENGTH, day_of
from core.parliament.models import Area

SECTIONS = ("persons", "organizations", "memberships", "areas")
HOUSES = {"legislature", "chamber", "parliament"}
PARTIES = {"party", "faction", "parliamentary group"}
COMMITTEE = "committee"
CHAIRS = {"chair", "chairman", "chairwoman", "chairperson", "president"}
Item = dict[str, Any]


class Reader:
    """Reads one document into a plan."""

    def __init__(self, document: Item) -> None:
        """Take the parsed document."""
        self.plan = Plan(has_all_seats=True)
        self.lists = {name: self._list(document, name) for name in SECTIONS}
        self.known = {name: self._ids(name) for name in ("persons", "organizations", "areas")}

    def _list(self, document: Item, name: str) -> list[tuple[str, Item]]:
        rows = document.get(name, [])
        if not isinstance(rows, list):
            self.plan.fault(name, "list", "is not a list")
            return []
        good = []
        for turn, row in enumerate(rows):
            if isinstance(row, dict):
                good.append((f"{name}[{turn}]", row))
            else:
                self.plan.fault(f"{name}[{turn}]", "object", "is not an object")
        return good

    def _ids(self, name: str) -> dict[str, Item]:
        found: dict[str, Item] = {}
        for place, row in self.lists[name]:
            key = row.get("id")
            if not isinstance(key, str) or not key:
                self.plan.fault(place, "id", "is empty")
            elif key in found:
                self.plan.fault(place, "id", f"“{key[:40]}” stands twice")
            else:
                found[key] = row
            if not _text(row, "name") and not _text(row, "label"):
                self.plan.fault(place, "name", "is empty")
            elif len(_text(row, "name")) > NAME_LENGTH:
                self.plan.fault(place, "name", f"is longer than {NAME_LENGTH} characters")
        return found

    def read(self) -> Plan:
        """Give the plan."""
        self._areas()
        self._committees()
        self._memberships()
        return self.plan

    def _areas(self) -> None:
        for place, row in self.lists["areas"]:
            code = area_code(row)
            if len(code) > CODE_LENGTH:
                self.plan.fault(place, "identifier", f"is longer than {CODE_LENGTH} characters")
            parent = self.known["areas"].get(_text(row, "parent_id"))
            if _text(row, "parent_id") and parent is None:
                self.plan.fault(place, "parent_id", f"“{_text(row, 'parent_id')[:40]}” is not an area of this file")
            kind = _text(row, "classification") or _text(row, "type")
            kind = kind if kind in Area.Kind.values else str(Area.Kind.CONSTITUENCY)
            self.plan.areas.append(AreaRow(place, kind, code, _names(row), area_code(parent) if parent else ""))
        self.plan.areas.sort(key=lambda row: row.kind == Area.Kind.CONSTITUENCY)

    def _committees(self) -> None:
        slugs: dict[str, str] = {}
        for place, row in self.lists["organizations"]:
            if _text(row, "classification") != COMMITTEE:
                continue
            slug = slugify(_text(row, "name"))[:50] or slugify(_text(row, "id"))[:50]
            if slug in slugs:
                self.plan.fault(place, "name", f"reads like that of {slugs[slug]}")
            slugs.setdefault(slug, place)
            row["_slug"] = slug
            self.plan.committees.append(CommitteeRow(place, slug, _names(row)))

    def _memberships(self) -> None:
        """Who sits in the house becomes a member; who sits in a committee, gets a seat in it."""
        members: dict[str, MemberRow] = {}
        later = []
        for place, row in self.lists["memberships"]:
            person, body = self._sides(place, row)
            if person is None or body is None or not self._is_now(place, row):
                continue
            kind = _text(body, "classification")
            if kind in HOUSES:
                members[person["id"]] = self._member(place, row, person)
            else:
                later.append((place, row, person, body, kind))
        for place, row, person, body, kind in later:
            member = members.get(person["id"])
            if kind in PARTIES and member is not None:
                member.group = member.group or _names(body)
            elif kind == COMMITTEE and member is None:
                self.plan.fault(place, "person_id", "sits in a committee and not in the house")
            elif kind == COMMITTEE:
                chairs = _text(row, "role").lower() in CHAIRS
                self.plan.seats.append(SeatRow(place, body["_slug"], person["id"], chairs))
        self.plan.members += members.values()

    def _member(self, place: str, row: Item, person: Item) -> MemberRow:
        area = self.known["areas"].get(_text(row, "area_id"))
        if _text(row, "area_id") and area is None:
            self.plan.fault(place, "area_id", f"“{_text(row, 'area_id')[:40]}” is not an area of this file")
        party = self.known["organizations"].get(_text(row, "on_behalf_of_id"), {})
        bio = {settings.LANGUAGE_CODE: _text(person, "biography")} if _text(person, "biography") else {}
        others = {code: name for code, name in _names(person).items() if code != settings.LANGUAGE_CODE}
        if any(len(name) > NAME_LENGTH for name in others.values()):
            self.plan.fault(place, "other_names", f"is longer than {NAME_LENGTH} characters")
        return MemberRow(
            place, person["id"], _text(person, "name"), others, _names(party), area_code(area) if area else "", bio
        )

    def _sides(self, place: str, row: Item) -> tuple[Item | None, Item | None]:
        found = []
        for name, section in (("person_id", "persons"), ("organization_id", "organizations")):
            other = self.known[section].get(_text(row, name))
            if other is None:
                self.plan.fault(place, name, f"“{_text(row, name)[:40]}” is not in this file")
            found.append(other)
        return found[0], found[1]

    def _is_now(self, place: str, row: Item) -> bool:
        today = clock.today()
        starts = day_of(self.plan, place, "start_date", _text(row, "start_date"))
        ends = day_of(self.plan, place, "end_date", _text(row, "end_date"))
        return (starts is None or starts <= today) and (ends is None or ends >= today)


def read(text: str) -> Plan:
    """Read a document; one that is no JSON object gives a plan with that fault."""
    plan = Plan()
    try:
        document = json.loads(text)
    except ValueError as error:
        plan.fault(f"line {getattr(error, 'lineno', 1)}", "json", str(error)[:120])
        return plan
    if not isinstance(document, dict):
        plan.fault("line 1", "json", "is not an object with persons, organizations, memberships, areas")
        return plan
    return Reader(document).read()


def area_code(row: Item) -> str:
    """Give an area's code: its identifier, else its id."""
    return _text(row, "identifier") or _text(row, "id")


def _text(row: Item, name: str) -> str:
    value = row.get(name)
    return value.strip() if isinstance(value, str) else ""


def _names(row: Item) -> dict[str, str]:
    """Give the name by language: `name` in the site's first one, `other_names` with `lang` in theirs."""
    if not row:
        return {}
    names = {settings.LANGUAGE_CODE: _text(row, "name") or _text(row, "label")}
    others = row.get("other_names", [])
    for other in others if isinstance(others, list) else []:
        if isinstance(other, dict) and _text(other, "lang") in dict(settings.LANGUAGES):
            names[_text(other, "lang")] = _text(other, "name")
    return {code: text for code, text in names.items() if text}
