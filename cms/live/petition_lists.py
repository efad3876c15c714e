"""A list of open petitions on a page: the newest, the most signed of the last days, or the nearest to a threshold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from core import clock
from petitions.listing import Filter, listed, with_recent
from petitions.models import Petition
from petitions.presenting.lists import list_entry, list_url
from petitions.states import PetitionState

RECENT = timedelta(days=7)
# What an editor chooses -> the order of the public list to which the block leads on.
ORDERS = {"open": "newest", "lately": "", "near": "near"}


@dataclass(frozen=True)
class Wanted:
    """What an editor chose: which petitions, how many, of which committee, signed in which constituency."""

    which: str
    count: int
    committee: str = ""
    area: str = ""

    @property
    def filter(self) -> Filter:
        """Give the same choice in the words of the public list."""
        order = ORDERS.get(self.which, "newest")
        return Filter(state=str(PetitionState.OPEN), committee=self.committee, constituency=self.area, order=order)


def petitions_of(wanted: Wanted) -> QuerySet[Petition]:
    """Give the petitions that a block shows; with "lately" those alone that somebody signed lately."""
    rows = listed(wanted.filter)
    if wanted.which != "lately":
        return rows[: wanted.count]
    recent: QuerySet[Any] = with_recent(rows, clock.now() - RECENT)
    return recent.filter(recent__gt=0).order_by("-recent", "-signature_count", "-id")[: wanted.count]


def shown(wanted: Wanted) -> dict[str, Any]:
    """Give {entries, url}: the rows as the public list shows them, and where the whole list stands."""
    return {"entries": [list_entry(petition) for petition in petitions_of(wanted)], "url": list_url(wanted.filter)}
