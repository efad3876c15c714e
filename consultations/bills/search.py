"""The search documents of bills and clauses: public fields only, one function each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from consultations.bills.models import Provision, Version
from consultations.bills.naming import clause_name, heading_of
from consultations.bills.rules import is_open
from consultations.bills.selectors import public_versions
from consultations.bills.states import PUBLIC, Place
from consultations.bills.text import joined
from core.events.models import Event
from core.fields import TranslatedText
from core.search.documents import SearchDocument
from core.web.times import in_house_zone


def public_bill_ids() -> Iterable[UUID]:
    """Give the ids of all bills that may be found."""
    return public_versions().values_list("bill__public_id", flat=True)


def bill_documents(public_id: UUID) -> list[SearchDocument]:
    """Give a bill's documents, one for each language of its title; none where it is not public."""
    version = public_versions().filter(bill__public_id=public_id).first()
    return [_bill(version, language) for language in _languages(version, version.bill.title)] if version else []


def public_clause_ids() -> Iterable[UUID]:
    """Give the ids of all clauses that have a page in a public version."""
    return _units().values_list("clause__public_id", flat=True)


def clause_documents(public_id: UUID) -> list[SearchDocument]:
    """Give a clause's documents: in the language of the text, and in those staff explained it in."""
    rows = Provision.objects.filter(clause__public_id=public_id, place=Place.UNIT, version__state__in=PUBLIC)
    unit = rows.select_related("clause", "version__bill__committee").order_by("-version__number").first()
    if unit is None or not _is_newest(unit.version):
        return []
    below = unit.version.provisions.filter(path__startswith=f"{unit.path}.").order_by("order")
    words = joined([unit, *below])
    return [_clause(unit, words, language) for language in _languages(unit.version, unit.clause.title)]


def _is_newest(version: Version) -> bool:
    """Tell whether no later version of the bill is public."""
    return not version.bill.versions.filter(state__in=PUBLIC, number__gt=version.number).exists()


def bill_of_version(event: Event) -> list[UUID]:
    """Give the bill that follows a version's event."""
    return list(Version.objects.filter(public_id=event.subject_id).values_list("bill__public_id", flat=True))


def _units() -> QuerySet[Provision]:
    """Give the clauses with pages of all newest public versions."""
    return Provision.objects.filter(version__in=public_versions().order_by().values("pk"), place=Place.UNIT)


def _languages(version: Version, words: TranslatedText) -> list[str]:
    """Give the language of the text first, then those of the words that staff wrote."""
    return [version.language, *(code for code in words if code != version.language)]


def _bill(version: Version, language: str) -> SearchDocument:
    """Build a bill's document in one language."""
    bill = version.bill
    return SearchDocument(
        type="bill",
        uuid=bill.public_id,
        language=language,
        title=bill.title.in_language(language),
        summary=bill.summary.in_language(language),
        path=f"bills/{bill.slug}/",
        number=bill.number,
        **_shared(version),
    )


def _clause(unit: Provision, words: str, language: str) -> SearchDocument:
    """Build a clause's document in one language; its words stand in the language of the text only."""
    clause, version = unit.clause, unit.version
    with translation.override(language):
        name = clause_name(unit, version)
        heading = heading_of(unit) or name
        kicker = _("%(clause)s of %(bill)s") % {"clause": name, "bill": str(version.bill.title)}
    is_text = language == version.language
    return SearchDocument(
        type="clause",
        uuid=clause.public_id,
        language=language,
        title=heading[:300],
        kicker=kicker[:300],
        summary=clause.summary.get(language, "") or (unit.lead if is_text else ""),
        body=words if is_text else "",
        path=f"bills/{version.bill.slug}/{clause.code}/",
        **_shared(version),
    )


def _shared(version: Version) -> dict[str, Any]:
    """Give what a bill and its clauses have in common."""
    committee = version.bill.committee
    return {
        "state": "open" if is_open(version) else "closed",
        "is_open": is_open(version),
        "date": in_house_zone(version.published_at).date() if version.published_at else None,
        "committee": committee.slug if committee else "",
    }
