"""The demo's live hearing, kept alive by people who are not there: they ask, support, and now and then decide.

Everything goes through the ordinary actions, so what is seen in the demo is what a parliament gets.
"""

from __future__ import annotations

import json
import logging
import threading
import uuid
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F

from consultations.hearings import actions, selectors
from consultations.hearings.models import AgendaItem, Hearing, Question
from consultations.hearings.states import PUBLIC_QUESTIONS, QuestionState
from core import clock
from core.accounts.models import User
from core.actors import Actor, actor_for, participant
from core.errors import DomainError

logger = logging.getLogger(__name__)
EVERY_SECONDS = 8.0
MOST_WAITING = 8  # beyond that the clerk at hand is too slow, and a simulated one helps
LONGEST_ANSWER = timedelta(minutes=3)
LEAST_TIME = timedelta(minutes=20)
BEGUN = timedelta(minutes=40)


def simulate_in_background(every: float = EVERY_SECONDS) -> threading.Event:
    """Start the simulation beside a server; set the event that comes back to end it."""
    stop = threading.Event()

    def run() -> None:
        rng = Random()  # noqa: S311 - a crowd, not a secret
        turn = 0
        while not stop.wait(every):
            turn += 1
            try:
                live_one_turn(turn, rng)
            except DomainError:
                continue  # somebody at the keyboard was faster
            except Exception:
                logger.exception("the simulated hearing met an error and goes on")
                connection.close()
        connection.close()

    threading.Thread(target=run, name="simulation", daemon=True).start()
    return stop


def live_one_turn(turn: int, rng: Random) -> None:
    """Do what happens in eight seconds: a question comes in, a few people support some, a slow queue is helped."""
    hearing = selectors.running_hearings().first()
    if hearing is None:
        return
    keep_going(hearing)
    ask_next(hearing)
    support_some(hearing, rng)
    clerk = actor_for(User.objects.filter(grants__role="clerk").order_by("id")[0])
    help_the_queue(hearing, clerk)
    if turn % 5 == 0:
        go_on_air(hearing, clerk)


def keep_going(hearing: Hearing) -> None:
    """Move the day along where the demo has run (or slept) for too long, so that one can always ask."""
    if hearing.questions_until is None or hearing.questions_until > clock.now() + LEAST_TIME:
        return
    shift = clock.now() - BEGUN - hearing.starts_at
    AgendaItem.objects.filter(hearing=hearing).update(starts_at=F("starts_at") + shift)
    times = {name: F(name) + shift for name in ("starts_at", "ends_at", "questions_until", "started_at")}
    Hearing.objects.filter(pk=hearing.pk).update(**times)
    hearing.refresh_from_db()


def ask_next(hearing: Hearing) -> Question | None:
    """Let the next citizen ask whose question is not about already."""
    from consultations.hearings.demo import asker_of, facts_of  # noqa: PLC0415 - the loader offers the simulation

    known = set(
        hearing.questions.filter(state__in=(QuestionState.PENDING, *PUBLIC_QUESTIONS)).values_list("text", flat=True)
    )
    row = next((row for row in incoming(hearing.slug) if row["text"] not in known), None)
    if row is None:
        return None
    question, _challenge = actions.ask_question(hearing, facts_of(row), by=asker_of(row))
    return question


def support_some(hearing: Hearing, rng: Random) -> None:
    """Let up to six people support questions on the list, the higher the likelier."""
    listed = list(selectors.listed_questions(hearing)[:15])
    if not listed:
        return
    chosen = rng.choices(listed, weights=range(len(listed), 0, -1), k=rng.randint(1, 6))
    votes = [actions.Vote(question.public_id, _somebody(rng)) for question in chosen]
    actions.set_supports(hearing, votes, by=votes[0].voter)


def help_the_queue(hearing: Hearing, clerk: Actor) -> None:
    """Approve the oldest question where too many wait."""
    waiting = hearing.questions.filter(state=QuestionState.PENDING).order_by("pending_at", "id")
    if len(waiting) > MOST_WAITING:
        actions.approve_question(waiting[0], by=clerk)


def go_on_air(hearing: Hearing, clerk: Actor) -> None:
    """Put the question with the most support once the one on air has had its time."""
    on_air = selectors.question_on_air(hearing)
    if on_air is not None and on_air.on_air_at and on_air.on_air_at > clock.now() - LONGEST_ANSWER:
        return
    best = selectors.listed_questions(hearing).first()
    if best is not None:
        actions.put_question_on_air(best, by=clerk)


def incoming(slug: str) -> list[dict[str, Any]]:
    """Read the questions that come in while the demo runs."""
    path = Path(settings.ROOT) / "platform" / "config" / "demo_content" / "hearings.json"
    rows = json.loads(path.read_text("utf-8"))["hearings"]
    return next((row.get("incoming", []) for row in rows if row["key"] == slug), [])


def _somebody(rng: Random) -> Actor:
    return participant(uuid.UUID(int=rng.getrandbits(128), version=4))
