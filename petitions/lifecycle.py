"""The life cycles of petition, signature and milestone: the only writers of their states."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from core import clock
from core.actors import an_import, the_clock
from core.errors import Invalid, WrongState
from core.lifecycle import Changes, Lifecycle, move
from petitions.models import Petition, PetitionKind, RejectionReason
from petitions.rules import has_proven_the_address, is_petitioner, is_petitions_clerk
from petitions.states import MilestoneState as M
from petitions.states import PetitionState as S
from petitions.states import SignatureState as G


def has_enough_supporters(petition: Petition) -> None:
    """Guard: raises WrongState while supporters are missing."""
    confirmed = petition.signatures.filter(state=G.CONFIRMED).count()
    if confirmed < petition.kind.supporters_needed:
        raise WrongState(_("The petition still needs supporters."))


def deadline_has_passed(petition: Petition) -> None:
    """Guard: raises WrongState before the closing moment."""
    if petition.closes_at is None or petition.closes_at > clock.now():
        raise WrongState(_("The petition is still open."))


def enter_moderation(petition: Petition) -> Changes:
    """Start the moderation clock."""
    return {"submitted_at": clock.now()}


def next_number() -> int:
    """Give the next number of the House; the caller's transaction holds the line until it is written.

    All kinds share one row of numbers, so all wait at one place: the row of the oldest kind.
    """
    PetitionKind.objects.select_for_update(no_key=True).order_by("pk").first()
    return int(Petition.objects.aggregate(last=Max("number"))["last"] or 1000) + 1


def open_for_its_duration(petition: Petition) -> Changes:
    """Give the next number and the closing date: the last minute of the last day of the kind's duration."""
    number = petition.number or next_number()
    last_day = clock.today() + timedelta(days=petition.kind.duration_days)
    return {"number": number, "opened_at": clock.now(), "closes_at": clock.end_of_day(last_day)}


def keep_reason(petition: Petition, *, reason_code: str = "", details: str = "") -> Changes:
    """Keep why a petition is refused. Raises Invalid for a code that its kind does not know."""
    found = RejectionReason.objects.filter(kind=petition.kind_id, code=reason_code).first()
    if found is None:
        raise Invalid(fields={"reason_code": _("Choose the rule that the petition breaks.")})
    number = petition.number or next_number()
    return {"rejection_reason": found, "rejection_details": details, "rejected_at": clock.now(), "number": number}


def look_again(petition: Petition) -> Changes:
    """Put a petition back on the moderators' desk: its clock starts anew, the reason goes."""
    return {**enter_moderation(petition), "rejection_reason": None, "rejection_details": "", "rejected_at": None}


def was_open(petition: Petition) -> None:
    """Guard: raises WrongState for a petition that was never open."""
    if petition.opened_at is None:
        raise WrongState(_("This petition was never open."))


def close_now(petition: Petition) -> Changes:
    """Keep the moment of closing."""
    return {"closed_at": clock.now()}


def reopen_until(petition: Petition, *, closes_at: Any) -> Changes:
    """Open again until a moment."""
    return {"closes_at": closes_at, "closed_at": None}


def confirm_now(signature: Any) -> Changes:
    """Keep the moment of confirmation."""
    return {"confirmed_at": clock.now()}


def keep_outcome(milestone: Any, *, outcome: dict[str, str], document_url: str = "") -> Changes:
    """Keep what was done about a duty. Raises Invalid without words."""
    if not any(outcome.values()):
        raise Invalid(fields={"outcome": _("Say what was done.")})
    return {"outcome": outcome, "document_url": document_url, "done_at": clock.now()}


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

MILESTONE = Lifecycle(
    "milestone",
    move("fulfil", (M.DUE, M.OVERDUE), M.DONE, may=is_petitions_clerk, then=keep_outcome,
         label=_("Record what was done"), needs=("outcome", "document_url")),
    move("expire", M.DUE, M.OVERDUE, may=the_clock),
    states=M,
    starts=(M.DUE,),
)  # fmt: skip
