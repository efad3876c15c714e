"""Reading petitions: what a page, a list, the API or a live block may show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, DateTimeField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from core import clock
from core.actors import Actor
from core.errors import Gone, NotFound
from core.parliament.models import Area
from petitions.models import Milestone, Petition, PetitionKind, RejectionReason, Tally, TallyHour, Threshold
from petitions.rules import is_petitions_clerk, is_public
from petitions.states import MAY_END_UNREAD, PUBLIC_STATES, PetitionState, SignatureState

ORDERS = {
    "signed": ("-signature_count", "-id"),
    "newest": ("-published_at", "-id"),
    "closing": ("ends_at", "id"),
    "near": ("-nearness", "-id"),  # of petitions.listing.with_nearness
}
NEVER = datetime(9999, 12, 31, tzinfo=UTC)


def seen_by_all(to: str = "") -> Q:
    """Hold for the petitions that everybody may see (`rules.is_public`); `to` leads there from another table."""
    unread = Q(**{f"{to}state__in": MAY_END_UNREAD, f"{to}opened_at__isnull": True})
    return Q(**{f"{to}state__in": PUBLIC_STATES, f"{to}number__isnull": False}) & ~unread


def public_petitions() -> QuerySet[Petition]:
    """List what everybody may see, with what a row shows."""
    rows = Petition.objects.filter(seen_by_all())
    return rows.select_related("committee", "kind", "rejection_reason").prefetch_related("translations")


def listed_petitions(*, state: str = "", order: str = "signed", committee: str = "") -> QuerySet[Petition]:
    """List public petitions by state, committee slug and order ("signed", "newest", "closing").

    A rejected petition never opened and never closes: it stands where it was decided, and last among the closing ones,
    on every engine alike.
    """
    rows = public_petitions().annotate(
        published_at=Coalesce("opened_at", "rejected_at", "created_at"),
        ends_at=Coalesce("closes_at", Value(NEVER), output_field=DateTimeField()),
    )
    if state:
        rows = rows.filter(state=state)
    if committee:
        rows = rows.filter(committee__slug=committee)
    return rows.prefetch_related("kind__thresholds").order_by(*ORDERS.get(order, ORDERS["signed"]))


def with_moves(rows: QuerySet[Petition], actor: Actor) -> QuerySet[Petition]:
    """Read along what the life cycle asks of each row to say what an actor may do with it; nothing for the public."""
    return rows.prefetch_related("merges") if is_petitions_clerk(actor, None) else rows


def open_petitions() -> QuerySet[Petition]:
    """List petitions one can sign now, most signed first."""
    return listed_petitions(state=PetitionState.OPEN)


def visible_petition(number: int, actor: Actor) -> Petition:
    """Give one petition by its number; clerks also see what is not public. Raises NotFound, Gone."""
    rows = Petition.objects.select_related("committee", "kind", "rejection_reason", "petitioner", "merged_into")
    petition = rows.prefetch_related("kind__thresholds", "translations").filter(number=number).first()
    return shown_to(petition, actor)


def petition_to_sign(number: int, actor: Actor) -> Petition:
    """Give one petition by its number with its kind: what the door of signing needs. Raises as `visible_petition`."""
    rows = Petition.objects.select_related("committee", "kind")
    return shown_to(rows.filter(number=number).order_by().first(), actor)


def shown_to(petition: Petition | None, actor: Actor) -> Petition:
    """Give a petition that an actor may see. Raises NotFound, Gone with the reference for what an order removed.

    Of such a one only the reference stays, for everybody; the desk has its own screen.
    """
    if petition is not None and petition.state == PetitionState.HIDDEN and petition.removed_by_order:
        raise Gone(_("Removed by order: %(reference)s") % {"reference": petition.removed_by_order})
    if petition is None or not (is_public(petition) or is_petitions_clerk(actor, petition)):
        raise NotFound()
    return petition


def supported_petition(key: str) -> Petition:
    """Give the petition behind the link by which supporters were asked. Raises NotFound, also once it is withdrawn.

    One that is public has a number and a page of its own.
    """
    waits = Q(state__in=(PetitionState.GATHERING_SUPPORTERS, PetitionState.IN_MODERATION))
    rows = Petition.objects.select_related("kind", "committee").prefetch_related("translations")
    petition = rows.filter(waits | seen_by_all(), support_key=key).first() if key else None
    if petition is None:
        raise NotFound()
    return petition


def supporters(petition: Petition) -> int:
    """Count who has confirmed so far."""
    return petition.signatures.filter(state=SignatureState.CONFIRMED).count()


def takes_signatures(petition: Petition, support_key: str = "") -> bool:
    """Tell whether a signature is taken now: the petition is open, or gathers supporters and the secret key fits."""
    if petition.state == PetitionState.GATHERING_SUPPORTERS:
        return bool(support_key) and support_key == petition.support_key
    return petition.state == PetitionState.OPEN and (petition.closes_at is None or petition.closes_at > clock.now())


def still_confirms(petition: Petition, signed_at: datetime) -> bool:
    """Tell whether a signature given at a moment may still be confirmed: for some hours after the end, too.

    The kind says how many (`grace_hours`): a code that was mailed in the last minute must be of use. What was given
    after the end never counts.
    """
    if takes_signatures(petition, petition.support_key):
        return True
    ended_at = min((moment for moment in (petition.closes_at, petition.closed_at) if moment), default=None)
    if petition.state not in {PetitionState.OPEN, PetitionState.CLOSED} or ended_at is None:
        return False
    return signed_at < ended_at and clock.now() < ended_at + timedelta(hours=petition.kind.grace_hours)


def next_threshold(petition: Petition) -> Threshold | None:
    """Give the lowest threshold that the count has not reached."""
    rows = sorted(petition.kind.thresholds.all(), key=lambda row: row.count)
    return next((row for row in rows if row.count > petition.signature_count), None)


def milestones_of(petition: Petition) -> list[Milestone]:
    """List a petition's milestones by threshold."""
    return list(petition.milestones.select_related("threshold__office", "office").order_by("threshold__count"))


