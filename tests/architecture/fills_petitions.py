"""Petitions, their figures and their desk, filled for counting."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from core import clock
from core.parliament.models import Area
from petitions.models import Checkpoint, Milestone, Petition, Tally, TallyHour, Threshold
from tests.architecture.counted import Counted, World, at

_codes = count(1)


def one_petition(world: World) -> Any:
    """Give a petition that takes signatures."""
    return world.fixture("open_petition")


def one_milestone(world: World) -> Milestone:
    """Give a duty."""
    return add_milestone(world.once(one_petition), "A duty")


def fill_petitions(world: World, how_many: int, state: str = "open") -> None:
    """Make petitions; the numbers go on."""
    for _turn in range(how_many):
        world.fixture("make_petition")(state, action=world.mark())


def fill_mixed(world: World, how_many: int) -> None:
    """Make open, closed and rejected petitions, one after the other."""
    make = world.fixture("make_petition")
    for turn in range(how_many):
        make(("rejected", "open", "closed")[turn % 3], action=world.mark())


def fill_archive(world: World, how_many: int) -> None:
    """Make closed petitions of long before the present term."""
    fill_petitions(world, how_many, "closed")
    Petition.objects.filter(state="closed").update(created_at=clock.now() - timedelta(days=9000))


def fill_waiting(world: World, how_many: int) -> None:
    """Make petitions that wait for a clerk."""
    fill_petitions(world, how_many, "in_moderation")


def fill_areas(world: World, how_many: int) -> None:
    """Let people of more and more constituencies and countries sign, hour by hour."""
    petition, now = world.once(one_petition), clock.now().replace(minute=0, second=0, microsecond=0)
    for _turn in range(how_many):
        number = next(_codes)
        area = Area.objects.create(
            scheme="own", kind=Area.Kind.CONSTITUENCY, code=f"X{number}", name={"en": world.mark()}, electorate=900,
            hex_q=number % 20, hex_r=5 + number // 20,
        )  # fmt: skip
        Tally.objects.create(petition=petition, area=area, counted_class="online", count=40)
        TallyHour.objects.create(petition=petition, hour=now - timedelta(hours=number), delta=40)


def fill_milestones(world: World, how_many: int) -> None:
    """Let a petition cross more and more thresholds."""
    for _turn in range(how_many):
        add_milestone(world.once(one_petition), world.mark())


def add_milestone(petition: Any, title: str) -> Milestone:
    """Give a petition one duty more."""
    number = next(_codes)
    threshold = Threshold.objects.create(
        kind=petition.kind, key=f"more-{number}", count=1000 + number, title={"en": title}, duty="respond",
        owner={"en": "The House"},
    )  # fmt: skip
    return Milestone.objects.create(
        petition=petition, threshold=threshold, reached_at=clock.now(), due_on=clock.today(), outcome={"en": title}
    )


def fill_duties(world: World, how_many: int) -> None:
    """Make petitions with one duty each."""
    for _turn in range(how_many):
        add_milestone(world.fixture("make_petition")(), world.mark())


def admin(world: World) -> Any:
    """Give an account that may see the desk."""
    return world.fixture("staff")["admin"]


def hours_of(answer: Any) -> int:
    """Count the hours of an answer."""
    return len(answer.json())


def fill_checkpoints(world: World, how_many: int) -> None:
    """Give the one petition more and more checkpoints."""
    petition = world.once(one_petition)
    for _turn in range(how_many):
        size = petition.checkpoints.count() + 1
        Checkpoint.objects.create(
            petition=petition, size=size, root="00" * 32, total=size, reason="hour", at=clock.now(), note=world.mark()
        )


def fill_entries(world: World, how_many: int) -> None:
    """Give the one petition more and more entries with a place in its log."""
    petition = world.once(one_petition)
    for _turn in range(how_many):
        place = petition.tally_entries.count() + 1
        petition.tally_entries.create(delta=1, reason=world.mark(), at=clock.now(), sequence=place, commitment="ab")


def petition_path(prefix: str = "/en/petitions/", rest: str = "") -> Any:
    """Give the function that gives the address of the one petition."""
    return lambda world: f"{prefix}{world.once(one_petition).number}/{rest}"


API = "/api/v1/petitions/"
LISTS = [
    Counted("petitions:petition_list", "most signed", at("/en/petitions/"), fill_petitions, full=20),
    Counted("petitions:petition_list", "all", at("/en/petitions/?state=all&order=newest"), fill_mixed, full=20),
    Counted("petitions:petition_list", "closing", at("/en/petitions/?order=closing"), fill_petitions, full=20),
    Counted("petitions:petition_detail", "areas and hours", petition_path(), fill_areas),
    Counted("petitions:petition_detail", "milestones", petition_path(), fill_milestones),
    Counted("petitions:petition_signed", "others", petition_path(rest="signed/"), fill_petitions, full=3),
    Counted("api_petitions", "", at(f"{API}?page_size=100"), fill_petitions),
    Counted("api_petitions", "by 20", at(f"{API}?order=newest"), fill_mixed, full=20),
    Counted("api_desk", "", at("/api/v1/desk/petitions/?page_size=100"), fill_waiting, user=admin),
    Counted("api_petition_areas", "", petition_path(API, "areas/"), fill_areas),
    Counted("api_petition_milestones", "", petition_path(API, "milestones/"), fill_milestones),
    Counted("api_petition_checkpoints", "", petition_path(API, "checkpoints/?page_size=100"), fill_checkpoints),
    Counted("api_petition_entries", "", petition_path(API, "entries/?page_size=100"), fill_entries),
    Counted("count_notes", "", petition_path("/petitions/", "count/checkpoints.txt"), fill_checkpoints),
    Counted("api_petition_hours", "", petition_path(API, "hours/"), fill_areas, seen=hours_of),
    Counted("uk_petitions", "", at("/petitions.json"), fill_mixed, full=25),
    Counted("uk_archived_petitions", "", at("/archived/petitions.json?count=50"), fill_archive, full=50),
    Counted("uk_petition", "areas", lambda world: f"/petitions/{world.once(one_petition).number}.json", fill_areas),
]
QUEUES = {"petitions": (fill_waiting, ""), "milestones": (fill_duties, "")}
