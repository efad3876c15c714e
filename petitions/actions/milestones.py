"""What is owed once a threshold is crossed: done, or overdue."""

from __future__ import annotations

from core import clock
from core.actors import CLOCK, Actor
from petitions.lifecycle import MILESTONE
from petitions.models import Milestone
from petitions.states import MilestoneState


def fulfil_milestone(
    milestone: Milestone, *, by: Actor, outcome: str | dict[str, str], document_url: str = ""
) -> Milestone:
    """Record what was done about a duty, in public. Raises Invalid without words, Conflict where it is done."""
    words = outcome if isinstance(outcome, dict) else {milestone.petition.language: outcome.strip()}
    MILESTONE.fire("fulfil", milestone, by=by, outcome=words, document_url=document_url)
    return milestone


def expire_milestones() -> int:
    """Mark every duty whose day has passed as overdue; gives how many. The schedule calls it."""
    late = Milestone.objects.filter(state=MilestoneState.DUE, due_on__lt=clock.today())
    return len(MILESTONE.fire_many("expire", late, by=CLOCK))
