"""The life cycle of a batch of paper signatures: the only writer of its state."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import Invalid
from core.lifecycle import Changes, Lifecycle, move
from petitions.rules import is_not_the_typist, is_petitions_clerk
from petitions.states import PaperState as S


def has_lines(batch: Any) -> None:
    """Guard: raises Invalid for a batch without lines."""
    if not batch.lines.exists():
        raise Invalid(_("Type or import the lines first."))


def is_sample_compared(batch: Any) -> None:
    """Guard: raises Invalid while a line of the sample was not compared with the scan."""
    if batch.lines.filter(is_sampled=True, is_bad=None).exists():
        raise Invalid(_("Compare every line of the sample with the sheets first."))


def decide_now(batch: Any) -> Changes:
    """Keep when it was decided."""
    return {"decided_at": clock.now()}


a_second_clerk = is_petitions_clerk & is_not_the_typist
PAPER = Lifecycle(
    "paper",
    move("hand_over", S.TYPED, S.CHECKING, may=is_petitions_clerk, when=has_lines, label=_("Hand over to be checked"),
         public=False),
    move("check", S.CHECKING, S.CHECKED, may=a_second_clerk, when=is_sample_compared,
         label=_("The sample is compared"), public=False),
    move("accept", S.CHECKED, S.ACCEPTED, may=a_second_clerk, then=decide_now, label=_("Count them")),
    move("refuse", (S.CHECKING, S.CHECKED), S.REFUSED, may=a_second_clerk, then=decide_now, needs=("reason",),
         label=_("Do not count them"), public=False),
    move("give_back", (S.CHECKING, S.CHECKED), S.TYPED, may=a_second_clerk, needs=("reason",),
         label=_("Give back to be typed again"), public=False),
    states=S,
    starts=(S.TYPED,),
)  # fmt: skip
