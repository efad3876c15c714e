"""Hearings for tests: one that is live, its clerk, askers with a pass, questions in any state."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

from consultations.hearings import actions
from consultations.hearings.models import AgendaItem, Hearing, Question, Witness
from consultations.hearings.states import Display
from core import clock
from core.accounts.actions import grant_role
from core.accounts.models import AccountSession, Role, User
from core.actors import IMPORT, Actor, actor_for, participant
from core.parliament.models import Committee
from core.parliament.selectors import main_chamber
from core.verification.actions import meet_participant

_numbers = count(1)


def make_clerk(role: Role = Role.CLERK) -> Actor:
    """Give a member of staff with one role."""
    user = User.objects.create_user(f"{role}{next(_numbers)}@parliament.example", name=f"Ana {role}")
    grant_role(user, role, by=IMPORT)
    return actor_for(user)


def make_session(clerk: Actor) -> str:
    """Give the id of a signed-in session of a member of staff, second factor passed."""
    now = clock.now()
    row = AccountSession.objects.create(
        user=clerk.user, session_key=f"key{next(_numbers)}", is_strong=True, begun_at=now, seen_at=now
    )
    return str(row.public_id)


def make_hearing(clerk: Actor, *, state: str = "live", slug: str = "") -> Hearing:
    """Give a hearing, moved to a state by the ordinary actions."""
    committee, _made = Committee.objects.get_or_create(
        slug="health", defaults={"chamber": main_chamber(), "name": {"en": "Health Committee", "ar": "لجنة الصحة"}}
    )
    now = clock.now()
    hearing = Hearing.objects.create(
        slug=slug or f"waiting-{next(_numbers)}", chamber=main_chamber(), committee=committee,
        title={"en": "Why people wait", "ar": "لماذا ينتظر الناس"}, summary={"en": "Three hospitals answer."},
        place={"en": "Room 2"}, starts_at=now - timedelta(minutes=40), ends_at=now + timedelta(minutes=80),
        questions_until=now + timedelta(minutes=70), answers_due_on=clock.today() + timedelta(days=14),
    )  # fmt: skip
    AgendaItem.objects.create(hearing=hearing, title={"en": "Opening"}, starts_at=hearing.starts_at)
    Witness.objects.create(
        hearing=hearing, key="reyes", name={"en": "Dr Amal Reyes"}, role={"en": "Head of emergency care"}
    )
    ways = {"draft": (), "announced": ("announce",), "open": ("announce", "open"), "live": ("announce", "start")}
    ways["ended"] = ("announce", "start", "end")
    for verb in ways[state]:
        getattr(actions, f"{verb}_hearing")(hearing, by=clerk)
    return hearing


def make_asker(name: str = "Marta Lind") -> Actor:
    """Give somebody who has proven an address."""
    return participant(meet_participant(f"asker{next(_numbers)}@example.org", name=name).public_id)


def make_question(
    hearing: Hearing, *, by: Actor | None = None, clerk: Actor | None = None, state: str = "pending", **facts
) -> Question:
    """Give a question, moved to a state by the ordinary actions."""
    text = facts.pop("text", f"How many beds are open at night, case {next(_numbers)}?")
    given = actions.QuestionFacts(text=text, display=facts.pop("display", Display.FIRST_NAME), **facts)
    question, _challenge = actions.ask_question(hearing, given, by=by or make_asker())
    ways = {
        "pending": (), "published": (actions.approve_question,),
        "on_air": (actions.approve_question, actions.put_question_on_air),
        "answered_live": (actions.approve_question, actions.put_question_on_air, actions.mark_question_answered),
    }  # fmt: skip
    for act in ways[state]:
        act(question, by=clerk)
    return question
