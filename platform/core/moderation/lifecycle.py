"""The life cycles of report and appeal: the only writers of their states."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import clock
from core.actors import the_clock
from core.errors import Invalid
from core.lifecycle import Changes, Lifecycle, move
from core.moderation.models import Appeal, Report
from core.moderation.rules import decides_afresh, is_author, is_moderator
from core.moderation.states import OPEN_REPORTS, Rule
from core.moderation.states import AppealState as A
from core.moderation.states import ReportState as R


def say_why(words: str) -> None:
    """Guard: raises Invalid for a decision without words."""
    if not words.strip():
        raise Invalid(fields={"reason": _("Say why, in words that everybody may read")})


def decide_now(record: Report | Appeal, *, words: str) -> Changes:
    """Keep the moment. Raises Invalid without a reason."""
    say_why(words)
    return {"decided_at": clock.now()}


def uphold_now(report: Report, *, rule: str, words: str) -> Changes:
    """Keep the moment and the rule that was found broken. Raises Invalid for an unknown rule, or without a reason."""
    if rule not in Rule.values:
        raise Invalid(fields={"rule": _("Choose the rule that it breaks.")})
    return {**decide_now(report, words=words), "rule": rule}


def settle_now(report: Report | None) -> Changes:
    """Keep the moment in which what it is about was taken down elsewhere; for a crowd."""
    return {"decided_at": clock.now()}


def wait_again(report: Report) -> Changes:
    """Open the clock again."""
    return {"decided_at": None}


def decided_again(report: Report) -> Changes:
    """Keep the moment of the second decision."""
    return {"decided_at": clock.now()}


REPORT = Lifecycle(
    "report",
    move("take_up", R.RECEIVED, R.IN_REVIEW, may=is_moderator, label=_("Start reading"), public=False),
    move("uphold", OPEN_REPORTS, R.UPHELD, may=is_moderator, then=uphold_now, label=_("Uphold: take it down"),
         needs=("rule", "reason"), public=False),
    move("dismiss", OPEN_REPORTS, R.NOT_UPHELD, may=is_moderator, then=decide_now, label=_("Do not uphold"),
         needs=("reason",), public=False),
    # Taken down at the desk of its own kind: the report ends with that decision.
    move("settle", OPEN_REPORTS, R.UPHELD, may=the_clock, then=settle_now, public=False),
    move("appeal", R.UPHELD, R.APPEALED, may=is_author, then=wait_again, public=False),
    move("confirm", R.APPEALED, R.UPHELD, may=is_moderator, then=decided_again, public=False),
    move("overturn", R.APPEALED, R.NOT_UPHELD, may=is_moderator, then=decided_again, public=False),
    states=R,
    starts=(R.RECEIVED,),
)  # fmt: skip

APPEAL = Lifecycle(
    "appeal",
    move("grant", A.RECEIVED, A.GRANTED, may=decides_afresh, then=decide_now, label=_("Grant: restore it"),
         needs=("reason",), public=False),
    move("refuse", A.RECEIVED, A.REFUSED, may=decides_afresh, then=decide_now, label=_("Refuse the appeal"),
         needs=("reason",), public=False),
    states=A,
    starts=(A.RECEIVED,),
)  # fmt: skip
