"""From a read document to rows: bill, version, clauses, provisions, counters."""

from __future__ import annotations

import gzip
from collections import defaultdict
from hashlib import sha256
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.text import slugify
from django.utils.translation import gettext as _

from consultations.bills import akomantoso
from consultations.bills.addresses import codes_of, places_of
from consultations.bills.continuing import continue_clauses, link_versions
from consultations.bills.counting import make_counters
from consultations.bills.errors import OtherLanguage
from consultations.bills.models import Bill, Clause, Provision, Version, VersionSource
from consultations.bills.naming import name_of_language
from consultations.bills.states import PUBLIC, Place, VersionState
from core import clock
from core.parliament.selectors import main_chamber

LEAD = 220  # characters of a clause's first words on the bill's page
SHORT_LEAD = 60  # a first line shorter than this takes the next one with it
BATCH = 500
RESERVED = {"comments"}  # the address of the citizen's second steps


def known_version(data: bytes) -> Version | None:
    """Give the version that came from this very file, if it came before and was not discarded."""
    sources = VersionSource.objects.exclude(version__state=VersionState.DISCARDED).select_related("version__bill")
    source = sources.filter(sha256=sha256(data).hexdigest()).first()
    return source.version if source else None


def newest_public(bill: Bill) -> Version | None:
    """Give the version that people read."""
    return bill.versions.filter(state__in=PUBLIC).first()


def make_version(document: akomantoso.Document, data: bytes, **facts: Any) -> Version:
    """Write all rows of a new version, with its bill where the work is not known yet; call it in a transaction.

    It continues what people read; before that, the newest draft. Raises OtherLanguage.
    """
    bill = _find_bill(document.work_uri) or _make_bill(document, facts)
    before = newest_public(bill) or bill.versions.filter(state=VersionState.DRAFT).first()
    if before:
        _check_language(before, document)
    newest = bill.versions.first()
    places = places_of(document.provisions)
    version = Version.objects.create(
        bill=bill,
        number=newest.number + 1 if newest else 1,
        continues=before,
        language=document.language_tag,
        document_kind=document.kind,
        expression_uri=document.expression_uri[:300],
        provisions_count=len(document.provisions),
        units_count=sum(1 for place in places.values() if place == Place.UNIT),
        by_kind=document.by_kind,
        warnings=document.warnings,
    )
    VersionSource.objects.create(version=version, sha256=sha256(data).hexdigest(), packed=gzip.compress(data, mtime=0))
    _fill(version, document, places, before)
    return version


def continue_from(version: Version, before: Version) -> None:
    """Lay a version that has no comments yet over another one than it was laid over when it came in.

    Its rows are written anew from its file; without that, comments made since then would lose their clause.
    """
    version.refresh_from_db(fields=["continues"])
    if version.continues_id == before.pk:
        return
    document = akomantoso.read_document(gzip.decompress(version.source.packed))
    version.links.all().delete()
    version.counters.all().delete()
    version.provisions.all().delete()
    _fill(version, document, places_of(document.provisions), before)
    # Drafts that were laid over the rows of before are laid anew in their turn.
    version.continued_by.update(continues=None)
    version.continues = before
    version.save(update_fields=["continues"])


def _fill(
    version: Version,
    document: akomantoso.Document,
    places: dict[akomantoso.Provision, Place],
    before: Version | None,
) -> None:
    """Write the provisions, counters and links of a version."""
    _make_provisions(version, document.provisions, places, before)
    make_counters(version)
    if before:
        link_versions(before, version)


def _find_bill(work_uri: str) -> Bill | None:
    """Give the bill of a work, locked: two files that come at once get two numbers."""
    rows = Bill.objects.select_for_update(no_key=True)
    return rows.filter(work_uri=work_uri[:300]).first() if work_uri else None


def _check_language(before: Version, document: akomantoso.Document) -> None:
    """Raise OtherLanguage where the file is not in the language of the text it would take the place of."""
    known, given = before.language, document.language_tag
    if known.split("-")[0] != given.split("-")[0]:
        words = _("The bill is in this language: %(known)s. The file is in another: %(given)s.")
        names = {"known": name_of_language(known), "given": name_of_language(given)}
        raise OtherLanguage(words % names, known=known, given=given)


