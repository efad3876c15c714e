"""Counters kept with each move: a comment counts on its clause and on everything that holds the clause.

One rule for every version: it counts what people said on it and on the versions before, where each comment stands in
it, as the page of the clause lists them (`standing`). What stands on no clause any more counts on the bill alone.
"""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Count, F, QuerySet

from consultations.bills.models import Annotation, Bill, ClauseCounter, Provision, Version
from consultations.bills.states import PUBLIC, Place, Stance
from core.comments.states import CommentState

BATCH = 500
FIGURES = ("own", "total", *Stance.values)


def lock_bill(key: int) -> Bill:
    """Give a bill, held until the transaction ends: its versions move, and its comments count, one by one."""
    return Bill.objects.select_for_update(no_key=True).get(pk=key)


def count_annotation(annotation: Annotation, change: int) -> None:
    """Add (1) or take away (-1) a published comment, in every version that lists it; call it in the move's transaction.

    A version is published under the same lock, so that none is counted without this comment.
    """
    written_on = annotation.version
    lock_bill(written_on.bill_id)
    versions = Version.objects.filter(bill=written_on.bill_id, state__in=PUBLIC, number__gte=written_on.number)
    for version in versions.order_by("pk"):
        _move(version, annotation, change)


def make_counters(version: Version) -> None:
    """Make the empty counters of a new version."""
    clauses = version.provisions.values_list("clause_id", flat=True)
    ClauseCounter.objects.bulk_create(
        (ClauseCounter(version=version, clause_id=clause) for clause in clauses), batch_size=BATCH
    )


def recount(version: Version) -> list[str]:
    """Count a version's comments from scratch, mend what drifted, and give the codes of what was wrong."""
    right, total = _count_again(version)
    wrong = []
    for counter in version.counters.select_related("clause"):
        figures = {name: right[counter.clause_id][name] for name in FIGURES}
        if any(getattr(counter, name) != value for name, value in figures.items()):
            for name, value in figures.items():
                setattr(counter, name, value)
            wrong.append(counter)
    ClauseCounter.objects.bulk_update(wrong, FIGURES, batch_size=BATCH)
    Version.objects.filter(pk=version.pk).update(comments_count=total)
    version.comments_count = total
    return [counter.clause.code for counter in wrong]


def standing(paths: dict[int, str], clause: int, unit: int) -> str:
    """Give the path of the provision that a comment stands on: its own clause, else the one whose page it was
    written on; nothing where the version has neither.
    """
    return paths.get(clause) or paths.get(unit) or ""


def _move(version: Version, annotation: Annotation, change: int) -> None:
    """Move the counters of one version; one that was kept by an older rule is counted anew."""
    own = (annotation.clause_id, annotation.unit_id)
    paths = _paths(version.provisions.filter(clause_id__in=own))
    path = standing(paths, *own)
    over = version.provisions.filter(path__in=_steps(path)).values("clause_id")
    counters = ClauseCounter.objects.filter(version=version, clause_id__in=over)
    # Locked in one order, so that two moderators never wait for each other.
    rows = list(counters.select_for_update(of=("self",)).order_by("pk"))
    figures = [version.comments_count, *(min(row.total, getattr(row, annotation.stance)) for row in rows)]
    if min(figures) + change < 0:
        recount(version)
        return
    keys = ClauseCounter.objects.filter(pk__in=[row.pk for row in rows])
    keys.update(**{"total": F("total") + change, annotation.stance: F(annotation.stance) + change})
    keys.filter(clause_id__in=[clause for clause in own if path and paths.get(clause) == path]).update(
        own=F("own") + change
    )
    Version.objects.filter(pk=version.pk).update(comments_count=F("comments_count") + change)


def _count_again(version: Version) -> tuple[dict[int, dict[str, int]], int]:
    """Give the true figures by clause, and how many comments there are, from the annotations themselves."""
    clauses = dict(version.provisions.values_list("path", "clause_id"))
    paths, total = _paths(version.provisions.all()), 0
    said = Annotation.objects.filter(
        version__bill=version.bill_id, version__number__lte=version.number, comment__state=CommentState.PUBLISHED
    )
    figures: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(FIGURES, 0))
    for clause, unit, stance, count in said.values_list("clause", "unit", "stance").annotate(Count("pk")).order_by():
        total += count
        path = standing(paths, clause, unit)
        for step in _steps(path):
            figures[clauses[step]]["total"] += count
            figures[clauses[step]][stance] += count
        if path:
            figures[clauses[path]]["own"] += count
    return figures, total


def _paths(rows: QuerySet[Provision]) -> dict[int, str]:
    """Give the path of every provision that can carry a comment, by its clause."""
    return dict(rows.exclude(place=Place.GROUP).values_list("clause_id", "path"))


def _steps(path: str) -> list[str]:
    """Give a path and the paths of all that holds it."""
    steps = path.split(".") if path else []
    return [".".join(steps[: size + 1]) for size in range(len(steps))]
