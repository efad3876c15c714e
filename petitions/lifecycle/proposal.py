"""The life cycle of a proposal for two people: the only writer of its state."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import Invalid
from core.lifecycle import Changes, Lifecycle, move
from petitions.models import PetitionProposal
from petitions.rules import is_another_clerk, is_proposer
from petitions.states import ProposalState as P


def decided_now(proposal: PetitionProposal, *, decider: Any, answer: str = "") -> Changes:
    """Keep who decided, when, and what was said."""
    return {"decided_by": decider, "decided_at": clock.now(), "answer": answer}


def decline_now(proposal: PetitionProposal, *, decider: Any, answer: str = "") -> Changes:
    """Keep why it was declined. Raises Invalid without words."""
    if not answer.strip():
        raise Invalid(fields={"reason": _("Say why, so that the first person understands.")})
    return decided_now(proposal, decider=decider, answer=answer.strip())


PROPOSAL = Lifecycle(
    "proposal",
    move("confirm", P.OPEN, P.CONFIRMED, may=is_another_clerk, then=decided_now, label=_("Confirm: do it now"),
         public=False),
    move("decline", P.OPEN, P.DECLINED, may=is_another_clerk, then=decline_now, label=_("Decline"),
         needs=("reason",), public=False),
    move("take_back", P.OPEN, P.LAPSED, may=is_proposer, then=decided_now, label=_("Take it back"), public=False),
    states=P,
    starts=(P.OPEN,),
)  # fmt: skip
