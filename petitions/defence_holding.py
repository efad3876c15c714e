"""What paper lines and saved queries hold about people, and when it goes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.crypto import blind_index
from core.privacy.person import Person
from core.privacy.registry import BlindIndex, Holding, Kept, Retention
from core.privacy.settling import Rows
from petitions.digests import name_purpose, name_words, person_purpose
from petitions.ended import kept_no_longer
from petitions.models import Invalidation, PaperBatch, PaperLine
from petitions.states import InvalidationState

LINE_BLANK = {"name": "", "address": "", "postcode": "", "email": "", "person_key": "", "name_key": ""}
QUERY_BLANK = {"name_pattern": "", "email": "", "postcode": "", "network_key": ""}
QUERIES_KEPT = timedelta(days=30)
NOT_ENDED = (InvalidationState.RUNNING, InvalidationState.STOPPED, InvalidationState.UNDOING)


def paper_lines(person: Person) -> Rows:
    """Find by the digest of the address; a line without one can be found by the paper alone."""
    ids = PaperBatch.objects.order_by().values_list("petition__public_id", flat=True).distinct()
    keys = [key for public_id in ids for key in person.indexes(person_purpose(public_id))]
    return PaperLine.objects.filter(person_key__in=keys)


def _export_line(row: PaperLine) -> Mapping[str, Any]:
    return {
        "petition": row.batch.petition.action, "sheets": row.batch.reference, "line": row.number, "name": row.name,
        "address": row.address, "postcode": row.postcode, "email": row.email, "fate": row.fate,
    }  # fmt: skip


def _erase_lines(_person: Person, rows: Rows) -> int:
    keys = list(rows.values_list("pk", flat=True))
    return int(PaperLine.objects.filter(pk__in=keys).update(**LINE_BLANK))


def old_lines(now: datetime) -> Rows:
    """Give the lines, with people still on them, of petitions that ended as long ago as their kind keeps signers."""
    rows = PaperLine.objects.filter(batch__petition__in=kept_no_longer(now))
    return rows.exclude(**LINE_BLANK)


def _blank_old_lines(keys: list[Any]) -> int:
    due = list(old_lines(clock.now()).filter(pk__in=keys).values_list("pk", flat=True))
    return int(PaperLine.objects.filter(pk__in=due).update(**LINE_BLANK))


def _queries(person: Person) -> Rows:
    """Find the queries that name this address; there are few, so each is opened."""
    rows = Invalidation.objects.exclude(email="")
    keys = [row.pk for row in rows.iterator(500) if row.email and person.is_at(row.email)]
    return Invalidation.objects.filter(pk__in=keys)


def _export_query(row: Invalidation) -> Mapping[str, Any]:
    return {"email": row.email, "reason": row.reason, "written": row.created_at, "state": row.state}


def _erase_queries(_person: Person, rows: Rows) -> int:
    """Blank what was sought; a query that has not run is discarded with it, for it would mean others now."""
    keys = list(rows.values_list("pk", flat=True))
    found = Invalidation.objects.filter(pk__in=keys)
    return int(found.update(**QUERY_BLANK, last=0))


def old_queries(now: datetime) -> Rows:
    """Give the queries that ended, or were never run, a month ago, and still say whom they sought."""
    rows = Invalidation.objects.filter(created_at__lt=now - QUERIES_KEPT).exclude(state__in=NOT_ENDED)
    return rows.exclude(name_pattern="", email="", postcode="", network_key="")


def _blank_old_queries(keys: list[Any]) -> int:
    due = list(old_queries(clock.now()).filter(pk__in=keys).values_list("pk", flat=True))
    return int(Invalidation.objects.filter(pk__in=due).update(**QUERY_BLANK, last=0))


DEFENCE = (
    Holding(
        "petitions.paper", _("Your line on a sheet of signatures"),
        (*(f"petitions.PaperLine.{name}" for name in LINE_BLANK), "petitions.PaperBatch.scan",
         "petitions.PaperBatch.scan_name"),
        paper_lines, _export_line, _erase_lines, order=56,  # after the signatures that are found by these lines
        keeps=(
            Kept(("petitions.PaperBatch.scan", "petitions.PaperBatch.scan_name"), _(
                "The sheets themselves are kept as evidence of the count, encrypted, as long as the petition's files."
            )),
        ),
        retention=(
            Retention(
                "paper", _("Lines of sheets are blanked six months after the petition ended, or sooner."), old_lines,
                _blank_old_lines,
            ),
        ),
        indexes=(
            BlindIndex(
                "petitions.PaperLine.person_key",
                lambda row: (row.email, person_purpose(row.batch.petition.public_id)), related=("batch__petition",),
            ),
            BlindIndex(
                "petitions.PaperLine.name_key",
                lambda row: (name_words(row.name, row.postcode), name_purpose(row.batch.petition.public_id)),
                related=("batch__petition",), make=blind_index,
            ),
        ),
        private_files=("petitions.PaperBatch.scan",),
    ),
    Holding(
        "petitions.invalidations", _("Searches for signatures that name you"),
        tuple(f"petitions.Invalidation.{name}" for name in QUERY_BLANK),
        _queries, _export_query, _erase_queries, order=53,
        retention=(
            Retention("queries", _("Whom a search sought is blanked after 30 days."), old_queries, _blank_old_queries),
        ),
    ),
)  # fmt: skip
EXCEPTIONS = {
    "petitions.PaperBatch.reference": "the registry's name for a pile of paper",
    "petitions.PaperBatch.counted_by": "an office or a member of staff, by the name of the office",
    "petitions.Invalidation.domain": "a mail provider's name, not a person's address",
    "petitions.Invalidation.words": "a clerk's words to signers; the screen asks for no names in them",
    "petitions.InvalidatedRow.reason": "one of a few fixed words",
    "petitions.HoldSource": "domains and networks of providers, and a clerk's note",
    "petitions.TrendWarning.key": "a mail provider's name, or a blind index of a /24 that fits one petition only",
    "petitions.DefenceFigures": "figures of the institution",
}
