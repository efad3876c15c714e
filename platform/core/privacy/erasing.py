"""Erasing somebody: each holding deletes or blanks its own, in one transaction; what stays is named in the registry."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.apps import apps
from django.db import transaction

from core.events.models import Event, OutboxEntry
from core.privacy.person import Person
from core.privacy.registry import holdings


def erase(email: str, *, is_dry: bool = False) -> dict[str, int]:
    """Erase all that is held about an address; gives how many rows by holding. `is_dry` changes nothing."""
    person = Person(email)
    with transaction.atomic():
        subjects = list(person.subjects)  # read before anything goes
        counts: dict[str, int] = {}
        for holding in holdings():
            if count := holding.erase(person, holding.find(person)):
                counts[holding.key] = count
        _drop_deliveries(subjects)
        if is_dry:
            transaction.set_rollback(True)
    return counts


def _drop_deliveries(subjects: Iterable[UUID]) -> None:
    """Take back what would still have followed from events of records that are gone: mails to somebody forgotten."""
    waiting = OutboxEntry.objects.filter(event__subject_id__in=list(subjects)).select_related("event")
    OutboxEntry.objects.filter(pk__in=[row.pk for row in waiting if not _stands(row.event)]).delete()


def _stands(event: Event) -> bool:
    model = apps.get_model(event.subject_type)
    return bool(model._default_manager.filter(public_id=event.subject_id).exists())
