"""The clock of petitions: pause and go on, one or a whole chamber; stop, end and carry over at the end of a term."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from core import clock
from core.actors import Actor
from core.errors import Forbidden, Invalid
from core.parliament.models import Chamber, Term
from petitions.lifecycle import PETITION
from petitions.models import Petition
from petitions.rules import is_petitions_clerk
from petitions.states import PetitionState as S

UNPUBLISHED = (S.DRAFT, S.GATHERING_SUPPORTERS, S.IN_MODERATION)


@dataclass(frozen=True)
class Moved:
    """How many petitions a move of a whole chamber met."""

    stopped: int = 0
    paused: int = 0
    ended: int = 0
    carried: int = 0


def pause_petition(petition: Petition, *, by: Actor, reason: str = "") -> Petition:
    """Stop signing for a while; the clock stops too."""
    PETITION.fire("pause", petition, by=by, reason=reason)
    return petition


def resume_petition(petition: Petition, *, by: Actor) -> Petition:
    """Let signing go on; the last day moves by the length of the pause."""
    PETITION.fire("resume", petition, by=by)
    return petition


def stop_petition(petition: Petition, *, by: Actor, reason: str) -> Petition:
    """Stop a petition that is not published, for good; its petitioner is told. Raises Invalid without a reason."""
    PETITION.fire("stop", petition, by=by, reason=_words(reason))
    return petition


def end_petition(petition: Petition, *, by: Actor, reason: str) -> Petition:
    """Close a petition before its day. Raises Invalid without a reason."""
    PETITION.fire("end", petition, by=by, reason=_words(reason))
    return petition


def pause_petitions(chamber: Chamber, *, by: Actor, reason: str) -> Moved:
    """Pause every open petition of a chamber at once, in a fixed number of statements. Raises Invalid, Forbidden."""
    words = _words(reason)
    return Moved(paused=len(PETITION.fire_many("pause", _of(chamber, S.OPEN), by=by, reason=words)))


def resume_petitions(chamber: Chamber, *, by: Actor) -> Moved:
    """Let every paused petition of a chamber go on, each with its own pause added to its last day. Raises Forbidden."""
    return Moved(carried=_go_on("resume", _of(chamber, S.PAUSED), by=by))


def dissolve_chamber(chamber: Chamber, *, by: Actor, reason: str) -> Moved:
    """End a term: what is not published stops, what a kind carries over is paused, the rest closes; all told by mail.

    One transaction and a fixed number of statements, however many petitions there are. Raises Invalid, Forbidden.
    """
    words = _words(reason)
    with transaction.atomic():
        stopped = PETITION.fire_many("stop", _of(chamber, *UNPUBLISHED), by=by, reason=words)
        goes_on = Q(kind__carries_over=True)
        paused = PETITION.fire_many("pause", _of(chamber, S.OPEN).filter(goes_on), by=by, reason=words)
        ended = PETITION.fire_many("end", _of(chamber, S.OPEN, S.PAUSED).exclude(goes_on), by=by, reason=words)
        return Moved(stopped=len(stopped), paused=len(paused), ended=len(ended))


def carry_over_petitions(term: Term, *, by: Actor) -> Moved:
    """Let paused petitions whose kind is carried over go on in a new term. Raises Forbidden."""
    rows = _of(term.chamber, S.PAUSED).filter(kind__carries_over=True)
    return Moved(carried=_go_on("carry_over", rows, by=by, term=term))


def what_stands(chamber: Chamber) -> dict[str, int]:
    """Count what each of these moves would meet now."""
    paused = _of(chamber, S.PAUSED)
    return {
        "unpublished": _of(chamber, *UNPUBLISHED).count(), "open": _of(chamber, S.OPEN).count(),
        "paused": paused.count(), "carried": paused.filter(kind__carries_over=True).count(),
    }  # fmt: skip


def _go_on(verb: str, rows: QuerySet[Petition], *, by: Actor, **facts: Any) -> int:
    """Move the last days first, in one statement, then the states; the rows are locked for both."""
    if not is_petitions_clerk(by, None):
        raise Forbidden()
    with transaction.atomic():
        keys = list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
        mine = Petition.objects.filter(pk__in=keys)
        now = Value(clock.now(), DateTimeField())
        pause = ExpressionWrapper(now - F("paused_at"), output_field=DurationField())
        later = ExpressionWrapper(F("closes_at") + pause, output_field=DateTimeField())
        mine.filter(paused_at__isnull=False, closes_at__isnull=False).update(closes_at=later)
        return len(PETITION.fire_many(verb, mine, by=by, **facts))


def _of(chamber: Chamber, *states: str) -> QuerySet[Petition]:
    return Petition.objects.filter(kind__chamber=chamber, state__in=states)


def _words(reason: str) -> str:
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why, in words that the petitioners may read.")})
    return reason.strip()
