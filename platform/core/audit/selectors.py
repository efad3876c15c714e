"""What the audit screen asks: the events, narrowed, and the state of the chain."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from core import clock
from core.accounts.models import User
from core.audit.models import Chain, Seal
from core.audit.sealing import unsealed
from core.events.models import Event


def trail(
    *, verb: str = "", actor: str = "", subject: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[Event]:
    """Give the events, newest first; `verb` and `subject` by their beginning, `actor` by id, kind, name or e-mail."""
    rows = Event.objects.order_by("-id")
    if verb:
        rows = rows.filter(verb__startswith=verb)
    if actor:
        rows = rows.filter(_actor(actor))
    if subject:
        rows = rows.filter(_subject(subject))
    if since:
        rows = rows.filter(occurred_at__gte=_midnight(since))
    if until:
        rows = rows.filter(occurred_at__lt=_midnight(until + timedelta(days=1)))
    return rows


def chain_state() -> dict[str, Any]:
    """Say how long the chain is, when it grew last, what waits for a seal, and how the last verification ended."""
    chain = Chain.objects.filter(pk=1).first()
    last = Seal.objects.order_by("-sequence").first()
    check = Event.objects.filter(verb="chain.verify").order_by("-id").first()
    return {
        "links": chain.sequence if chain else 0,
        "hash": chain.hash if chain else "",
        "sealed_at": last.sealed_at if last else None,
        "waiting": unsealed(chain.swept_to if chain else 0).count(),
        "verified_at": check.occurred_at if check else None,
        "faults": check.data.get("faults") if check else None,
    }


def names_of(events: list[Event]) -> dict[str, str]:
    """Give the names of the accounts behind events, by their opaque id; always one query."""
    ids = {event.actor_id for event in events if event.actor_kind == "user"}
    found = User.objects.filter(public_id__in=ids).values_list("public_id", "name")
    return {str(public_id): name for public_id, name in found}


def _actor(words: str) -> Q:
    named = User.objects.filter(Q(email__iexact=words) | Q(name__iexact=words)).values_list("public_id", flat=True)
    return Q(actor_id__in=[str(one) for one in named]) | Q(actor_id=words) | Q(actor_kind=words)


def _subject(words: str) -> Q:
    try:
        return Q(subject_id=UUID(words))
    except ValueError:
        return Q(subject_type__startswith=words) | Q(subject_type__endswith=f".{words}")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.parliament_zone())
