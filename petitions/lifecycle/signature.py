"""The life cycle of a signature: the only writer of its state."""

from __future__ import annotations

from typing import Any

from core import clock
from core.lifecycle import Changes, Lifecycle, move
from petitions.rules import has_proven_the_address, is_petitions_clerk
from petitions.states import SignatureState as G


def confirm_now(signature: Any) -> Changes:
    """Keep the moment of confirmation."""
    return {"confirmed_at": clock.now()}


SIGNATURE = Lifecycle(
    "signature",
    move("confirm", G.PENDING, G.CONFIRMED, may=has_proven_the_address, then=confirm_now, public=False),
    move("hold", G.PENDING, G.HELD, may=is_petitions_clerk, public=False),
    move("release", G.HELD, G.CONFIRMED, may=is_petitions_clerk, then=confirm_now, public=False),
    move("invalidate", G.CONFIRMED, G.INVALIDATED, may=is_petitions_clerk, needs=("reason",), public=False),
    move("withdraw", G.CONFIRMED, G.WITHDRAWN, may=has_proven_the_address, public=False),
    states=G,
    starts=(G.PENDING,),
)
