"""Which signatures a saved query means: by clear columns in the database, by encrypted ones in a decrypted batch."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from django.db.models import Max, Q, QuerySet

from core import crypto
from petitions.digests import person_purpose
from petitions.models import Invalidation, Signature
from petitions.states import SignatureState

TOUCHED_STATES = (SignatureState.CONFIRMED, SignatureState.HELD)
SAMPLE = 2_000
SHOWN = 20


@dataclass(frozen=True)
class Preview:
    """How many a query would touch. `is_exact` is False where a sample was decrypted: `found` is then an estimate.

    `candidates` is the sure upper bound, by the clear columns alone; `rows` are the first that match.
    """

    candidates: int
    found: int
    is_exact: bool
    looked_at: int
    rows: list[Signature]


def newest() -> int:
    """Give the newest signature there is: what comes in later is never touched by a query saved now."""
    return int(Signature.objects.aggregate(last=Max("pk"))["last"] or 0)


def candidates(query: Invalidation) -> QuerySet[Signature]:
    """Give the signatures that every clear criterion means, counted or held, up to the newest of its preview."""
    rows = Signature.objects.filter(state__in=TOUCHED_STATES, pk__lte=query.last)
    exact = {
        "petition": query.petition_id, "area": query.area_id, "country": query.country,
        "personal__network_key": query.network_key, "created_at__gte": query.since, "created_at__lt": query.until,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in exact.items() if value not in (None, "")})
    if query.domain:
        rows = rows.filter(_of_domain(query.domain))
    if query.email and query.petition is not None:
        rows = rows.filter(person_key__in=crypto.email_indexes(query.email, person_purpose(query.petition.public_id)))
    return rows


def _of_domain(pattern: str) -> Q:
    """Mean one domain, or with "*." in front all below it."""
    wanted = pattern.strip().casefold()
    if wanted.startswith("*."):
        return Q(personal__domain__endswith=wanted[1:])
    return Q(personal__domain=wanted)


def must_decrypt(query: Invalidation) -> bool:
    """Tell whether a criterion stands in encrypted columns only, so that rows are read and decrypted one by one."""
    return bool(query.name_pattern or query.postcode or (query.email and query.petition_id is None))


def matching(query: Invalidation, rows: Iterable[Signature]) -> list[Signature]:
    """Keep of candidates (read with `personal`) those that the encrypted criteria mean too."""
    if not must_decrypt(query):
        return list(rows)
    return [row for row in rows if hasattr(row, "personal") and _is_meant(query, row)]


def _is_meant(query: Invalidation, row: Signature) -> bool:
    details = row.personal
    if query.name_pattern and not fnmatchcase(_plain(details.name), _plain(query.name_pattern)):
        return False
    if query.postcode and not fnmatchcase(_joined(details.postcode), _joined(query.postcode)):
        return False
    is_asked = bool(query.email) and query.petition_id is None
    return not is_asked or crypto.canonical_email(details.email) == crypto.canonical_email(query.email)


def _plain(words: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split())


def _joined(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).casefold().split())


def preview(query: Invalidation) -> Preview:
    """Count what a query means now; where it must decrypt, a sample of the newest candidates gives the share."""
    rows = candidates(query)
    total = rows.count()
    if not must_decrypt(query):
        shown = list(rows.select_related("personal", "area", "petition").order_by("-pk")[:SHOWN])
        return Preview(total, total, is_exact=True, looked_at=total, rows=shown)
    sample = list(rows.select_related("personal", "area", "petition").order_by("-pk")[:SAMPLE])
    hits = matching(query, sample)
    found = len(hits) if total <= SAMPLE else round(total * len(hits) / len(sample))
    return Preview(total, found, is_exact=total <= SAMPLE, looked_at=len(sample), rows=hits[:SHOWN])
