"""Writing a plan: one transaction, a handful of statements, the same file twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils.text import slugify

from core import events
from core.actors import Actor
from core.parliament.importing.plan import MemberRow, Plan, Refused
from core.parliament.models import Area, Committee, CommitteeSeat, DayOff, Member, PostcodePrefix
from core.parliament.selectors import main_chamber

BATCH = 2000
OWN = "own"


def write(plan: Plan, *, by: Actor) -> dict[str, int]:
    """Write what a plan says; gives how many rows of each kind were new or changed. Raises Refused with all faults."""
    _check(plan)
    if plan.faults:
        raise Refused(plan.faults)
    with transaction.atomic():
        done = {"areas": _areas(plan)}
        codes = {(area.kind, area.code): area for area in Area.objects.filter(scheme=OWN)}
        seats = {code: area for (kind, code), area in codes.items() if kind == Area.Kind.CONSTITUENCY}
        done["prefixes"] = _prefixes(plan, seats)
        done["days"] = _days(plan)
        members, changed = _members(plan, seats)
        done["members"] = len(changed)
        done["committees"] = _committees(plan)
        done["seats"] = _committee_seats(plan, members)
        events.record_many("member.import", [(member, "", "") for member in changed], actor=by, public=False)
    return done


def rehearse(plan: Plan) -> dict[str, int]:
    """Check a plan and change nothing; gives how many rows it has of each kind. Raises Refused with all faults."""
    _check(plan)
    if plan.faults:
        raise Refused(plan.faults)
    kinds = ("areas", "prefixes", "days", "members", "committees", "seats")
    return {kind: len(getattr(plan, kind)) for kind in kinds}


def _check(plan: Plan) -> None:
    """Hold references against the file and what stands already."""
    codes = {(row.kind, row.code) for row in plan.areas}
    codes |= set(Area.objects.filter(scheme=OWN).values_list("kind", "code"))
    seats = {code for kind, code in codes if kind == Area.Kind.CONSTITUENCY}
    for row in plan.prefixes:
        if row.area and row.area not in seats:
            plan.fault(row.place, "code", f"there is no constituency “{row.area[:20]}”")
    for member in plan.members:
        if member.area and member.area not in seats:
            plan.fault(member.place, "area_id", f"there is no constituency “{member.area[:20]}”")


def _put(model: type[models.Model], key: tuple[str, ...], rows: Iterable[dict[str, Any]], stands: Any) -> list[Any]:
    """Insert what is new and update what differs, in bulk; gives these rows."""
    known = {tuple(getattr(row, name) for name in key): row for row in stands}
    fresh, changed = [], []
    names: set[str] = set()
    for row in rows:
        old = known.get(tuple(row[name] for name in key))
        if old is None:
            fresh.append(model(**row))
        elif any(getattr(old, name) != value for name, value in row.items()):
            for name, value in row.items():
                setattr(old, name, value)
            changed.append(old)
            names.update(row)
    made = model._default_manager.bulk_create(fresh, batch_size=BATCH)
    if changed:
        model._default_manager.bulk_update(changed, sorted(names - set(key)), batch_size=BATCH)
    return [*made, *changed]


def _areas(plan: Plan) -> int:
    """Write parents before their children."""
    done = 0
    for is_leaf in (False, True):
        stands = list(Area.objects.filter(scheme=OWN))
        parents = {area.code: area.pk for area in stands if area.kind != Area.Kind.CONSTITUENCY}
        rows = [
            {
                "scheme": OWN, "kind": row.kind, "code": row.code, "name": row.name,
                "parent_id": parents.get(row.parent), "electorate": row.electorate,
                "valid_from": row.valid_from, "valid_to": row.valid_to,
            }
            for row in plan.areas if (row.kind == Area.Kind.CONSTITUENCY) == is_leaf
        ]  # fmt: skip
        done += len(_put(Area, ("scheme", "kind", "code"), rows, stands))
    return done


def _prefixes(plan: Plan, seats: dict[str, Area]) -> int:
    rows = [{"prefix": row.prefix, "area_id": seats[row.area].pk} for row in plan.prefixes]
    return len(_put(PostcodePrefix, ("prefix",), rows, PostcodePrefix.objects.all() if rows else ()))


def _days(plan: Plan) -> int:
    rows = [{"day": row.day, "name": row.name} for row in plan.days]
    return len(_put(DayOff, ("day",), rows, DayOff.objects.all() if rows else ()))


def _members(plan: Plan, seats: dict[str, Area]) -> tuple[dict[str, Member], list[Member]]:
    """Give members by the source's id, and those that are new or changed."""
    stands = list(Member.objects.all())
    by_source = {member.source_id: member for member in stands if member.source_id}
    by_name = {member.name: member for member in stands}
    taken = {member.slug for member in stands}
    chamber = main_chamber() if plan.members else None
    rows = []
    for row in plan.members:
        old = by_source.get(row.source_id) if row.source_id else by_name.get(row.name)
        slug = old.slug if old else _free_slug(row, taken)
        rows.append({
            "slug": slug, "source_id": row.source_id or (old.source_id if old else ""), "name": row.name,
            "names": row.names or (old.names if old else {}),
            "chamber_id": chamber.pk if chamber else 0, "group": row.group or (old.group if old else {}),
            "bio": row.bio or (old.bio if old else {}),
            "constituency_id": seats[row.area].pk if row.area else (old.constituency_id if old else None),
        })  # fmt: skip
    changed = _put(Member, ("slug",), rows, stands)
    return {member.source_id: member for member in Member.objects.exclude(source_id="")}, changed


def _free_slug(row: MemberRow, taken: set[str]) -> str:
    slug = base = slugify(row.name)[:40] or "member"
    turn = 2
    while slug in taken:
        slug, turn = f"{base}-{turn}", turn + 1
    taken.add(slug)
    return slug


def _committees(plan: Plan) -> int:
    chamber = main_chamber() if plan.committees else None
    rows = [{"slug": row.slug, "name": row.name, "chamber_id": chamber.pk if chamber else 0} for row in plan.committees]
    return len(_put(Committee, ("slug",), rows, Committee.objects.all()))


def _committee_seats(plan: Plan, members: dict[str, Member]) -> int:
    """Write who sits in the committees of the file; who does not stand in it any more has left."""
    if not plan.has_all_seats:
        return 0
    slugs = {row.slug for row in plan.committees}
    rooms = {room.slug: room.pk for room in Committee.objects.filter(slug__in=slugs)}
    rows = [
        {"committee_id": rooms[row.committee], "member_id": members[row.member].pk, "is_chair": row.is_chair}
        for row in plan.seats
    ]
    stands = list(CommitteeSeat.objects.filter(committee__slug__in=slugs))
    wanted = {(row["committee_id"], row["member_id"]) for row in rows}
    gone = [seat.pk for seat in stands if (seat.committee_id, seat.member_id) not in wanted]
    CommitteeSeat.objects.filter(pk__in=gone).delete()
    return len(gone) + len(_put(CommitteeSeat, ("committee_id", "member_id"), rows, stands))
