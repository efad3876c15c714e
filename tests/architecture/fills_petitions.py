"""Petitions, their figures and their desk, filled for counting."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from core import clock
from core.parliament.models import Area
from petitions.models import (
    Checkpoint,
    Milestone,
    Petition,
    PetitionStep,
    PetitionVersion,
    RejectionReason,
    RequestOutcome,
    Tally,
    TallyHour,
    Threshold,
)
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
    world.fixture("make_petitions")(how_many, state, action=world.mark)


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
    for petition in world.fixture("make_petitions")(how_many):
        add_milestone(petition, world.mark())


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


def corrections_on(answer: Any) -> int:
    """Count the texts on a page: the corrections and the first one."""
    return len(answer.context["corrections"]) + 1


def fill_versions(world: World, how_many: int) -> None:
    """Correct the text of the one petition more and more often."""
    petition = world.once(one_petition)
    for _turn in range(how_many):
        number = petition.versions.count() + 1
        petition.versions.create(
            number=number, language="en", action=petition.action, background=f"Text {number}", digest="00" * 32,
            note=world.mark(), created_at=clock.now(), published_at=clock.now(),
        )  # fmt: skip


def petition_path(prefix: str = "/en/petitions/", rest: str = "") -> Any:
    """Give the function that gives the address of the one petition."""
    return lambda world: f"{prefix}{world.once(one_petition).number}/{rest}"


API = "/api/v1/petitions/"
LISTS = [
    Counted("petitions:petition_list", "most signed", at("/en/petitions/"), fill_petitions, full=12),
    Counted("petitions:petition_list", "all", at("/en/petitions/?state=all&order=newest"), fill_mixed, full=12),
    Counted("petitions:petition_list", "closing", at("/en/petitions/?order=closing"), fill_petitions, full=12),
    Counted("petitions:petition_detail", "areas and hours", petition_path(), fill_areas, most=6),
    Counted("petitions:petition_detail", "milestones", petition_path(), fill_milestones, most=6),
    Counted(
        "petitions:petition_signed", "others", petition_path(rest="signed/"), fill_petitions, full=3, is_alone=True
    ),
    Counted("api_petitions", "", at(f"{API}?page_size=100"), fill_petitions),
    Counted("api_petitions", "by 20", at(f"{API}?order=newest"), fill_mixed, full=20),
    Counted("api_desk", "", at("/api/v1/desk/petitions/?page_size=100"), fill_waiting, user=admin),
    Counted("api_petition_areas", "", petition_path(API, "areas/"), fill_areas),
    Counted("api_petition_versions", "", petition_path(API, "versions/"), fill_versions),
    Counted("petitions:petition_text", "", petition_path(rest="text/"), fill_versions, seen=corrections_on),
    Counted("api_petition_milestones", "", petition_path(API, "milestones/"), fill_milestones),
    Counted("api_petition_checkpoints", "", petition_path(API, "checkpoints/?page_size=100"), fill_checkpoints),
    Counted("api_petition_entries", "", petition_path(API, "entries/?page_size=100"), fill_entries),
    Counted("count_notes", "", petition_path("/petitions/", "count/checkpoints.txt"), fill_checkpoints),
    Counted("api_petition_hours", "", petition_path(API, "hours/"), fill_areas, seen=hours_of),
    Counted("uk_petitions", "", at("/petitions.json"), fill_mixed, full=25),
    Counted("uk_archived_petitions", "", at("/archived/petitions.json?count=50"), fill_archive, full=50),
    Counted("uk_petition", "areas", lambda world: f"/petitions/{world.once(one_petition).number}.json", fill_areas),
]


def fill_area(world: World, how_many: int) -> None:
    """Let one constituency sign more and more petitions."""
    area = world.once(one_area)
    petitions = world.fixture("make_petitions")(how_many, action=world.mark)
    Tally.objects.bulk_create(Tally(petition=one, area=area, counted_class="online", count=40) for one in petitions)


def one_area(world: World) -> Area:
    """Give a constituency of the house."""
    world.fixture("parliament")
    return Area.objects.filter(scheme="own", kind=Area.Kind.CONSTITUENCY).order_by("code").first()


def area_path(prefix: str, rest: str = "") -> Any:
    """Give the function that gives the address of the one constituency."""
    return lambda world: f"{prefix}{world.once(one_area).code}{rest}"


def fill_rejected(world: World, how_many: int) -> None:
    """Make petitions that were turned down."""
    fill_petitions(world, how_many, "rejected")


def fill_reasons(world: World, how_many: int) -> None:
    """Turn petitions down for more and more reasons."""
    for _turn in range(how_many):
        reason = RejectionReason.objects.create(
            kind=world.fixture("parliament").kind, code=f"reason-{next(_codes)}", title={"en": world.mark()},
            wording={"en": "Because."},
        )  # fmt: skip
        world.fixture("make_petition")("rejected", rejection_reason=reason)


def fill_late(world: World, how_many: int) -> None:
    """Make petitions with one overdue duty each."""
    for petition in world.fixture("make_petitions")(how_many, action=world.mark):
        add_milestone(petition, petition.action)
    Milestone.objects.update(state="overdue")


def fill_steps(world: World, how_many: int) -> None:
    """Let Parliament do more and more with a petition."""
    petition = world.once(one_petition)
    for _turn in range(how_many):
        PetitionStep.objects.create(
            petition=petition, kind="considered", on=clock.today(), words={"en": world.mark()}, recorded_at=clock.now()
        )


def fill_outcomes(world: World, how_many: int) -> None:
    """Answer more and more requests of a petition."""
    petition = world.once(one_petition)
    for _turn in range(how_many):
        RequestOutcome.objects.create(
            petition=petition, position=next(_codes), request={"en": world.mark()}, verdict="yes",
            recorded_at=clock.now(),
        )  # fmt: skip


def fill_texts(world: World, how_many: int) -> None:
    """Correct a petition's text again and again."""
    petition = world.once(one_petition)
    for _turn in range(how_many):
        PetitionVersion.objects.create(
            petition=petition, number=next(_codes), language="en", action=world.mark(), digest="0" * 64,
            published_at=clock.now(),
        )  # fmt: skip


