"""Reading reports, decisions, appeals and claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from core import clock
from core.actors import Actor
from core.errors import NotFound
from core.moderation.models import Appeal, Claim, Decision, Report
from core.moderation.rules import works_for_the_house
from core.moderation.states import OPEN_REPORTS
from core.moderation.targets import targets, unlogged


@dataclass(frozen=True)
class Counts:
    """The public figures of the log; each table adds up to `total`, the number of its rows."""

    total: int
    by_rule: dict[str, int]
    by_kind: dict[str, int]
    by_outcome: dict[str, int]
    by_month: dict[date, int]


def reports() -> QuerySet[Report]:
    """List every report."""
    return Report.objects.all()


def appeals() -> QuerySet[Appeal]:
    """List every appeal with the decision it is about."""
    return Appeal.objects.select_related("decision__report")


def reports_of(actor: Actor, rows: QuerySet[Report]) -> QuerySet[Report]:
    """Keep the reports that somebody decides on; a clerk of one committee on those about what lies with it."""
    return _kept_for(actor, rows, "")


def appeals_of(actor: Actor, rows: QuerySet[Appeal]) -> QuerySet[Appeal]:
    """Keep the appeals that somebody decides on, as `reports_of`."""
    return _kept_for(actor, rows, "decision__")


def _kept_for(actor: Actor, rows: QuerySet[Any], path: str) -> QuerySet[Any]:
    if works_for_the_house(actor):
        return rows
    own = Q(pk__in=[])
    for target in targets() if "clerk" in actor.roles else ():
        if target.is_every_clerks:
            own |= Q(**{f"{path}kind": target.kind})
        elif target.kept_for is not None:
            things = target.kept_for(actor).order_by().values("public_id")
            own |= Q(**{f"{path}kind": target.kind, f"{path}target_id__in": things})
    return rows.filter(own)


def report_by_reference(public_id: UUID) -> Report:
    """Give a report by its reference; raises NotFound."""
    report = Report.objects.filter(public_id=public_id).first()
    if report is None:
        raise NotFound()
    return report


def public_decisions(*, kind: str = "", rule: str = "", outcome: str = "") -> QuerySet[Decision]:
    """List the log, newest first, or what of it is asked for."""
    asked = {"kind": kind, "rule": rule, "outcome": outcome}
    return _logged().filter(**{name: value for name, value in asked.items() if value}).order_by("-id")


def _logged() -> QuerySet[Decision]:
    return Decision.objects.exclude(kind__in=unlogged())


def decisions_about(target_id: UUID) -> QuerySet[Decision]:
    """List what was decided about one thing, newest first."""
    return Decision.objects.filter(target_id=target_id).order_by("-id")


def other_reports(report: Report) -> QuerySet[Report]:
    """List the other reports about the same thing, newest first."""
    return Report.objects.filter(target_id=report.target_id).exclude(pk=report.pk).order_by("-id")


def decision_counts() -> Counts:
    """Count the log by rule, kind, outcome and month, in one statement: no figure can miss a row."""
    month = TruncMonth("decided_at", tzinfo=clock.parliament_zone())
    rows = _logged().order_by().values("rule", "kind", "outcome", month=month).annotate(n=Count("pk"))
    sums: dict[str, Counter[Any]] = {name: Counter() for name in ("rule", "kind", "outcome", "month")}
    row: Any
    for row in rows:
        for name, counter in sums.items():
            counter[row[name]] += row["n"]
    by_month = {moment.date(): count for moment, count in sorted(sums["month"].items(), reverse=True)}
    return Counts(
        sums["kind"].total(), _most(sums["rule"]), _most(sums["kind"]), _most(sums["outcome"]), by_month
    )  # fmt: skip


def report_counts() -> dict[str, int]:
    """Count the reports: received, still open, overdue."""
    waiting = Q(state__in=OPEN_REPORTS)
    late = waiting & Q(due_on__lt=clock.today())
    return Report.objects.aggregate(
        received=Count("pk"), waiting=Count("pk", filter=waiting), overdue=Count("pk", filter=late)
    )


def claims_on(public_ids: Iterable[UUID]) -> dict[UUID, Claim]:
    """Give the marks that run now on some records, with their people, by the records' public ids."""
    rows = Claim.objects.select_related("user").filter(subject_id__in=list(public_ids), until__gt=clock.now())
    return {claim.subject_id: claim for claim in rows}


def claimed_by_others(actor: Actor) -> set[UUID]:
    """Give the public ids of what somebody else is on now."""
    running = Claim.objects.filter(until__gt=clock.now())
    return set(running.exclude(user=actor.user).values_list("subject_id", flat=True))


def is_on(record: Any, actor: Actor) -> bool:
    """Tell whether somebody's own mark runs on a record."""
    running = Claim.objects.filter(subject_id=record.public_id, until__gt=clock.now())
    return actor.user is not None and running.filter(user=actor.user).exists()


def _most(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(counter.items(), key=lambda item: (-item[1], item[0])))
