"""The list of petitions, narrowed and ordered in one way for the page, the API and the older shape of the API."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import get_language

from core.search.backend import LONGEST_QUERY, Asked
from core.search.searching import find
from petitions.models import Milestone, Petition, PetitionStep, Tally, TallyHour, Threshold
from petitions.selectors import ORDERS, listed_petitions
from petitions.states import PUBLIC_STATES, Duty, MilestoneState, PetitionState, StepKind

MOST_FOUND = 100  # of a search: who looks further says more words
ANY = "all"
OWED = (MilestoneState.DUE, MilestoneState.OVERDUE)


def _duty(duty: Duty, *states: MilestoneState) -> Exists:
    return Exists(Milestone.objects.filter(petition=OuterRef("pk"), threshold__duty=duty, state__in=states))


def _happened(kind: StepKind) -> Exists:
    return Exists(PetitionStep.objects.filter(petition=OuterRef("pk"), kind=kind, corrected_by__isnull=True))


def stages() -> dict[str, Q]:
    """Give the stages of a petition's way through the House: what is owed, and what was done. A petition is in several.

    A debate that was refused settles the duty, and is no debate.
    """
    refused = _happened(StepKind.NOT_DEBATED)
    return {
        "awaiting_answer": Q(_duty(Duty.RESPOND, *OWED)),
        "answered": Q(_duty(Duty.RESPOND, MilestoneState.DONE)) | Q(_happened(StepKind.ANSWERED)),
        "awaiting_debate": Q(_duty(Duty.DEBATE, *OWED)),
        "debated": Q(_happened(StepKind.DEBATED)) | (Q(_duty(Duty.DEBATE, MilestoneState.DONE)) & ~Q(refused)),
        "not_debated": Q(refused),
        "overdue": Q(Exists(Milestone.objects.filter(petition=OuterRef("pk"), state=MilestoneState.OVERDUE))),
    }


STAGES = ("awaiting_answer", "answered", "awaiting_debate", "debated", "not_debated", "overdue")


@dataclass(frozen=True)
class Filter:
    """What is asked of the list; empty asks for nothing. `state` is a state or a stage."""

    state: str = ""
    committee: str = ""
    kind: str = ""
    constituency: str = ""
    language: str = ""
    year: int = 0
    q: str = ""
    order: str = ""

    def words(self) -> dict[str, str]:
        """Give what stands in an address: every word that asks for something."""
        return {name: str(value) for name, value in asdict(self).items() if value}


def read_filter(query: Mapping[str, str], usual: str = PetitionState.OPEN) -> Filter:
    """Read a filter from an address; what cannot be meant is left out. `usual`: the state where none is named."""
    state = query.get("state", usual)
    year, order = query.get("year", ""), query.get("order", "")
    language = query.get("language", "")
    return Filter(
        state=state if state in {*PUBLIC_STATES, *STAGES} else "" if state == ANY else str(usual),
        committee=query.get("committee", "")[:60].replace("\x00", ""),
        kind=query.get("kind", "")[:60].replace("\x00", ""),
        constituency=query.get("constituency", "")[:20].replace("\x00", ""),
        language=language if language in dict(settings.LANGUAGES) else "",
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0,
        q=" ".join(query.get("q", "").replace("\x00", " ").split())[:LONGEST_QUERY],
        order=order if order in ORDERS else "",
    )


def narrow(rows: QuerySet[Petition], asked: Filter) -> QuerySet[Petition]:
    """Keep what fits all words of a filter; `rows` are of `selectors.listed_petitions` (they have `published_at`)."""
    if asked.state in STAGES:
        rows = rows.filter(stages()[asked.state])
    elif asked.state:
        rows = rows.filter(state=asked.state)
    if asked.committee:
        rows = rows.filter(committee__slug=asked.committee)
    if asked.kind:
        rows = rows.filter(kind__key=asked.kind)
    if asked.constituency:
        rows = rows.filter(pk__in=signed_in(asked.constituency))
    if asked.language:
        rows = rows.filter(language=asked.language)
    if asked.year:
        rows = rows.filter(published_at__year=asked.year)  # type: ignore[misc]  # an annotation of `listed`
    return with_words(rows, asked.q) if asked.q else rows


def ordered(rows: QuerySet[Petition], asked: Filter) -> QuerySet[Petition]:
    """Order a list; a search without an order puts the best hit first."""
    if asked.q and not asked.order:
        return rows.order_by("-rank", *ORDERS["signed"])  # type: ignore[misc]  # an annotation of `with_words`
    if asked.order == "near":
        rows = with_nearness(rows)
    return rows.order_by(*ORDERS[asked.order or "signed"])


def listed(asked: Filter) -> QuerySet[Petition]:
    """Give the list for a filter, with all that a row shows."""
    return ordered(narrow(listed_petitions(), asked), asked)


def signed_in(code: str) -> QuerySet[Any]:
    """Give the petitions that enough people of a constituency signed to be told of."""
    places = Tally.objects.filter(area__code=code).order_by().values("petition").annotate(total=Sum("count"))
    return places.filter(total__gte=max(settings.SMALLEST_GROUP, 1)).values("petition")


def with_words(rows: QuerySet[Petition], text: str) -> QuerySet[Petition]:
    """Keep the petitions that the search finds, and those in whose request or reasons the text stands as it is.

    `rank` is higher for a better hit.
    """
    asked = Asked(text=text, reader=get_language() or settings.LANGUAGE_CODE, types=("petition",), size=MOST_FOUND)
    hits = list(dict.fromkeys(hit.document.uuid for hit in find(asked).hits))
    whens = [When(public_id=uuid, then=Value(len(hits) - place)) for place, uuid in enumerate(hits)]
    rank = Case(*whens, default=Value(0), output_field=IntegerField())
    as_it_is = Q(action__icontains=text) | Q(background__icontains=text)
    return rows.annotate(rank=rank).filter(Q(public_id__in=hits) | as_it_is)


def with_nearness(rows: QuerySet[Petition]) -> QuerySet[Petition]:
    """Add `nearness`: how much of the way to the next threshold an open petition has gone, in hundred-thousandths."""
    above = Threshold.objects.filter(kind=OuterRef("kind"), count__gt=OuterRef("signature_count")).order_by("count")
    gone = F("signature_count") * 100_000 / Subquery(above.values("count")[:1])
    return rows.annotate(
        nearness=Case(
            When(state=PetitionState.OPEN, then=Coalesce(gone, 0)), default=Value(0), output_field=IntegerField()
        )
    )


def with_recent(rows: QuerySet[Petition], since: datetime) -> QuerySet[Petition]:
    """Add `recent`: the signatures counted since the hour of a moment, less those taken out."""
    hour = since.replace(minute=0, second=0, microsecond=0)
    sums = TallyHour.objects.filter(petition=OuterRef("pk"), hour__gte=hour).order_by().values("petition")
    found = Subquery(sums.annotate(total=Sum("delta")).values("total"))
    return rows.annotate(recent=Coalesce(found, 0, output_field=IntegerField()))


@dataclass(frozen=True)
class Facets:
    """How many petitions stand behind each choice, under all other words of the filter."""

    state: Counter[str]
    committee: Counter[str]
    kind: Counter[str]
    language: Counter[str]
    year: Counter[int]


def facets(asked: Filter) -> Facets:
    """Count the choices in three queries, however many petitions there are."""
    is_stage = asked.state in STAGES
    kept = Filter(state=asked.state if is_stage else "", constituency=asked.constituency, q=asked.q)
    cells = _cells(kept)
    stateless = replace(asked, state="", order="")
    states = Counter(_count(_cells(replace(kept, state="")) if is_stage else cells, stateless, "state"))
    within = replace(asked, state="" if is_stage else asked.state)
    return Facets(
        state=states + _stage_counts(stateless),
        committee=_count(cells, replace(within, committee=""), "committee__slug"),
        kind=_count(cells, replace(within, kind=""), "kind__key"),
        language=_count(cells, replace(within, language=""), "language"),
        year=_count(cells, replace(within, year=0), "year"),
    )


COLUMNS = {
    "state": "state",
    "committee": "committee__slug",
    "kind": "kind__key",
    "language": "language",
    "year": "year",
}


def _cells(kept: Filter) -> list[dict[str, Any]]:
    rows = narrow(listed_petitions(), kept).order_by().prefetch_related(None).select_related(None)
    return list(rows.annotate(year=ExtractYear("published_at")).values(*COLUMNS.values()).annotate(total=Count("pk")))


def _count(cells: list[dict[str, Any]], asked: Filter, column: str) -> Counter[Any]:
    counts: Counter[Any] = Counter()
    wanted = [(COLUMNS[name], getattr(asked, name)) for name in COLUMNS if getattr(asked, name)]
    for cell in cells:
        if cell[column] and all(cell[name] == value for name, value in wanted):
            counts[cell[column]] += cell["total"]
    return counts


def _stage_counts(asked: Filter) -> Counter[str]:
    rows = narrow(listed_petitions(), asked).order_by().prefetch_related(None).select_related(None)
    return Counter(rows.aggregate(**{name: Count("pk", filter=stage) for name, stage in stages().items()}))
