"""A crossed threshold makes a milestone, once in a petition's life; the stamp stays where the count falls again.

What crosses is the shown figure: a count that nobody could see, inside one fold, owes nothing to anybody.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet, Sum

from core import clock, events
from core.actors import CLOCK
from core.parliament.days import working_days_after
from petitions.models import Milestone, Petition, Tally, Threshold
from petitions.states import CountedClass, CountedFor

KINDS: dict[str, Callable[[QuerySet[Tally]], QuerySet[Tally]]] = {
    CountedFor.HERE: lambda rows: rows.filter(area__isnull=False),
    CountedFor.VERIFIED: lambda rows: rows.filter(counted_class=CountedClass.VERIFIED),
}


def reach_thresholds(petition: Petition) -> list[Milestone]:
    """Create the milestone of each threshold that its count has reached and that has none yet; gives the new ones."""
    near = Threshold.objects.filter(kind=petition.kind_id, count__lte=petition.signature_count)
    missing = near.exclude(milestones__petition=petition)
    made = [_reach(petition, row) for row in missing if counted_for(petition, row.counted) >= row.count]
    return [milestone for milestone in made if milestone]


def counted_for(petition: Petition, which: str) -> int:
    """Give the folded count of the signatures that a threshold counts."""
    if which not in KINDS:
        return petition.signature_count
    return KINDS[which](Tally.objects.filter(petition=petition)).aggregate(total=Sum("count"))["total"] or 0


def _reach(petition: Petition, threshold: Threshold) -> Milestone | None:
    """Make the milestone; None where a rival was first, for the database holds the rule."""
    milestone, is_new = Milestone.objects.get_or_create(
        petition=petition, threshold=threshold,
        defaults={
            "reached_at": clock.now(), "due_on": working_days_after(clock.today(), threshold.days_allowed),
        },
    )  # fmt: skip
    if not is_new:
        return None
    facts = {"threshold": threshold.key, "count": threshold.count, "duty": threshold.duty}
    events.record("milestone.reach", milestone, actor=CLOCK, to_state=milestone.state, data=facts)
    return milestone
