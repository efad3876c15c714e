"""What moderation holds about people: who reported something, and what an author said against a decision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.moderation.actions.reporting import REPORTER
from core.moderation.models import Appeal, Report
from core.privacy.person import LATE, Person
from core.privacy.registry import BlindIndex, Holding, Kept, Retention
from core.privacy.settling import A_YEAR, Rows, blanks

STAFF_WORDS = "a moderator's public words; the rules ask for no names in them"


def _reports(person: Person) -> Rows:
    return Report.objects.filter(email_index__in=person.indexes(REPORTER))


def _export(row: Report) -> Mapping[str, Any]:
    return {
        "about": row.kind, "rule": row.rule, "words": row.words, "email": row.email, "state": row.state,
        "received": row.received_at, "decided": row.decided_at, "notice": row.notice_version,
    }  # fmt: skip


def _erase_reports(person: Person, rows: Rows) -> int:
    """Take the reporter out; the words of an undecided report stay until it is decided, without contact data."""
    found = list(rows)
    for row in found:
        row.email, row.email_index = "", ""
        row.words = "" if row.decided_at else person.redacted(row.words)
        row.save(update_fields=["email", "email_index", "words"])
    return len(found)


def old_reports(now: datetime) -> Rows:
    """Give reports decided a year ago that still hold words or an address."""
    return Report.objects.filter(decided_at__lt=now - A_YEAR).exclude(words="", email="")


def _appeals(person: Person) -> Rows:
    return Appeal.objects.filter(decision__target_id__in=person.subjects)


def _erase_appeals(person: Person, rows: Rows) -> int:
    found = list(rows)
    for row in found:
        row.words = "" if row.decided_at else person.redacted(row.words)
        row.save(update_fields=["words"])
    return len(found)


def old_appeals(now: datetime) -> Rows:
    """Give appeals decided a year ago that still hold words."""
    return Appeal.objects.filter(decided_at__lt=now - A_YEAR).exclude(words="")


_OPEN = _("What is not decided yet must be read to be decided (GDPR, Article 17(3)(e)); your name and address are out.")
HOLDINGS = (
    Holding(
        "moderation.reports", _("What you reported"),
        ("moderation.Report.words", "moderation.Report.email", "moderation.Report.email_index"), _reports, _export,
        _erase_reports,
        keeps=(Kept(("moderation.Report.words",), _OPEN),),
        retention=(
            Retention("decided", _("Words and address of a report go a year after it was decided."), old_reports,
                      blanks(old_reports, words="", email="", email_index="")),
        ),
        indexes=(BlindIndex("moderation.Report.email_index", lambda row: (row.email, REPORTER)),),
    ),
    Holding(
        "moderation.appeals", _("What you said against a decision"), ("moderation.Appeal.words",), _appeals,
        lambda row: {"words": row.words, "state": row.state, "received": row.received_at}, _erase_appeals, order=LATE,
        keeps=(Kept(("moderation.Appeal.words",), _OPEN),),
        retention=(
            Retention("decided", _("The words of an appeal go a year after it was decided."), old_appeals,
                      blanks(old_appeals, words="")),
        ),
    ),
)  # fmt: skip
EXCEPTIONS = {
    "moderation.Decision.reason": STAFF_WORDS,
    "moderation.Decision.rule": "the code of a rule",
    "moderation.Decision.decided_by": "the opaque id of an account",
    "moderation.Claim": "an account's id; its name stands in the account",
}
