"""The life cycle of a change of petitioner: the only writer of its state."""

from __future__ import annotations

from typing import Any

from core import clock
from core.lifecycle import Changes, Lifecycle, move
from petitions.rules import has_proven_the_address, is_petitions_clerk
from petitions.states import HandoverState as H


def end_now(handover: Any) -> Changes:
    """Keep when it was settled."""
    return {"done_at": clock.now()}


HANDOVER = Lifecycle(
    "handover",
    move("replace_petitioner", H.ASKED, H.DONE, may=has_proven_the_address, then=end_now, public=False),
    move("stop_asking", H.ASKED, H.LAPSED, may=is_petitions_clerk, then=end_now, public=False),
    states=H,
    starts=(H.ASKED,),
)
