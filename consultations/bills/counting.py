"""Counters kept with each move: a comment counts on its clause and on everything that holds the clause."""

from __future__ import annotations

from django.db.models import Count, F, Q

from consultations.bills.models import Annotation, ClauseCounter, Provision, Version
from consultations.bills.states import Stance
from core.comments.states import CommentState


def count_annotation(annotation: Annotation, change: int) -> None:
    """Add (1) or take away (-1) a published comment; call it in the transaction of the move."""
    clauses = _clauses_over(annotation)
    counters = ClauseCounter.objects.filter(version_id=annotation.version_id, clause_id__in=clauses)
    # Locked in one order, so that two moderators never wait for each other.
    list(counters.select_for_update().order_by("pk").values_list("pk"))
    counters.update(**{"total": F("total") + change, annotation.stance: F(annotation.stance) + change})
    counters.filter(clause_id=annotation.clause_id).update(own=F("own") + change)
    Version.objects.filter(pk=annotation.version_id).update(comments_count=F("comments_count") + change)


def make_counters(version: Version) -> None:
    """Make the empty counters of a new version."""
    clauses = version.provisions.values_list("clause_id", flat=True)
    ClauseCounter.objects.bulk_create(ClauseCounter(version=version, clause_id=clause) for clause in clauses)


def recount(version: Version) -> list[str]:
    """Count a version's comments from scratch, mend what drifted, and give the codes of what was wrong."""
    right = _count_again(version)
    wrong = []
    for counter in version.counters.select_related("clause"):
        found = right.get(counter.clause_id, {})
        figures = {name: found.get(name, 0) for name in ("own", "total", *Stance.values)}
        if any(getattr(counter, name) != value for name, value in figures.items()):
            ClauseCounter.objects.filter(pk=counter.pk).update(**figures)
            wrong.append(counter.clause.code)
    total = version.annotations.filter(comment__state=CommentState.PUBLISHED).count()
    Version.objects.filter(pk=version.pk).update(comments_count=total)
    return wrong


def _clauses_over(annotation: Annotation) -> list[int]:
    """Give the clause of an annotation and every clause that holds it in its version."""
    path = annotation.version.provisions.values_list("path", flat=True).get(clause_id=annotation.clause_id)
    steps = path.split(".")
    paths = [".".join(steps[: size + 1]) for size in range(len(steps))]
    return list(annotation.version.provisions.filter(path__in=paths).values_list("clause_id", flat=True))


def _count_again(version: Version) -> dict[int, dict[str, int]]:
    """Give the true figures by clause, from the annotations themselves."""
    shown = Q(clause__annotations__version=version, clause__annotations__comment__state=CommentState.PUBLISHED)
    counts = {
        name: Count("clause__annotations", filter=shown & Q(clause__annotations__stance=name)) for name in Stance.values
    }
    rows = list(Provision.objects.filter(version=version).annotate(**counts).order_by("order"))
    figures: dict[int, dict[str, int]] = {}
    by_path = {row.path: row for row in rows}
    for row in rows:
        own = {name: getattr(row, name) for name in Stance.values}
        figures.setdefault(row.clause_id, {})["own"] = sum(own.values())
        steps = row.path.split(".")
        for size in range(len(steps)):
            above = figures.setdefault(by_path[".".join(steps[: size + 1])].clause_id, {})
            for name, value in {**own, "total": sum(own.values())}.items():
                above[name] = above.get(name, 0) + value
    return figures
