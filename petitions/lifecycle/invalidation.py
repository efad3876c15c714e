"""The life cycles of an invalidation and of a warning: the only writers of their states."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.actors import the_clock
from core.errors import Invalid, WrongState
from core.lifecycle import Changes, Lifecycle, move
from petitions.rules import is_petitions_clerk, is_second_person
from petitions.states import InvalidationState as S
from petitions.states import WarningState as W

UNDO_TIME = timedelta(hours=24)


def has_preview(invalidation: Any) -> None:
    """Guard: raises Invalid before somebody has seen how many it would touch."""
    if invalidation.expected is None:
        raise Invalid(_("Look at the preview first."))


def may_be_undone(invalidation: Any) -> None:
    """Guard: raises WrongState once the time to undo is over."""
    if invalidation.undo_until is None or invalidation.undo_until < clock.now():
        raise WrongState(_("It can be undone for 24 hours only."))


def open_undo(invalidation: Any) -> Changes:
    """Keep the end, and until when it can be undone."""
    return {"finished_at": clock.now(), "undo_until": clock.now() + UNDO_TIME}


def close_undo(invalidation: Any) -> Changes:
    """Keep the end; what is undone is undone for good."""
    return {"finished_at": clock.now(), "undo_until": None}


INVALIDATION = Lifecycle(
    "invalidation",
    move("start", S.DRAFT, S.RUNNING, may=is_petitions_clerk, when=has_preview, label=_("Start"), public=False),
    move("ask", S.DRAFT, S.ASKED, may=is_petitions_clerk, when=has_preview, label=_("Ask a second person"),
         public=False),
    move("second", S.ASKED, S.RUNNING, may=is_petitions_clerk & is_second_person, label=_("Agree and start"),
         public=False),
    move("discard", (S.DRAFT, S.ASKED), S.DISCARDED, may=is_petitions_clerk, label=_("Discard this query"),
         public=False),
    move("stop", S.RUNNING, S.STOPPED, may=is_petitions_clerk, then=open_undo, label=_("Stop"), public=False),
    move("resume", S.STOPPED, S.RUNNING, may=is_petitions_clerk, label=_("Go on"), public=False),
    move("finish", S.RUNNING, S.DONE, may=the_clock, then=open_undo, public=False),
    move("undo", (S.DONE, S.STOPPED), S.UNDOING, may=is_petitions_clerk, when=may_be_undone, label=_("Undo"),
         public=False),
    move("unwind", S.UNDOING, S.UNDONE, may=the_clock, then=close_undo, public=False),
    states=S,
    starts=(S.DRAFT,),
)  # fmt: skip
WARNING = Lifecycle(
    "warning",
    move("read", W.NEW, W.SEEN, may=is_petitions_clerk, label=_("Seen"), public=False),
    states=W,
    starts=(W.NEW,),
)
