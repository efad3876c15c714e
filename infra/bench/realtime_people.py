"""People of a demo hearing for the benches of live pages: askers with tickets, a clerk, what is written."""

from __future__ import annotations

from typing import Any


def askers(hearing: Any, count: int) -> list[str]:
    """Give tickets of so many people who have proven an address."""
    from core.actors import participant
    from core.realtime import tickets
    from core.verification.actions import meet_participant

    people = [participant(meet_participant(f"bench{one}@example.org", name="Bench").public_id) for one in range(count)]
    return [tickets.issue(tickets.Ticket(str(hearing.public_id), holder=by.id)) for by in people]


def approve(hearing: Any, question: str) -> None:
    """Publish one question, as a clerk does."""
    from consultations.hearings import actions
    from consultations.hearings.models import Question
    from core.accounts.models import Role, User
    from core.actors import actor_for

    clerk = actor_for(User.objects.filter(grants__role=Role.CLERK).distinct()[0])
    actions.approve_question(Question.objects.get(public_id=question, hearing=hearing), by=clerk)


def written(hearing: Any) -> list[str]:
    """List the questions of the hearing that the database holds."""
    from consultations.hearings.models import Question

    return [str(one) for one in Question.objects.filter(hearing=hearing).values_list("public_id", flat=True)]
