"""Since when a petition is over: the day from which the time of its signers' details is reckoned."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Coalesce

from petitions.models import Petition, PetitionKind
from petitions.states import STILL_COUNTED, PetitionState, ProposalState


def ended_before(limit: datetime) -> QuerySet[Petition]:
    """Give the petitions that closed, were rejected, or were hidden or removed before a moment."""
    hidden = _hidden_before(limit).values("pk")
    return Petition.objects.filter(Q(closed_at__lt=limit) | Q(rejected_at__lt=limit) | Q(pk__in=hidden))


def kept_no_longer(now: datetime) -> QuerySet[Petition]:
    """Give the petitions whose kind keeps the details of their signers no longer; none that still counts.

    A hidden one may be shown again and then counts on: it waits for its time like a closed one, and no longer.
    """
    over = Q(pk__in=())
    for days in PetitionKind.objects.values_list("retention_days", flat=True).distinct():
        over |= Q(kind__retention_days=days, pk__in=ended_before(now - timedelta(days=days)).values("pk"))
    running = [state for state in STILL_COUNTED if state != PetitionState.HIDDEN]
    return Petition.objects.filter(over).exclude(state__in=running)


def _hidden_before(limit: datetime) -> QuerySet[Petition]:
    """Reckon from the second person's word; of what was hidden without one (an import), from its last day."""
    agreed = Max("proposals__decided_at", filter=Q(proposals__state=ProposalState.CONFIRMED))
    rows = Petition.objects.filter(state=PetitionState.HIDDEN, closed_at=None, rejected_at=None)
    return rows.annotate(hidden_at=Coalesce(agreed, "closes_at", "created_at")).filter(hidden_at__lt=limit)
