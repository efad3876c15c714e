"""The life cycle of a petition: the only writer of its state."""

from django.utils.translation import gettext_lazy as _

from core.actors import an_import, the_clock
from core.lifecycle import Lifecycle, move
from petitions.lifecycle.guards import (
    close_now,
    deadline_has_passed,
    enter_moderation,
    has_enough_supporters,
    keep_reason,
    look_again,
    open_for_its_duration,
    reopen_until,
    was_open,
)
from petitions.rules import is_petitioner, is_petitions_clerk
from petitions.states import PetitionState as S

PETITION = Lifecycle(
    "petition",
    move("prove", S.DRAFT, S.GATHERING_SUPPORTERS, may=is_petitioner, public=False),
    move("submit", S.GATHERING_SUPPORTERS, S.IN_MODERATION, may=is_petitioner | the_clock,
         when=has_enough_supporters, then=enter_moderation, label=_("Send to the moderators"), public=False),
    move("publish", S.IN_MODERATION, S.OPEN, may=is_petitions_clerk, then=open_for_its_duration, label=_("Publish")),
    move("reject", S.IN_MODERATION, S.REJECTED, may=is_petitions_clerk, then=keep_reason, label=_("Reject"),
         needs=("reason_code", "reason")),
    move("close", S.OPEN, S.CLOSED, may=the_clock, when=deadline_has_passed, then=close_now),
    move("pause", S.OPEN, S.PAUSED, may=is_petitions_clerk, label=_("Pause"), needs=("reason",)),
    move("resume", S.PAUSED, S.OPEN, may=is_petitions_clerk, label=_("Resume")),
    move("withdraw", (S.GATHERING_SUPPORTERS, S.IN_MODERATION, S.OPEN), S.WITHDRAWN, may=is_petitioner,
         then=close_now, label=_("Withdraw")),
    move("hide", (S.OPEN, S.PAUSED, S.CLOSED, S.REJECTED), S.HIDDEN, may=is_petitions_clerk, label=_("Hide"),
         needs=("rule", "reason"), public=False),
    # After an appeal: what was open comes back paused, what was refused is read again.
    move("restore", S.HIDDEN, S.PAUSED, may=is_petitions_clerk, when=was_open, label=_("Show again")),
    move("reconsider", (S.REJECTED, S.HIDDEN), S.IN_MODERATION, may=is_petitions_clerk, then=look_again,
         label=_("Read it again"), public=False),
    move("reopen", S.CLOSED, S.OPEN, may=an_import, then=reopen_until),
    states=S,
    starts=(S.DRAFT,),
)  # fmt: skip
