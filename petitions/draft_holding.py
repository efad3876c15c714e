"""What a draft of a petition holds about its writer, and when it goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.privacy.person import Person
from core.privacy.registry import BlindIndex, Holding, Retention
from core.privacy.settling import Rows, delete_all, deletes
from petitions.actions.drafting import EMAIL_PURPOSE
from petitions.drafts import old_drafts
from petitions.models import PetitionDraft

COLUMNS = tuple(
    f"petitions.PetitionDraft.{name}"
    for name in (
        "action", "background", "details", "differs_because", "standards", "name", "email", "email_index", "postcode",
        "constituency", "country",
    )
)  # fmt: skip


def _find(person: Person) -> Rows:
    return PetitionDraft.objects.filter(email_index__in=person.indexes(EMAIL_PURPOSE))


def _export(row: PetitionDraft) -> Mapping[str, Any]:
    return {
        "action": row.action, "background": row.background, "details": row.details, "differs": row.differs_because,
        "standards": row.standards, "name": row.name, "email": row.email, "postcode": row.postcode,
        "constituency": row.constituency, "country": row.country, "language": row.language, "written": row.created_at,
        "notice": row.notice_version,
    }  # fmt: skip


DRAFTS = Holding(
    "petitions.drafts", _("Petitions that you began to write"), (*COLUMNS, "petitions.DraftLink.token_hash"),
    _find, _export, delete_all, order=40,
    retention=(
        Retention("drafts", _("Drafts are deleted 90 days after you last saved them."), old_drafts,
                  deletes(old_drafts)),
    ),
    indexes=(BlindIndex("petitions.PetitionDraft.email_index", lambda row: (row.email, EMAIL_PURPOSE)),),
)  # fmt: skip
