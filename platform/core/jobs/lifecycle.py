"""What people may do to a job or a delivery. Waiting, running and done are the worker's, by claim (`core.claims`)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.actors import has_role
from core.claims import WorkState
from core.lifecycle import Lifecycle, move

is_operator = has_role("admin")


def _from_the_start(record: Any, **_facts: Any) -> dict[str, Any]:
    return {"attempts": 0, "due_at": clock.now()}


def _moves() -> tuple[Any, ...]:
    dead, waiting, discarded = WorkState.DEAD, WorkState.WAITING, WorkState.DISCARDED
    return (
        move("retry", dead, waiting, may=is_operator, label=_("Try again"), then=_from_the_start, public=False),
        move("discard", (dead, waiting), discarded, may=is_operator, label=_("Discard"), public=False),
    )


JOB = Lifecycle("job", *_moves(), states=WorkState, starts=(WorkState.WAITING,))
DELIVERY = Lifecycle("delivery", *_moves(), states=WorkState, starts=(WorkState.WAITING,))
