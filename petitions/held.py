"""What is held, gathered for the desk: by petition and rule, oldest first, with the day by which it is decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Count, Min, QuerySet
from django.utils.translation import gettext_lazy as _

from core import clock
from petitions.models import Petition, Signature
from petitions.sources import figures_row
from petitions.states import HeldBy, SignatureState

RULES = {
    HeldBy.NETWORK: _("Many from one network"),
    HeldBy.DOMAIN: _("Many from one domain"),
    HeldBy.PETITION: _("Many at once"),
    "listed_network": _("A listed network"),
    "listed_domain": _("A listed domain"),
}
AT_ONCE = 200
BY_HAND = "by-hand"  # how an address names the group that no rule holds


@dataclass(frozen=True)
class HeldGroup:
    """The held signatures of one petition under one rule; claimed and decided together."""

    petition: Petition
    rule: str
    count: int
    oldest: datetime
    due: datetime

    _meta = Signature._meta

    @property
    def public_id(self) -> UUID:
        """Give the id under which somebody says that they are on it."""
        return uuid5(self.petition.public_id, f"held:{self.rule}")

    @property
    def slug(self) -> str:
        """Give the rule as its address writes it; what no rule holds has a name there too."""
        return self.rule or BY_HAND

    @property
    def words(self) -> Any:
        """Say why they are held."""
        return words_of(self.rule)

    @property
    def is_overdue(self) -> bool:
        """Tell whether the day that was promised to the oldest has passed."""
        return self.due < clock.now()


def words_of(rule: str) -> Any:
    """Say a rule in words."""
    return RULES.get(rule, rule or _("By hand"))


def held_groups(petition: Petition | None = None) -> list[HeldGroup]:
    """Give the groups, the longest waiting first; four statements whatever there is."""
    rows = Signature.objects.filter(state=SignatureState.HELD)
    if petition is not None:
        rows = rows.filter(petition=petition)
    sums = rows.order_by().values("petition", "hold_rule").annotate(n=Count("pk"), oldest=Min("confirmed_at"))
    found = list(sums.order_by("oldest"))
    petitions = Petition.objects.prefetch_related("translations").in_bulk({row["petition"] for row in found})
    life = timedelta(days=figures_row().hold_days)
    now = clock.now()
    return [
        HeldGroup(
            petitions[row["petition"]], row["hold_rule"], row["n"], row["oldest"] or now, (row["oldest"] or now) + life
        )
        for row in found
    ]


def held_of(petition: Petition, rule: str) -> QuerySet[Signature]:
    """Give the held signatures of one group, oldest first, with their details."""
    rows = petition.signatures.filter(state=SignatureState.HELD, hold_rule=rule)
    return rows.select_related("personal", "area").order_by("confirmed_at", "pk")
