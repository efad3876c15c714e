"""Who may moderate, who may decide an appeal, and by when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from core import clock
from core.accounts.rules import at_the_desk, works_for
from core.actors import Actor, predicate
from core.moderation.targets import deciders, is_kept_for
from core.parliament.days import working_days_after

REPORT_WORKING_DAYS = 3
APPEAL_WORKING_DAYS = 10
# Regulation (EU) 2022/2065 (DSA), article 20(1): one may complain for at least six months.
APPEAL_LIFE = timedelta(days=183)
CLAIM_LIFE = timedelta(minutes=30)
AUTHOR = "author"


def works_for_the_house(actor: Actor) -> bool:
    """Tell whether somebody decides about every thing: moderators, clerks of the whole House, administrators."""
    return "moderator" in actor.roles or works_for(actor, None)


@predicate
def decides_on_its_thing(actor: Actor, record: Any) -> bool:
    """Hold for who decides about the thing that a report or an appeal is about; clerks of one committee on its own."""
    if works_for_the_house(actor):
        return True
    about = getattr(record, "decision", record)
    return "clerk" in actor.roles and is_kept_for(actor, about.kind, about.target_id)


is_moderator = at_the_desk(decides_on_its_thing, "moderator", "clerk")


def author_of(decision: Any, request_id: str = "") -> Actor:
    """Give the actor for somebody who came with the mailed link of a decision."""
    return Actor(AUTHOR, str(decision.public_id), request_id=request_id)


@predicate
def is_author(actor: Actor, record: Any) -> bool:
    """Hold for whoever came with the link that only the author was mailed."""
    return actor.kind == AUTHOR


@predicate
def is_another_person(actor: Actor, appeal: Any) -> bool:
    """Hold for everybody who had no part in the decision that is appealed, neither made nor proposed it: four eyes."""
    return bool(actor.id) and actor.id not in deciders(appeal.decision)


decides_afresh = is_moderator & is_another_person


def due_after(working_days: int) -> date:
    """Give the day by which something that came in now is to be decided."""
    return working_days_after(clock.today(), working_days)


def is_overdue(record: Any) -> bool:
    """Tell whether a report or an appeal that still waits has passed its day."""
    return record.decided_at is None and record.due_on < clock.today()