def milestone_queue() -> QuerySet[Milestone]:
    """List all duties, the soonest due first."""
    return Milestone.objects.select_related("petition", "threshold").order_by("due_on", "id")


def signatures_by_area(petition: Petition) -> dict[int, int]:
    """Give the folded count by area key."""
    rows = Tally.objects.filter(petition=petition, area__isnull=False).values("area").annotate(total=Sum("count"))
    return {row["area"]: row["total"] for row in rows}


def signatures_by_place(petition: Petition) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Give the folded count by area and, where there is none, by country; both together are the whole count."""
    rows = Tally.objects.filter(petition=petition)
    found = Area.objects.in_bulk(list(totals := signatures_by_area(petition)))
    areas = [{"area": found[key], "signatures": total} for key, total in totals.items() if total]
    abroad = rows.filter(area__isnull=True).values("country").annotate(total=Sum("count")).order_by("country")
    countries = [{"code": row["country"], "signatures": row["total"]} for row in abroad if row["total"]]
    return sorted(areas, key=lambda row: (row["area"].scheme, row["area"].code)), countries


def places_told(petition: Petition) -> tuple[list[dict[str, Any]], list[dict[str, Any]], int]:
    """Give the count by area and country as it is told, and how many signatures stand in areas too small to tell.

    Of fewer people in one place than the setting SMALLEST_GROUP the figure is None. What was brought over from another
    site was told there already.
    """
    areas, countries = signatures_by_place(petition)
    small = [row for row in areas if row["area"].scheme == "own" and row["signatures"] < settings.SMALLEST_GROUP]
    not_told = sum(row["signatures"] for row in small)
    for row in small:
        row["signatures"] = None
    return areas, countries, not_told


def most_signed_in(area: int, *, at_least: int, limit: int) -> list[tuple[Petition, int]]:
    """Give the open petitions that an area signs most, each with its count there; small counts are left out."""
    rows = Tally.objects.filter(area=area, petition__state=PetitionState.OPEN, petition__number__isnull=False)
    sums = rows.values("petition").annotate(total=Sum("count")).filter(total__gte=at_least).order_by("-total")[:limit]
    totals = [(row["petition"], row["total"]) for row in sums]
    found = public_petitions().in_bulk([key for key, _total in totals])
    return [(found[key], total) for key, total in totals if key in found]  # one may be hidden in between


def hourly_series(petition: Petition) -> list[tuple[object, int]]:
    """Give the folded changes by hour, oldest first."""
    return list(TallyHour.objects.filter(petition=petition).order_by("hour").values_list("hour", "delta"))


def state_counts() -> dict[str, int]:
    """Give how many public petitions stand in each state."""
    rows = Petition.objects.filter(seen_by_all()).values("state")
    found = {row["state"]: row["total"] for row in rows.annotate(total=Count("id"))}
    return {str(state): found.get(state, 0) for state in PUBLIC_STATES}


def current_kind() -> PetitionKind:
    """Give the kind under which a new petition starts: of several, the one that stood first. Raises NotFound."""
    first = PetitionKind.objects.filter(key=OuterRef("key")).order_by("pk").values("pk")[:1]
    rows = PetitionKind.objects.filter(is_current=True).annotate(since=Subquery(first))
    kind = rows.order_by("since", "-version").first()
    if kind is None:
        raise NotFound()
    return kind


def rejection_reasons(petition: Petition) -> list[RejectionReason]:
    """List the reasons a clerk may choose from."""
    return list(RejectionReason.objects.filter(kind=petition.kind_id))
