"""The life cycle of a milestone: the only writer of its state."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.actors import the_clock
from core.errors import Invalid
from core.lifecycle import Changes, Lifecycle, move
from petitions.models.milestones import ADDRESS_LENGTH
from petitions.rules import is_petitions_clerk
from petitions.states import MilestoneState as M


def keep_outcome(milestone: Any, *, outcome: dict[str, str], document_url: str = "") -> Changes:
    """Keep what was done about a duty. Raises Invalid without words, or with an address that is too long to keep."""
    if not any(outcome.values()):
        raise Invalid(fields={"outcome": _("Say what was done.")})
    if len(document_url) > ADDRESS_LENGTH:
        raise Invalid(fields={"document_url": _("This address is too long.")})
    return {"outcome": outcome, "document_url": document_url, "done_at": clock.now()}


MILESTONE = Lifecycle(
    "milestone",
    move("fulfil", (M.DUE, M.OVERDUE), M.DONE, may=is_petitions_clerk, then=keep_outcome,
         label=_("Record what was done"), needs=("outcome", "document_url")),
    move("expire", M.DUE, M.OVERDUE, may=the_clock),
    states=M,
    starts=(M.DUE,),
)  # fmt: skip