def _make_bill(document: akomantoso.Document, facts: dict[str, Any]) -> Bill:
    """Make the bill of a first version; facts given by the clerk win over the file's."""
    language = document.language_tag
    title = document.title or "Bill"
    values = {
        "slug": free_slug(title, document.number),
        "number": document.number,
        "year": document.year or clock.today().year,
        "title": {language: title},
        "summary": {language: document.long_title[:600]} if document.long_title else {},
        "work_uri": document.work_uri[:300],
        **facts,
    }
    return Bill.objects.create(**{"chamber": main_chamber(), **values})


def free_slug(title: str, number: str) -> str:
    """Give an address for a bill that no other bill has."""
    base = slugify(title)[:70].strip("-") or slugify(f"bill-{number}")[:70] or "bill"
    taken = RESERVED | set(Bill.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)


def _make_provisions(
    version: Version,
    found: list[akomantoso.Provision],
    places: dict[akomantoso.Provision, Place],
    before: Version | None,
) -> None:
    """Write provisions level by level: a child's row names its parent's key."""
    clauses = _clauses(version.bill, found, before)
    rows: dict[akomantoso.Provision, Provision] = {}
    levels: dict[int, list[akomantoso.Provision]] = defaultdict(list)
    for provision in found:
        levels[provision.depth].append(provision)
    for depth in sorted(levels):
        made = [_row(version, provision, clauses[provision], places[provision], rows) for provision in levels[depth]]
        Provision.objects.bulk_create(made, batch_size=BATCH)
        rows.update(zip(levels[depth], made, strict=True))


def _row(
    version: Version,
    provision: akomantoso.Provision,
    clause: Clause,
    place: Place,
    rows: dict[akomantoso.Provision, Provision],
) -> Provision:
    """Give the unsaved row of one provision; those above it are saved already."""
    parent = rows[provision.parent] if provision.parent else None
    unit = None
    if place == Place.INNER and parent is not None:
        unit = parent if parent.place == Place.UNIT else parent.unit
    return Provision(
        version=version, clause=clause, parent=parent, unit=unit, place=place,
        order=provision.order, depth=provision.depth, path=provision.path, kind=provision.kind, name=provision.name,
        number=provision.number[:200], heading=provision.heading, text=provision.text, lead=_lead(provision, place),
        html=provision.html, source_id=provision.source_id[:300], e_id=provision.e_id[:300],
        text_hash=provision.text_hash, is_quoted=provision.is_quoted,
    )  # fmt: skip


def _clauses(
    bill: Bill, found: list[akomantoso.Provision], before: Version | None
) -> dict[akomantoso.Provision, Clause]:
    """Give each provision its clause: the one it continues, else a new one under a free code."""
    kept = continue_clauses(before, found) if before else {}
    # What only drafts held has no comments and no address that anybody knows: its code goes to the next who wants it.
    used = {clause.pk for clause in kept.values()}
    held = Exists(Provision.objects.filter(clause=OuterRef("pk"), version__state__in=PUBLIC))
    free = {clause.code: clause for clause in bill.clauses.exclude(held) if clause.pk not in used}
    taken = set(bill.clauses.exclude(code__in=free).values_list("code", flat=True))
    codes = codes_of(found, taken, {provision: clause.code for provision, clause in kept.items()})
    clauses = {**kept, **{p: free[codes[p]] for p in found if p not in kept and codes[p] in free}}
    new = [provision for provision in found if provision not in clauses]
    made = Clause.objects.bulk_create([Clause(bill=bill, code=codes[p]) for p in new], batch_size=BATCH)
    return {**clauses, **dict(zip(new, made, strict=True))}


def _lead(provision: akomantoso.Provision, place: Place) -> str:
    """Give the first words of a clause, from below where it has none of its own."""
    if place != Place.UNIT:
        return ""
    text = provision.text or next((below.text for below in provision.below() if below.text), "")
    first, *rest = text.split("\n")
    words = first if len(first) >= SHORT_LEAD or not rest else f"{first} {rest[0]}"
    return words if len(words) <= LEAD else words[:LEAD].rsplit(" ", 1)[0] + " …"
