"""What the House says of a bill beside its text: with which committee it lies, how it is moderated, its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consultations.bills.counting import lock_bill
from consultations.bills.models import Bill, Stage, Version
from consultations.bills.rules import is_bills_clerk
from consultations.bills.states import Moderation
from core import events
from core.accounts.rules import works_for
from core.actors import Actor
from core.errors import Forbidden, Invalid
from core.fields import TranslatedText
from core.parliament.models import Committee

Text = dict[str, str]


@dataclass(frozen=True)
class BillFacts:
    """What a clerk gives. `stages`: (day it begins or None, name by language), in the order of the bill's way."""

    committee: Committee | None
    moderation: str
    answers_due_on: date | None = None
    stages: Sequence[tuple[date | None, Text]] = field(default=())


def save_bill_facts(version: Version, facts: BillFacts, *, by: Actor) -> Version:
    """Write the facts of a version's bill; gives the version. Stages are replaced; one that keeps its name, its note.

    Raises Invalid with the field, Forbidden for other committees' clerks: neither may they take a bill from another
    committee nor give it to one.
    """
    if not works_for(by, facts.committee.pk if facts.committee else None):
        raise Forbidden()
    _check(facts)
    with transaction.atomic():
        bill = lock_bill(version.bill_id)
        if not is_bills_clerk(by, bill):
            raise Forbidden()
        bill.committee, bill.moderation = facts.committee, facts.moderation
        bill.answers_due_on = facts.answers_due_on
        bill.save(update_fields=["committee", "moderation", "answers_due_on"])
        _write_stages(bill, facts)
        version.bill = bill
        told = {"committee": facts.committee.slug if facts.committee else "", "moderation": facts.moderation}
        events.record("version.write", version, actor=by, public=False, data=told)
    return version


def _check(facts: BillFacts) -> None:
    wrong: dict[str, object] = {}
    if facts.moderation not in Moderation.values:
        wrong["moderation"] = _("Choose when a moderator reads comments")
    if not all(any(name.values()) for _day, name in facts.stages):
        wrong["stages"] = _("Give each stage a name")
    if wrong:
        raise Invalid(fields=wrong)


def _write_stages(bill: Bill, facts: BillFacts) -> None:
    notes = {frozenset(stage.name.items()): stage.note for stage in bill.stages.all()}
    bill.stages.all().delete()
    Stage.objects.bulk_create(
        Stage(
            bill=bill, order=order, name=TranslatedText(name), starts_on=day,
            note=notes.get(frozenset(name.items()), TranslatedText({})),
        )
        for order, (day, name) in enumerate(facts.stages, start=1)
    )  # fmt: skip
