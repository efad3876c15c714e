"""Entries: one +1 or -1 a signature, written in the transaction that moves it, each with its commitment."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.conf import settings

from core import bulk, clock
from petitions.models import Petition, Signature, TallyEntry
from petitions.receipts import commitment, receipt_of

COMMITMENT_BYTES = 32


def enter_tally(signatures: Iterable[Signature], *, delta: int, reason: str, at_confirmation: bool = False) -> None:
    """Write one ledger entry for each signature; call it in the transaction that moves them.

    `at_confirmation`: it counts from when its address was proven, not from now (what was held, and is released).
    """
    rows, now = list(signatures), clock.now()
    if not rows:
        return
    ids = petition_ids({row.petition_id for row in rows})
    marks = commitments_of([(row.pk, row.public_id, ids[row.petition_id]) for row in rows])
    columns: bulk.Columns = {
        "petition_id": [row.petition_id for row in rows],
        "signature_id": [row.pk for row in rows],
        "area_id": [row.area_id for row in rows],
        "country": [row.country for row in rows],
        "counted_class": [row.counted_class for row in rows],
        "commitment": [marks[row.pk] for row in rows],
        "at": [(at_confirmation and row.confirmed_at) or now for row in rows],
    }
    bulk.insert(TallyEntry, columns, same={"delta": delta, "reason": reason})


def petition_ids(keys: Iterable[int]) -> dict[int, UUID]:
    """Give the public ids of petitions by primary key."""
    return dict(Petition.objects.filter(pk__in=keys).values_list("pk", "public_id"))


def commitments_of(signatures: Sequence[tuple[int, UUID, UUID]]) -> dict[int, str]:
    """Give what the log shows of each signature (its key, public id, petition's public id), by its key.

    A signature keeps the commitment of its first entry: after a rotation of keys its receipt still opens all of them.
    """
    known: dict[int, str] = {}
    if len(settings.INDEX_KEYS) > 1:
        keys = [key for key, _id, _petition in signatures]
        rows = TallyEntry.objects.filter(signature__in=keys).exclude(commitment="").order_by("-pk")
        known = dict(rows.values_list("signature_id", "commitment"))
    return {key: known.get(key) or commitment(receipt_of(own), petition) for key, own, petition in signatures}


def random_commitment() -> str:
    """Give the commitment of an entry that stands for many or for nobody known: a line on paper, a balance."""
    return secrets.token_hex(COMMITMENT_BYTES)
