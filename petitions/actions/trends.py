"""Warnings: much of one hour of a petition came from one place. The schedule looks each minute; a clerk reads them."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Count, F

from core import clock, events
from core.actors import CLOCK, Actor
from petitions.lifecycle import WARNING
from petitions.models import DefenceFigures, TrendWarning
from petitions.sources import figures_row
from petitions.states import HeldBy
from petitions.trends import recent

Seen = tuple[int, str, str, int]  # petition, by what, its value, how many
ONE_MINUTE = timedelta(minutes=1)


def warn_of_trends() -> int:
    """Write a warning for each source that passed its figure in the last hour, once an hour; gives how many are new."""
    seen = _too_many(figures_row())
    now = clock.now()
    hour = now.replace(minute=0, second=0, microsecond=0)
    with transaction.atomic():
        known = set(TrendWarning.objects.filter(hour=hour).values_list("petition", "by", "key"))
        fresh = [
            TrendWarning(petition_id=petition, by=by, key=key, figure=figure, hour=hour, noticed_at=now)
            for petition, by, key, figure in seen
            if (petition, by, key) not in known
        ]
        TrendWarning.objects.bulk_create(fresh, ignore_conflicts=True)
        for one in TrendWarning.objects.filter(public_id__in=[row.public_id for row in fresh]):
            data = {"by": one.by, "figure": one.figure}
            events.record("warning.notice", one, actor=CLOCK, to_state=one.state, public=False, data=data)
    return len(fresh)


def _too_many(figures: DefenceFigures) -> list[Seen]:
    """Give the sources that passed their figures; 0 switches a warning off."""
    rows = recent().order_by()
    found: list[Seen] = []
    for by, name, most in ((HeldBy.NETWORK, "personal__network_key", figures.warn_network),
                           (HeldBy.DOMAIN, "personal__domain", figures.warn_domain)):  # fmt: skip
        if most:
            known = rows.exclude(**{f"{name}__isnull": True}).exclude(**{name: ""})
            sums = known.values("petition", value=F(name)).annotate(n=Count("pk")).filter(n__gte=most)
            found += [(row["petition"], str(by), row["value"], row["n"]) for row in sums]
    if figures.warn_minute:
        found += _fast_minutes(figures.warn_minute)
    return found


def _fast_minutes(most: int) -> list[Seen]:
    """Give the petitions whose last full minute passed the figure."""
    now = clock.now().replace(second=0, microsecond=0)
    rows = recent().filter(confirmed_at__gte=now - ONE_MINUTE, confirmed_at__lt=now).order_by()
    sums = rows.values("petition").annotate(n=Count("pk")).filter(n__gte=most)
    return [(row["petition"], str(HeldBy.PETITION), "", row["n"]) for row in sums]


def read_warning(warning: TrendWarning, *, by: Actor) -> None:
    """Mark a warning as seen. Raises Forbidden, WrongState, Conflict."""
    WARNING.fire("read", warning, by=by)
