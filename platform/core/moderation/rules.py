"""Who may moderate, who may decide an appeal, and by when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from core import clock
from core.actors import Actor, has_role, predicate
from core.moderation.targets import deciders
from core.parliament.days import working_days_after

REPORT_WORKING_DAYS = 3
APPEAL_WORKING_DAYS = 10
# Regulation (EU) 2022/2065 (DSA), article 20(1): one may complain for at least six months.
APPEAL_LIFE = timedelta(days=183)
CLAIM_LIFE = timedelta(minutes=30)
AUTHOR = "author"

is_moderator = has_role("moderator", "clerk")


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
