"""Hearings, their questions and their console, filled for counting."""

from __future__ import annotations

from itertools import count
from typing import Any

from consultations.hearings import passes
from consultations.hearings.models import AgendaItem, Broadcast, Hearing, Question, Witness
from consultations.hearings.views.bearing import COOKIE
from tests.architecture.counted import Counted, World, at, copies
from tests.hearings import world as hearings

_numbers = count(1)


def clerk(world: World) -> Any:
    """Give the clerk's account."""
    return world.once(one_clerk).user


def one_clerk(_world: World) -> Any:
    """Give a clerk."""
    return hearings.make_clerk()


def one_hearing(world: World) -> Hearing:
    """Give a hearing that is live."""
    return hearings.make_hearing(world.once(one_clerk))


def one_question(world: World) -> Question:
    """Give a question that waits for a clerk."""
    return hearings.make_question(world.once(one_hearing))


def asker(_world: World) -> Any:
    """Give somebody who asks."""
    return hearings.make_asker()


def questions_in(state: str) -> Any:
    """Give the function that makes more questions in a state, all by one asker, each to a witness."""

    def base(world: World) -> Question:
        hearing, by = world.once(one_hearing), world.once(asker)
        return hearings.make_question(
            hearing, by=by, clerk=world.once(one_clerk), state=state, witness="reyes", text=f"{world.mark()} beds?"
        )

    def fill(world: World, how_many: int) -> None:
        how_many -= base not in world
        question = world.once(base)
        texts = [f"{world.mark()} beds?" for _turn in range(how_many)]
        copies(question, how_many, text=lambda turn: texts[turn])

    return fill


def fill_hearings(state: str) -> Any:
    """Give the function that makes more hearings in a state."""

    def base(world: World) -> Hearing:
        hearing = hearings.make_hearing(world.once(one_clerk), state=state)
        hearing.title = {"en": world.mark()}
        hearing.save()
        return hearing

    def fill(world: World, how_many: int) -> None:
        how_many -= base not in world
        hearing = world.once(base)
        titles = [world.mark() for _turn in range(how_many)]
        copies(
            hearing, how_many, slug=lambda _turn: f"copy-{next(_numbers)}",
            title=lambda turn: {"en": titles[turn]},
        )  # fmt: skip

    return fill


def fill_people(world: World, how_many: int) -> None:
    """Let a hearing have more and more witnesses and points, and ways to watch."""
    hearing = world.once(one_hearing)
    for _turn in range(how_many):
        title = world.mark()
        Witness.objects.create(hearing=hearing, key=f"w-{next(_numbers)}", name={"en": title}, role={"en": "Doctor"})
        AgendaItem.objects.create(hearing=hearing, title={"en": title}, starts_at=hearing.starts_at)
        Broadcast.objects.create(hearing=hearing, kind="sound", url="https://watch.example/")


def carry_pass(world: World, client: Any) -> None:
    """Let the browser carry the asker's pass."""
    client.cookies[f"{COOKIE}-en"] = passes.issue(world.once(one_hearing), world.once(asker))


def of_hearing(prefix: str, rest: str = "") -> Any:
    """Give the function that gives an address of the hearing."""
    return lambda world: f"{prefix}{world.once(one_hearing).slug}/{rest}"


def writing(world: World) -> str:
    """Give the desk's form of a hearing that may still be changed."""
    hearing = world.once(one_hearing)
    Hearing.objects.filter(pk=hearing.pk).update(state="announced")
    return f"/admin/desk/hearings/{hearing.pk}/write/"


PAGE, API, DESK = "/en/hearings/", "/api/v1/hearings/", "/admin/desk/hearings/"
LISTS = [
    Counted("hearings:hearing_list", "live", at(PAGE), fill_hearings("live"), full=100),
    Counted("hearings:hearing_list", "coming", at(PAGE), fill_hearings("announced"), full=100),
    Counted("hearings:hearing_list", "past", at(PAGE), fill_hearings("ended"), full=20),
    Counted("hearings:hearing_detail", "questions", of_hearing(PAGE), questions_in("published"), full=20),
    Counted("hearings:hearing_detail", "all questions", of_hearing(PAGE, "?all"), questions_in("published")),
    Counted(
        "hearings:hearing_detail", "asked", of_hearing(PAGE, "?questions=asked&all"), questions_in("answered_live")
    ),
    Counted("hearings:hearing_detail", "witnesses and agenda", of_hearing(PAGE), fill_people),
    Counted(
        "hearings:question_mine",
        "",
        of_hearing(PAGE, "mine/"),
        questions_in("published"),
        before=carry_pass,
        is_alone=True,
    ),
    Counted("api_hearing-list", "", at(f"{API}?page_size=100"), fill_hearings("live")),
    Counted("api_hearing-detail", "witnesses", of_hearing(API), fill_people),
    Counted("api_hearing-questions", "", of_hearing(API, "questions/?page_size=100"), questions_in("published")),
    Counted("backoffice_console", "incoming", of_hearing(DESK, "console/"), questions_in("pending"), user=clerk),
    Counted("backoffice_console", "published", of_hearing(DESK, "console/"), questions_in("published"), user=clerk),
    Counted(
        "backoffice_console", "done", of_hearing(DESK, "console/"), questions_in("answered_live"), full=20, user=clerk
    ),
    Counted("backoffice_hearing_write", "witnesses", writing, fill_people, user=clerk),
]
QUEUES = {"questions": (questions_in("pending"), ""), "hearings": (fill_hearings("live"), "state=all")}
