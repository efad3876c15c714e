"""The life cycle of a message to signers: the only writer of its state."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.actors import the_clock
from core.errors import WrongState
from core.lifecycle import Changes, Lifecycle, move
from petitions.rules import may_record_steps
from petitions.states import MailingState as M


def somebody_reads_it(mailing: Any) -> None:
    """Guard: raises WrongState where nobody would get it."""
    if not mailing.readers:
        raise WrongState(_("No signer who wants news is among those you chose."))


def keep_readers(mailing: Any, *, readers: int) -> Changes:
    """Keep how many would get it now."""
    return {"readers": readers}


def start_at(mailing: Any, *, first: int, last: int, readers: int) -> Changes:
    """Keep who it is for: those who have signed by now."""
    return {"started_at": clock.now(), "cursor": first, "last_signature": last, "readers": readers}


def end_now(mailing: Any) -> Changes:
    """Keep the moment of its end."""
    return {"ended_at": clock.now()}


def go_on(mailing: Any) -> Changes:
    """Take the end back."""
    return {"ended_at": None}


MAILING = Lifecycle(
    "mailing",
    move("preview", (M.DRAFT, M.PREVIEWED), M.PREVIEWED, may=may_record_steps, then=keep_readers,
         label=_("Look at it"), public=False),
    move("rewrite", (M.DRAFT, M.PREVIEWED), M.DRAFT, may=may_record_steps, public=False),
    move("start", M.PREVIEWED, M.RUNNING, may=may_record_steps | the_clock, when=somebody_reads_it, then=start_at,
         label=_("Send it"), public=False),
    move("stop", M.RUNNING, M.STOPPED, may=may_record_steps, then=end_now, label=_("Stop"), public=False),
    move("resume", M.STOPPED, M.RUNNING, may=may_record_steps, then=go_on, label=_("Go on sending"), public=False),
    move("skip", M.PREVIEWED, M.DONE, may=the_clock, then=end_now, public=False),
    move("finish", M.RUNNING, M.DONE, may=the_clock, then=end_now, public=False),
    states=M,
    starts=(M.DRAFT,),
)  # fmt: skip
