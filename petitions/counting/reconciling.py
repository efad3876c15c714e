"""The reconciliation: what came in, where each of it stands, and how the shown count is made up.

All figures come from one statement, so they belong to one moment. Sums are made from their parts, never asked apart.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.cache import cache
from django.db.models import Case, CharField, Count, F, OuterRef, Subquery, Sum, Value, When
from django.db.models.functions import Cast, Coalesce

from core import clock
from petitions.counting.notes import origin_of, verifier_keys
from petitions.models import CountLog, InvalidatedRow, Petition, Signature, Tally, TallyEntry
from petitions.states import CountedClass, SignatureState

KEPT_SECONDS = 30
OTHER = "other"
WITH, WITHOUT = "with", "without"
Parts = Counter[tuple[str, str, str]]


def reconciliation(petition: Petition) -> dict[str, Any]:
    """Give the figures of a petition, at most half a minute old: counting rows is too dear for each reader."""
    key = f"petitions.reconciliation:{petition.pk}"
    found: dict[str, Any] | None = cache.get(key)
    if found is None:
        found = reconcile(petition)
        cache.set(key, found, KEPT_SECONDS)
    return found


def reconcile(petition: Petition) -> dict[str, Any]:
    """Give the figures as they are now; what the published file says."""
    parts = _parts(petition)
    rows = {str(state): _sum(parts, "row", state) for state in SignatureState}
    reasons = {one: n for (kind, one, _), n in sorted(parts.items()) if kind == "why" and n}
    classes = {str(one): _sum(parts, "tally", one) for one in CountedClass}
    origin = origin_of(petition.public_id)
    return {
        "petition": {"id": str(petition.public_id), "number": petition.number},
        "at": clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "received": sum(rows.values()),
        "pending": rows[SignatureState.PENDING],
        "confirmed": rows[SignatureState.CONFIRMED],
        "held": rows[SignatureState.HELD],
        "withdrawn": rows[SignatureState.WITHDRAWN],
        "invalidated": {"total": rows[SignatureState.INVALIDATED], "by_reason": reasons},
        "counted": {
            "total": sum(classes.values()),
            "by_class": classes,
            "paper": classes[CountedClass.PAPER],
            "imported": classes[CountedClass.IMPORTED],
            "with_area": _sum(parts, "tally", place=WITH),
            "without_area": _sum(parts, "tally", place=WITHOUT),
        },
        "being_counted": _sum(parts, "waiting"),
        **_merge(petition, classes),
        "log": {"origin": origin, "size": _sum(parts, "size"), "keys": verifier_keys(origin)},
    }


def _merge(petition: Petition, classes: dict[str, int]) -> dict[str, Any]:
    """Say of a petition that was merged where to, and how many of its signers nobody could ask."""
    if petition.merged_into is None:
        return {}
    stay = {str(one): classes[one] for one in (CountedClass.PAPER, CountedClass.IMPORTED)}
    return {"merged": {"into": petition.merged_into.number, "not_asked": stay}}


def _sum(parts: Parts, kind: str, name: str = "", *, place: str = "") -> int:
    return sum(
        n for (one, two, three), n in parts.items() if one == kind and name in {"", two} and place in {"", three}
    )


def _parts(petition: Petition) -> Parts:
    """Ask for everything in one statement: (what, which, where) and its figure."""
    signatures = Signature.objects.filter(petition=petition)
    why = InvalidatedRow.objects.filter(signature=OuterRef("pk"), restored_at=None).order_by("-pk").values("reason")
    place = Case(When(area__isnull=True, then=Value(WITHOUT)), default=Value(WITH), output_field=CharField())
    queries = [
        signatures.annotate(a=_word("row"), b=F("state"), c=F("counted_class"))
        .values("a", "b", "c").annotate(n=Count("pk")),
        signatures.filter(state=SignatureState.INVALIDATED)
        .annotate(a=_word("why"), b=Coalesce(Subquery(why[:1]), Value(OTHER)), c=_word(""))
        .values("a", "b", "c").annotate(n=Count("pk")),
        Tally.objects.filter(petition=petition).annotate(a=_word("tally"), b=F("counted_class"), c=place)
        .values("a", "b", "c").annotate(n=Sum("count")),
        TallyEntry.objects.filter(petition=petition, sequence__isnull=True, folded_at__isnull=True)
        .annotate(a=_word("waiting"), b=F("counted_class"), c=_word(""))
        .values("a", "b", "c").annotate(n=Sum("delta")),
        CountLog.objects.filter(petition=petition).annotate(a=_word("size"), b=_word(""), c=_word(""))
        .values("a", "b", "c").annotate(n=Sum("size")),
    ]  # fmt: skip
    listed = [query.values_list("a", "b", "c", "n") for query in queries]
    found: Parts = Counter()
    for one, two, three, n in listed[0].union(*listed[1:], all=True):
        found[str(one), str(two), str(three)] += int(n or 0)
    return found


def _word(text: str) -> Cast:
    return Cast(Value(text), CharField(max_length=24))
