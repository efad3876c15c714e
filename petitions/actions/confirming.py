"""Confirming by the set: right codes and links are used up, their signatures counted or held, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.actors import Actor, participant
from core.errors import WrongState
from core.shapes import Shape, records
from core.verification import actions as verification
from core.verification.actions import Opened
from core.verification.models import Challenge
from petitions.actions.paper_and_online import give_way
from petitions.actions.taking import PURPOSE
from petitions.counting import enter_tally
from petitions.holding import hold_rules
from petitions.lifecycle import SIGNATURE
from petitions.models import Petition, Signature
from petitions.selectors import still_confirms
from petitions.states import SignatureState

# What confirming reads of a signature.
LOCKED = (
    "id", "public_id", "petition_id", "person_key", "slot", "state", "counted_class", "area_id", "country", "language",
    "created_at",
)  # fmt: skip


def confirm_signature(redeem: Callable[[], Challenge | Opened]) -> Signature:
    """Redeem a challenge and count its signature, in one transaction; gives the signature.

    `redeem` is the call that uses up the code or the link; its Invalid, NotFound or TooMany passes through. Raises
    WrongState where the petition's time is over: a code still confirms for the hours of grace that its kind gives.
    """
    with transaction.atomic():
        challenge = redeem()
        found = _with_petitions(Signature.objects.filter(public_id=challenge.subject_id))
        signature = found[0]
        if not still_confirms(signature.petition, signature.created_at):
            raise WrongState(_("This petition does not take signatures now."))
        confirm_signatures([signature.pk])
        signature.refresh_from_db()
        return signature


def confirm_many(
    codes: Sequence[verification.Guess] = (),
    tokens: Sequence[str] = (),
    *,
    may: Callable[[list[verification.Guess | str]], set[verification.Guess | str]] = set,
) -> dict[verification.Guess | str, Signature]:
    """Confirm by right codes and links, in one transaction; gives the signature of each one that was taken.

    What is wrong, old, spent, or too late is left out and left as it was: it counts no try and uses up nothing. The
    caller answers it one by one, where the try is counted. `may` is asked which of the right ones the limits let pass.
    """
    with transaction.atomic():
        right = verification.lock_right(PURPOSE, codes=codes, tokens=tokens)
        rows = records(Signature, LOCKED, _asked_for.rows([one.subject_id for one in right.values()]))
        found = {row.public_id: row for row in _with_petitions(rows)}
        taken = {
            given: found[one.subject_id]
            for given, one in right.items()
            if one.subject_id in found and _is_in_time(found[one.subject_id])
        }
        allowed = may(list(taken))
        taken = {given: row for given, row in taken.items() if given in allowed}
        verification.use_all([right[given] for given in taken])
        _settle([row for row in set(taken.values()) if row.state == SignatureState.PENDING])
        return taken


def confirm_signatures(keys: Sequence[int], *, by: Actor | None = None) -> list[Signature]:
    """Confirm pending signatures by primary key and enter them in the ledger; gives those that count now.

    Those that a rule holds back (`hold_rules`) are held and not counted. Each signer acts for themselves unless `by`.
    """
    with transaction.atomic():
        return _settle(records(Signature, LOCKED, _pending.rows(list(keys))), by)


def _locked(rows: QuerySet[Signature]) -> QuerySet[Signature, tuple[Any, ...]]:
    """Lock signatures in the order of their keys; gives what confirming needs of them."""
    return rows.order_by("pk").select_for_update().values_list(*LOCKED)


_asked_for = Shape(lambda ids: _locked(Signature.objects.filter(public_id__among=ids)))
_pending = Shape(lambda keys: _locked(Signature.objects.filter(pk__among=keys, state=SignatureState.PENDING)))


def _settle(rows: list[Signature], by: Actor | None = None) -> list[Signature]:
    """Count or hold pending signatures that are locked; gives those that count."""

    def signer(row: Signature) -> Actor:
        return by or participant(row.public_id)

    rows.sort(key=lambda row: row.pk)
    held = hold_rules(rows) if rows else {}
    moved = SIGNATURE.fire_set("confirm", [row for row in rows if row.pk not in held], by=signer)
    enter_tally(moved, delta=1, reason="confirm")
    give_way(moved)
    _hold([row for row in rows if row.pk in held], held, signer)
    return moved


def _hold(rows: list[Signature], rules: dict[int, str], signer: Callable[[Signature], Actor]) -> None:
    SIGNATURE.fire_set("hold", rows, by=signer)
    for rule in {rules[row.pk] for row in rows}:
        keys = [row.pk for row in rows if rules[row.pk] == rule]
        Signature.objects.filter(pk__in=keys).update(hold_rule=rule)


def _with_petitions(rows: Iterable[Signature]) -> list[Signature]:
    """Read signatures with their petitions: each petition once, however many signed it."""
    found = list(rows)
    petitions = Petition.objects.select_related("kind").in_bulk({row.petition_id for row in found})
    for row in found:
        row.petition = petitions[row.petition_id]
    return found


def _is_in_time(row: Signature) -> bool:
    return still_confirms(row.petition, row.created_at)
