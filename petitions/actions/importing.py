"""Bringing a petition over from another site: its count comes in as an opening balance of the ledger."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock, events
from core.actors import IMPORT
from core.errors import Conflict
from core.parliament.days import working_days_after
from core.parliament.models import Area
from core.parliament.selectors import main_chamber
from petitions.actions.versions import ensure_version
from petitions.counting import fold
from petitions.lifecycle import PETITION
from petitions.models import ImportedPetition, Milestone, Petition, PetitionKind, RejectionReason, TallyEntry, Threshold
from petitions.shapes import Opening, PetitionFile
from petitions.states import CountedClass, Duty, PetitionState

SOURCE = "petition.parliament.uk"
SCHEME = "gss"  # the codes of British constituencies
# What that site does at which count: https://petition.parliament.uk/help
THRESHOLDS = (("response", 10_000, Duty.RESPOND), ("debate", 100_000, Duty.DEBATE))
DURATION = timedelta(days=182)  # six months, there


def import_petition(file: PetitionFile, *, reopen_until: date | None = None) -> Petition:
    """Bring in one petition with its number, text, thresholds and balance; opens it again until a date where asked.

    Raises Conflict where the number is taken or the record was imported before, WrongState where it cannot reopen.
    """
    taken = Petition.objects.filter(number=file.number).exists()
    if taken or ImportedPetition.objects.filter(source=SOURCE, external_id=str(file.number)).exists():
        raise Conflict(_("Petition %(number)s is here already.") % {"number": file.number})
    with transaction.atomic():
        kind = _kind()
        petition = Petition.objects.create(**_facts(file, kind))
        ImportedPetition.objects.create(
            petition=petition, source=SOURCE, external_id=str(file.number), document=file.document
        )
        ensure_version(petition, is_public=True, since=petition.opened_at or petition.rejected_at)
        _enter_balance(petition, file.balance)
        _enter_milestones(petition, file)
        events.record("petition.import", petition, actor=IMPORT, to_state=petition.state)
        fold(petition.pk)
        petition.refresh_from_db()
        if reopen_until:
            PETITION.fire("reopen", petition, by=IMPORT, closes_at=clock.end_of_day(reopen_until))
        return petition


def _facts(file: PetitionFile, kind: PetitionKind) -> dict[str, object]:
    rejected = file.state == "rejected"
    closes_at = file.closed_at or (file.opened_at + DURATION if file.opened_at else None)
    is_open = not rejected and closes_at is not None and closes_at > clock.now()
    state = PetitionState.REJECTED if rejected else PetitionState.OPEN if is_open else PetitionState.CLOSED
    return {
        "number": file.number, "kind": kind, "state": state, "language": "en", "action": file.action,
        "background": file.background, "details": file.details, "created_at": file.created_at,
        "opened_at": file.opened_at, "closes_at": closes_at, "closed_at": None if is_open or rejected else closes_at,
        "rejected_at": file.rejected_at, "rejection_details": (file.rejection or {}).get("details") or "",
        "rejection_reason": _reason(kind, file.rejection["code"]) if file.rejection else None,
    }  # fmt: skip


def _kind() -> PetitionKind:
    kind, made = PetitionKind.objects.get_or_create(
        key="imported-uk", version=1,
        defaults={"chamber": main_chamber(), "name": {"en": "Petition of the United Kingdom"}, "is_current": False},
    )  # fmt: skip
    if made:
        titles = {"response": {"en": "Government responds"}, "debate": {"en": "Considered for debate"}}
        owners = {"response": {"en": "the Government"}, "debate": {"en": "the Petitions Committee"}}
        Threshold.objects.bulk_create(
            Threshold(kind=kind, key=key, count=count, duty=duty, title=titles[key], owner=owners[key])
            for key, count, duty in THRESHOLDS
        )
    return kind


def _reason(kind: PetitionKind, code: str) -> RejectionReason:
    title = code.replace("-", " ").capitalize()
    return RejectionReason.objects.get_or_create(kind=kind, code=code, defaults={"title": {"en": title}})[0]


def _enter_balance(petition: Petition, balance: list[Opening]) -> None:
    areas = _areas(balance)
    now = clock.now()
    TallyEntry.objects.bulk_create(
        TallyEntry(
            petition=petition, area=areas.get(line.area_code), country=line.country, delta=line.count,
            counted_class=CountedClass.IMPORTED, reason="opening balance", at=now,
        )
        for line in balance
    )  # fmt: skip


def _areas(balance: list[Opening]) -> dict[str, Area]:
    names = {line.area_code: line.area_name for line in balance if line.area_code}
    known = set(Area.objects.filter(scheme=SCHEME, code__in=names).values_list("code", flat=True))
    Area.objects.bulk_create(
        Area(scheme=SCHEME, kind=Area.Kind.CONSTITUENCY, code=code, name={"en": name})
        for code, name in names.items()
        if code not in known
    )
    return {area.code: area for area in Area.objects.filter(scheme=SCHEME, code__in=names)}


def _enter_milestones(petition: Petition, file: PetitionFile) -> None:
    for threshold in petition.kind.thresholds.all():
        reached: datetime | None = file.reached.get(threshold.key)
        if reached:
            due = working_days_after(reached.date(), threshold.days_allowed)
            Milestone.objects.create(petition=petition, threshold=threshold, reached_at=reached, due_on=due)
