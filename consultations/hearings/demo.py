"""The demo's hearings: one live, one announced; all of it by the ordinary actions, dates relative to now."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils.text import slugify

from consultations.hearings import actions
from consultations.hearings.models import AgendaItem, Hearing, Question, QuestionTranslation, Witness
from consultations.hearings.simulation import simulate_in_background
from consultations.hearings.states import QuestionState
from core import clock
from core.accounts.models import User
from core.actors import IMPORT, Actor, actor_for, participant
from core.parliament.models import Area, Committee
from core.parliament.selectors import main_chamber
from core.verification.actions import meet_participant

__all__ = ["load", "simulate_in_background"]
Plain = dict[str, Any]


def load(content: Plain, rng: Random) -> None:
    """Write all demo hearings; `content` is hearings.json, `rng` carries the fixed seed."""
    clerk = actor_for(User.objects.filter(grants__role="clerk").order_by("id")[0])
    for row in content["hearings"]:
        hearing = _hearing(row, clerk)
        # Those that went on air come in the order in which they did: one ends the other.
        for asked in sorted(row["questions"], key=on_air_minute):
            _question(hearing, asked, clerk, rng)


def on_air_minute(row: Plain) -> int:
    """Give the minute of the hearing in which a question was put; -1 for one that was not."""
    answer: Plain = row.get("answer") or {}
    minute: Any = answer.get("from_minute", row.get("on_air_minute", -1))
    return int(minute)


def _hearing(row: Plain, clerk: Actor) -> Hearing:
    starts = _start(row)
    ends = starts + timedelta(minutes=row["duration_minutes"])
    steps = {step["label"]["en"]: step["days"] for step in row.get("next_steps", ())}
    opens = row.get("questions_open_in_days")
    hearing = Hearing.objects.create(
        slug=row["key"], chamber=main_chamber(), committee=Committee.objects.get(slug=row["committee"]),
        title=row["title"], summary=row["summary"], place=row["room"], starts_at=starts, ends_at=ends,
        questions_open_at=clock.now() + timedelta(days=opens) if opens else None,
        questions_until=ends, question_limit=row["question_limit"],
        answers_due_on=starts.date() + timedelta(days=row["written_answers_within_days"]),
        report_due_on=clock.today() + timedelta(days=steps["Report"]) if "Report" in steps else None,
    )  # fmt: skip
    AgendaItem.objects.bulk_create(
        AgendaItem(hearing=hearing, title=item["title"], starts_at=starts + timedelta(minutes=item["minute"]))
        for item in row["agenda"]
    )
    Witness.objects.bulk_create(_witness(hearing, starts, place, item) for place, item in enumerate(row["witnesses"]))
    with clock.frozen(clock.now() - timedelta(days=row["announced_days_ago"])):
        actions.announce_hearing(hearing, by=clerk)
    if row["state"] == "live":
        with clock.frozen(clock.now() - timedelta(days=row["questions_opened_days_ago"])):
            actions.open_hearing(hearing, by=clerk)
        with clock.frozen(starts):
            actions.start_hearing(hearing, by=clerk)
    return hearing


def _start(row: Plain) -> datetime:
    if "starts_minutes" in row:
        return clock.now() + timedelta(minutes=row["starts_minutes"])
    hours, minutes = (int(part) for part in row["starts_at"].split(":"))
    day = clock.today() + timedelta(days=row["starts_in_days"])
    return clock.end_of_day(day).replace(hour=hours, minute=minutes)


def _witness(hearing: Hearing, starts: datetime, place: int, row: Plain) -> Witness:
    paper = row.get("paper") or {}
    name = {"en": row["name"]} | ({"ar": row["name_ar"]} if row.get("name_ar") else {})
    return Witness(
        hearing=hearing, key=row["key"], name=name, role=row["role"], bio=row.get("bio") or {}, place_in_order=place,
        speaks_at=starts + timedelta(minutes=row["slot_minute"]) if row.get("slot_minute") is not None else None,
        paper_title=paper.get("title") or {}, paper_pages=paper.get("pages"), paper_summary=paper.get("summary") or {},
    )  # fmt: skip


def facts_of(row: Plain) -> actions.QuestionFacts:
    """Give a question's facts as its asker would type them."""
    towns = {slugify(area.name["en"]): area.name["en"] for area in Area.objects.filter(kind=Area.Kind.CONSTITUENCY)}
    place: str = row.get("place") or ""
    return actions.QuestionFacts(
        text=row["text"], display=row["display"], name=row.get("display_name") or "Sasha Blum",
        place=str(towns.get(place, place)), witness=row.get("addressee") or "", language=row["language"],
    )  # fmt: skip


def asker_of(row: Plain) -> Actor:
    """Give the asker, as somebody who has proven an address."""
    name = row.get("display_name") or "Sasha Blum"
    return participant(meet_participant(f"{row['key']}@citizen.example", name=name, language=row["language"]).public_id)


def _question(hearing: Hearing, row: Plain, clerk: Actor, rng: Random) -> None:
    asked_at = clock.now() - timedelta(minutes=row["asked_minutes_ago"])
    with clock.frozen(asked_at):
        question, _challenge = actions.ask_question(hearing, facts_of(row), by=asker_of(row))
        QuestionTranslation.objects.bulk_create(
            QuestionTranslation(question=question, language=language, text=text)
            for language, text in row.get("translations", {}).items()
        )
    if row["state"] == QuestionState.PENDING:
        return
    with clock.frozen(asked_at + timedelta(minutes=5)):
        if row["state"] == QuestionState.REJECTED:
            _reject(question, row, clerk)
            return
        actions.approve_question(question, by=clerk)
        votes = [actions.Vote(question.public_id, _somebody(rng)) for _vote in range(row["supports"])]
        actions.set_supports(hearing, votes, by=IMPORT)
    if on_air_minute(row) >= 0:
        _put(hearing, question, row, clerk)


def _put(hearing: Hearing, question: Question, row: Plain, clerk: Actor) -> None:
    answer = row.get("answer") or {}
    begins = on_air_minute(row)
    with clock.frozen(hearing.starts_at + timedelta(minutes=begins)):
        actions.put_question_on_air(question, by=clerk)
    if row["state"] != QuestionState.ANSWERED_LIVE:
        return
    with clock.frozen(hearing.starts_at + timedelta(minutes=answer.get("to_minute", begins + 2))):
        actions.mark_question_answered(question, by=clerk)
    who = Witness.objects.filter(hearing=hearing, key=answer.get("by", "")).first()
    # What was said in the room comes from the transcript, not from a move of the life cycle.
    Question.objects.filter(pk=question.pk).update(answer=answer.get("text", ""), answered_by=str(who or ""))


def _reject(question: Question, row: Plain, clerk: Actor) -> None:
    refusal = row["rejection"]
    words = refusal["reason"].get(row["language"]) or refusal["reason"]["en"]
    actions.reject_question(question, by=clerk, reason_code=refusal["code"], reason=words)


def _somebody(rng: Random) -> Actor:
    return participant(uuid.UUID(int=rng.getrandbits(128), version=4))
