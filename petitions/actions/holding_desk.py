"""The desk of held signatures: release what is real, refuse what is not, each with its event, entry and mail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock, events
from core.actors import CLOCK, Actor
from core.errors import Conflict, Invalid, WrongState
from core.privacy.settling import GONE
from petitions.actions.paper_and_online import give_way, give_way_again
from petitions.counting import enter_tally
from petitions.lifecycle import SIGNATURE
from petitions.models import InvalidatedRow, Invalidation, Signature
from petitions.states import InvalidReason, SignatureState

MOST_AT_ONCE = 1_000


def release_signatures(keys: Sequence[int], *, by: Actor) -> list[Signature]:
    """Count held signatures, each at the time when its address was proven; gives them.

    All or none: raises Conflict with who was first where one of them is no longer held.
    """
    with transaction.atomic():
        moved = SIGNATURE.fire_many("release", Signature.objects.filter(pk__in=keys), by=by)
        _all_moved(keys, moved)
        enter_tally(moved, delta=1, reason="release", at_confirmation=True)
        give_way(moved)
        return moved


def refuse_signatures(keys: Sequence[int], *, by: Actor, reason: str, words: str = "") -> list[Signature]:
    """Refuse held signatures for a reason that is public; gives them. Raises Invalid, Conflict as `release_signatures`.

    Nothing leaves the count: they never were in it. Each signer is told, with the way to object.
    """
    check_reason(reason)
    with transaction.atomic():
        moved = SIGNATURE.fire_many(
            "refuse", Signature.objects.filter(pk__in=keys), by=by, reason=words.strip() or said(reason)
        )
        _all_moved(keys, moved)
        keep_rows(moved, SignatureState.HELD, reason=reason)
        return moved


def take_out(rows: Iterable[Signature], *, reason: str, words: str = "", within: Invalidation) -> int:
    """Take signatures out of the count and out of what is held, for an invalidation; gives how many went."""
    chosen = Signature.objects.filter(pk__in=[row.pk for row in rows])
    told = words.strip() or said(reason)
    with transaction.atomic():
        # What is held first: what is released meanwhile counts by then, and goes with what counts.
        refused = SIGNATURE.fire_many("refuse", chosen, by=CLOCK, reason=told)
        gone = SIGNATURE.fire_many("invalidate", chosen, by=CLOCK, reason=told)
        enter_tally(gone, delta=-1, reason=f"invalidate:{reason}")
        keep_rows(gone, SignatureState.CONFIRMED, reason=reason, within=within)
        keep_rows(refused, SignatureState.HELD, reason=reason, within=within)
    return len(gone) + len(refused)


def put_back(rows: Sequence[InvalidatedRow], *, by: Actor = CLOCK) -> int:
    """Give signatures the state they had before they were taken out; gives how many went back.

    What has moved since (its signer is forgotten, a clerk put it back) stays as it is.
    """
    known = Signature.objects.exclude(person_key__startswith=f"{GONE}:")
    counted = [row.signature_id for row in rows if row.before == SignatureState.CONFIRMED]
    held = [row.signature_id for row in rows if row.before == SignatureState.HELD]
    with transaction.atomic():
        back = SIGNATURE.fire_many("restore", known.filter(pk__in=counted), by=by)
        enter_tally(back, delta=1, reason="restore")
        give_way_again(back)
        again = SIGNATURE.fire_many("hold_again", known.filter(pk__in=held), by=by)
        InvalidatedRow.objects.filter(pk__in=[row.pk for row in rows]).update(restored_at=clock.now())
    return len(back) + len(again)


def restore_signature(signature: Signature, *, by: Actor, reason: str = "") -> None:
    """Count a signature again after its signer has objected; from then on its person counts once, however else signed.

    Raises WrongState (also where the signer is forgotten: nobody could tell who signs twice), Forbidden, Conflict.
    """
    if signature.person_key.startswith(f"{GONE}:"):
        raise WrongState()
    with transaction.atomic():
        SIGNATURE.fire("restore", signature, by=by, reason=reason)
        enter_tally([signature], delta=1, reason="restore")
        give_way_again([signature])
        signature.invalidated.filter(restored_at=None).update(restored_at=clock.now())


def keep_rows(signatures: Sequence[Signature], before: str, *, reason: str, within: Invalidation | None = None) -> None:
    """Keep what was taken out and why; the desk's own decisions are told at once, those of a query after its undo."""
    InvalidatedRow.objects.bulk_create(
        InvalidatedRow(invalidation=within, signature=one, reason=reason, before=before, at=clock.now())
        for one in signatures
    )


def check_reason(reason: str) -> None:
    """Raise Invalid for a reason that is none."""
    if reason not in InvalidReason.values:
        raise Invalid(fields={"reason": _("Choose a reason.")})


def said(reason: str) -> str:
    """Give a reason in words, in the language of the record: English."""
    return str(InvalidReason(reason).label)


def _all_moved(keys: Sequence[int], moved: Sequence[Signature]) -> None:
    if len(keys) > MOST_AT_ONCE:
        raise Invalid(_("At most 1,000 at once, please."))
    late = set(keys) - {row.pk for row in moved}
    if late:
        first = Signature.objects.filter(pk=min(late)).first()
        won = events.last_move(first) if first else {}
        raise Conflict(_("Somebody else has decided some of these meanwhile. Nothing was changed."), **won)
