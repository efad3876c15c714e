"""What the file of the desk holds about people: notes of staff on a petition, and who is to take one over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.privacy.person import Person
from core.privacy.registry import Holding, Retention
from core.privacy.settling import HALF_A_YEAR, Rows, delete_all, deletes
from petitions.ended import ended_before
from petitions.models import PetitionHandover, PetitionNote

A_MONTH = timedelta(days=30)


def _notes(person: Person) -> Rows:
    return PetitionNote.objects.filter(petition__petitioner__in=person.participants)


def _erase_notes(person: Person, rows: Rows) -> int:
    """Delete the notes on one's own petitions; take address and whole name out of those on petitions of others."""
    deleted = delete_all(person, rows)
    names = [name for name in person.names if " " in name]  # one word alone stands for too many people
    changed = 0
    # Sealed words can be found by no index: each is opened, some hundreds at a time; nothing else of its row is read.
    for key, words in PetitionNote.objects.order_by("pk").values_list("pk", "words").iterator(500):
        if person.is_named_in(words, names):
            PetitionNote.objects.filter(pk=key).update(words=person.redacted(words))
            changed += 1
    return deleted + changed


def _export_note(row: PetitionNote) -> Mapping[str, Any]:
    return {"petition": row.petition.action, "note": row.words, "at": row.at}


def _handovers(person: Person) -> Rows:
    return PetitionHandover.objects.filter(participant__in=person.participants)


def _export_handover(row: PetitionHandover) -> Mapping[str, Any]:
    return {"petition": row.petition.action, "name": row.name, "state": row.state, "at": row.at}


def old_notes(now: datetime) -> Rows:
    """Give notes about petitions that ended half a year ago."""
    return PetitionNote.objects.filter(petition__in=ended_before(now - HALF_A_YEAR))


def old_handovers(now: datetime) -> Rows:
    """Give what was asked a month ago, answered or not: the petition itself says who speaks for it."""
    return PetitionHandover.objects.filter(at__lt=now - A_MONTH)


DESK = (
    Holding(
        "petitions.notes", _("Notes of the staff about your petitions"), ("petitions.PetitionNote.words",),
        _notes, _export_note, _erase_notes, order=45,
        retention=(
            Retention(
                "ended", _("Notes of the staff are deleted six months after the petition ended."), old_notes,
                deletes(old_notes),
            ),
        ),
    ),
    Holding(
        "petitions.handovers", _("Petitions that you were asked to take over"), ("petitions.PetitionHandover.name",),
        _handovers, _export_handover, delete_all, order=45,
        retention=(
            Retention("old", _("Such questions are deleted after a month."), old_handovers, deletes(old_handovers)),
        ),
    ),
)  # fmt: skip
