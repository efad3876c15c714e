"""Members, committees, search and the records of the desk, filled for counting."""

from __future__ import annotations

from itertools import count
from typing import Any

from core import clock
from core.events.models import Event
from core.parliament.models import Committee, CommitteeSeat, Member
from tests.architecture.counted import Counted, World, at

_numbers = count(1)


def add_member(world: World, name: str) -> Member:
    """Give one member more, with a seat of a constituency."""
    parliament = world.fixture("parliament")
    return Member.objects.create(
        chamber=parliament.chamber, slug=f"m{next(_numbers)}", name=name, constituency=parliament.areas["SLT"],
        group={"en": "None"},
    )  # fmt: skip


def add_committee(world: World, name: str) -> Committee:
    """Give one committee more."""
    return Committee.objects.create(
        chamber=world.fixture("parliament").chamber, slug=f"c{next(_numbers)}", name={"en": name}, remit={"en": name}
    )


def fill_members(world: World, how_many: int) -> None:
    """Elect members, each with a seat in a committee."""
    for _turn in range(how_many):
        member = add_member(world, world.mark())
        CommitteeSeat.objects.create(member=member, committee=world.fixture("parliament").committees["health"])


def fill_committees(world: World, how_many: int) -> None:
    """Set up committees, each with a member."""
    for _turn in range(how_many):
        CommitteeSeat.objects.create(
            member=world.fixture("parliament").members[0], committee=add_committee(world, world.mark())
        )


def fill_seats(world: World, how_many: int) -> None:
    """Let one committee have more and more members."""
    for _turn in range(how_many):
        member = add_member(world, world.mark())
        CommitteeSeat.objects.create(member=member, committee=world.fixture("parliament").committees["transport"])


def fill_offices(world: World, how_many: int) -> None:
    """Let one member sit in more and more committees."""
    for _turn in range(how_many):
        committee = add_committee(world, world.mark())
        CommitteeSeat.objects.create(committee=committee, member=world.fixture("parliament").members[1])


def seats_of(answer: Any) -> int:
    """Count the committees of one member beside none."""
    return len(answer.json()["seats"])


def fill_search(world: World, how_many: int) -> None:
    """Index things to find; in the database, which is what asks queries."""
    world.fixture("no_elastic")
    shelf = world.fixture("shelf")
    for _turn in range(how_many):
        shelf.put(world.mark(), summary="Clean water.")
    shelf.index()


def history(record: Any) -> Any:
    """Give the function that lets more and more happen to a record."""

    def fill(world: World, how_many: int) -> None:
        found = world.once(record)
        staff = world.fixture("staff")["clerk"]
        Event.objects.bulk_create(
            Event(
                subject_id=found.public_id, subject_type="x", verb="record.change", actor_kind="user",
                actor_id=str(staff.public_id), occurred_at=clock.now(), reason=world.mark(),
            )
            for _turn in range(how_many)
        )  # fmt: skip

    return fill


API = "/api/v1"
LISTS = [
    Counted("api_members", "", at(f"{API}/members/?page_size=100"), fill_members),
    Counted("api_committees", "", at(f"{API}/committees/?page_size=100"), fill_committees),
    Counted("api_committee", "seats", at(f"{API}/committees/transport/"), fill_seats),
    Counted("api_member", "seats", at(f"{API}/members/sam-salt/"), fill_offices, seen=seats_of),
    Counted("search:results", "", at("/en/search/?q=water"), fill_search, full=20, most=4),
    Counted("api_search", "", at(f"{API}/search/?q=water&page_size=100"), fill_search),
    Counted("api_search_suggestions", "", at(f"{API}/search/suggestions/?q=counted"), fill_search, full=8),
]
