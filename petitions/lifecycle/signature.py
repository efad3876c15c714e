"""The life cycle of a signature: the only writer of its state."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.actors import the_clock
from core.lifecycle import Changes, Lifecycle, move
from petitions.rules import has_proven_the_address, is_petitions_clerk
from petitions.states import SignatureState as G


def confirm_now(signature: Any) -> Changes:
    """Keep the moment of confirmation: of a held one too, for it will count from then on."""
    return {"confirmed_at": clock.now()}


# The job of an invalidation works under the name of nobody: who asked for it stands in the invalidation's own events.
a_clerk_or_the_job = is_petitions_clerk | the_clock

SIGNATURE = Lifecycle(
    "signature",
    move("confirm", G.PENDING, G.CONFIRMED, may=has_proven_the_address, then=confirm_now, public=False),
    move("accept", G.PENDING, G.CONFIRMED, may=is_petitions_clerk, then=confirm_now, public=False),
    move("hold", G.PENDING, G.HELD, may=has_proven_the_address | is_petitions_clerk, then=confirm_now, public=False),
    move("release", G.HELD, G.CONFIRMED, may=is_petitions_clerk, label=_("Count it"), public=False),
    move("refuse", G.HELD, G.INVALIDATED, may=a_clerk_or_the_job, label=_("Do not count it"),
         needs=("reason", "words"), public=False),
    move("invalidate", G.CONFIRMED, G.INVALIDATED, may=a_clerk_or_the_job, needs=("reason",), public=False),
    move("restore", G.INVALIDATED, G.CONFIRMED, may=a_clerk_or_the_job, public=False),
    move("hold_again", G.INVALIDATED, G.HELD, may=a_clerk_or_the_job, public=False),
    # Signed on paper, then online: the online one, whose address is proven, takes its place.
    move("give_way", G.CONFIRMED, G.INVALIDATED, may=the_clock, public=False),
    move("withdraw", G.CONFIRMED, G.WITHDRAWN, may=has_proven_the_address, public=False),
    move("drop", G.HELD, G.WITHDRAWN, may=has_proven_the_address, public=False),
    # Who took it back and thinks better of it: waits as on the first day, and is confirmed in the same transaction.
    move("renew", G.WITHDRAWN, G.PENDING, may=has_proven_the_address, public=False),
    # Consent to a merge: counted in the other petition from now on, by a signature of its own there.
    move("merge", G.CONFIRMED, G.WITHDRAWN, may=has_proven_the_address, public=False),
    states=G,
    starts=(G.PENDING,),
)  # fmt: skip
