"""Reading one petition with all its figures in few queries, whatever its size: what its page shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import (
    Count,
    F,
    FilteredRelation,
    Func,
    IntegerField,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from core.actors import Actor
from core.parliament.models import Area
from petitions.models import Petition, RejectionReason, Tally, TallyHour, Threshold
from petitions.models.petitions import Words
from petitions.selectors import seen_by_all, shown_to
from petitions.states import PetitionState


class Seconds(Func):
    """The seconds of an instant since 1970, a whole number on both engines."""

    output_field = IntegerField()
    template = "CAST(EXTRACT(EPOCH FROM %(expressions)s) AS BIGINT)"

    def as_sqlite(self, compiler: Any, connection: Any, **rest: Any) -> Any:
        """Write it for SQLite, which keeps instants as text."""
        return super().as_sql(compiler, connection, template="CAST(strftime('%%%%s', %(expressions)s) AS INTEGER)")


class Floor(Func):
    """The whole part of one whole number divided by another; both engines leave the rest out."""

    arg_joiner = " / "
    template = "(%(expressions)s)"
    output_field = IntegerField()


def petition_for_page(number: int, actor: Actor) -> Petition:
    """Give one petition with its translation for the reader and its thresholds, each with what it made: two queries.

    A threshold's `crossed` is its milestone of this petition, or None. Clerks also see what is not public. Raises
    NotFound, Gone.
    """
    language = (get_language() or "").split("-")[0]
    rows = Petition.objects.annotate(
        translated=FilteredRelation("translations", condition=Q(translations__language=language)),
        # The text that stands, where it is a correction: only then has a version a note.
        corrected=FilteredRelation("versions", condition=Q(versions__number=F("text_version"), versions__note__gt="")),
    )
    # The plugin of mypy knows no filtered relations.
    rows = rows.select_related("committee", "kind", "rejection_reason", "merged_into", "translated", "corrected")  # type: ignore[misc]
    petition = shown_to(rows.filter(number=number).first(), actor)
    prefetch_related_objects([petition], Prefetch("kind__thresholds", queryset=_ladder(petition)))
    for threshold in petition.kind.thresholds.all():
        if milestone := getattr(threshold, "crossed", None):
            milestone.threshold, milestone.petition = threshold, petition
    return petition


def _ladder(petition: Petition) -> QuerySet[Threshold]:
    """List thresholds in their order, each with the milestone that it made here."""
    crossed = FilteredRelation("milestones", condition=Q(milestones__petition=petition.pk))
    rows = Threshold.objects.annotate(crossed=crossed).select_related("office", "crossed__office")  # type: ignore[misc]
    return rows.order_by("count")


def words_of(petition: Petition) -> Words:
    """Give the text of a petition read by `petition_for_page` as its reader sees it; asks nothing more."""
    row = getattr(petition, "translated", None)
    if row is None or row.language == petition.language:
        return petition.words(petition.language)
    return Words(row.language, row.action, row.background, row.details, is_translation=True)


def growth(petition: Petition, since: datetime, width: int) -> list[tuple[int, int]]:
    """Give the folded changes by steps of `width` seconds since a moment, as (step, change); one query.

    What came before the moment stands in step 0.
    """
    place = Floor(Seconds(F("hour")) - Value(int(since.timestamp())), Value(width))
    rows = TallyHour.objects.filter(petition=petition).annotate(step=place).values("step").order_by("step")
    steps: dict[int, int] = {}
    for step, change in rows.annotate(change=Sum("delta")).values_list("step", "change"):
        steps[max(step, 0)] = steps.get(max(step, 0), 0) + change
    return sorted(steps.items())


def constituencies_signing(petition: Petition) -> list[Area]:
    """List the own constituencies, each with `signed`, its folded count for a petition; one query."""
    there = Tally.objects.filter(petition=petition, area=OuterRef("pk")).order_by().values("area")
    rows = Area.objects.filter(kind=Area.Kind.CONSTITUENCY, scheme="own").order_by("code")
    return list(rows.annotate(signed=Coalesce(Subquery(there.annotate(total=Sum("count")).values("total")), 0)))


def signed_most(area: Area, *, at_least: int = 1) -> QuerySet[Petition]:
    """List the public petitions that a constituency signed, with `signed_here`, most signed there first.

    Counts below `at_least` are left out: few people in one place are never shown (setting SMALLEST_GROUP).
    """
    here = Tally.objects.filter(petition=OuterRef("pk"), area=area).order_by().values("petition")
    rows = Petition.objects.filter(seen_by_all())
    rows = rows.annotate(signed_here=Coalesce(Subquery(here.annotate(total=Sum("count")).values("total")), 0))
    rows = rows.filter(signed_here__gte=max(at_least, 1)).select_related("committee", "kind")
    return rows.prefetch_related("translations").order_by("-signed_here", "-id")


def electors() -> int:
    """Give how many electors the own constituencies have together; 0 where it is not known of each."""
    sizes = Area.objects.filter(kind=Area.Kind.CONSTITUENCY, scheme="own").values_list("electorate", flat=True)
    known = [size for size in sizes if size]
    return sum(known) if len(known) == len(sizes) else 0


def rejections_by_reason() -> list[dict[str, Any]]:
    """Give how many public petitions were rejected for each reason, most first: {code, reason, total}.

    Reasons of one code in several versions of a kind are one; the newest says the words.
    """
    rows = Petition.objects.filter(state=PetitionState.REJECTED, number__isnull=False, rejection_reason__isnull=False)
    found = rows.values("rejection_reason__code").annotate(total=Count("id"), newest=Max("rejection_reason"))
    totals = [(row["rejection_reason__code"], row["newest"], row["total"]) for row in found]
    reasons = RejectionReason.objects.in_bulk([newest for _code, newest, _total in totals])
    lines = [{"code": code, "reason": reasons[newest], "total": total} for code, newest, total in totals]
    return sorted(lines, key=lambda line: (-line["total"], line["code"]))