READING = [
    Counted("petitions:petition_list", "closest", at("/en/petitions/?order=near"), fill_petitions, full=12),
    Counted("petitions:rejected", "", at("/en/petitions/rejected/"), fill_rejected, full=12),
    Counted("petitions:rejected", "reasons", at("/en/petitions/rejected/"), fill_reasons),
    Counted("petitions:reached", "", at("/en/petitions/reached/"), fill_late, full=12),
    Counted("petitions:duties", "overdue", at("/en/petitions/duties/"), fill_late, full=12),
    Counted("petitions:in_constituency", "", area_path("/en/petitions/in/", "/"), fill_area, full=12),
    Counted("petitions:feed_new", "", at("/en/petitions/new.atom"), fill_petitions, full=30),
    Counted("petitions:feed_duties", "", at("/en/petitions/duties.atom"), fill_late, full=30),
    Counted("petitions:feed_constituency", "", area_path("/en/petitions/in/", "/new.atom"), fill_area, full=30),
    Counted("petitions:feed_petition", "steps", petition_path(rest="events.atom"), fill_steps, full=30),
    Counted("petitions:petition_detail", "steps", petition_path(), fill_steps, most=6),
    Counted("petitions:petition_detail", "outcomes", petition_path(), fill_outcomes, most=6),
    Counted("api_petition_steps", "", petition_path(API, "steps/"), fill_steps),
    Counted("api_petition_outcomes", "", petition_path(API, "outcomes/"), fill_outcomes),
    Counted("api_petition_versions", "", petition_path(API, "versions/"), fill_texts),
    Counted("api_petition_rejections", "", at(f"{API}rejections/"), fill_reasons),
    Counted("api_milestones", "", at("/api/v1/milestones/?page_size=100"), fill_late),
    Counted("api_areas", "", at("/api/v1/areas/"), fill_areas),
    Counted("api_area_petitions", "", area_path("/api/v1/areas/", "/petitions/?page_size=100"), fill_area),
    Counted("uk_local", "", area_path("/petitions/local/", ".json"), fill_area, full=50),
    Counted("uk_local_all", "", area_path("/petitions/local/", "/all.json"), fill_area, full=50),
]
LISTS += READING
QUEUES = {"petitions": (fill_waiting, ""), "milestones": (fill_duties, "")}
