"""The demo's merge: two petitions that ask for the same, and the signers who agreed to be counted in the other one."""

from __future__ import annotations

from datetime import timedelta

from core import clock
from core.accounts.models import User
from core.actors import actor_for, participant
from petitions.actions.merging import MERGED, ask_key, key_digest, merge_petition
from petitions.counting import enter_tally, fold
from petitions.lifecycle import SIGNATURE
from petitions.models import MergeAsk, Petition, PetitionMerge, Signature
from petitions.states import MergeAnswer, PetitionState, SignatureState

SOURCE, TARGET = "Pay for one repair workshop in every town", "A right to repair for household machines"
WHY = "Both ask that things can be repaired where people live."
CLERK = "clerk@aldermark.example"
AGREED = 31
MERGED_AGO, ANSWERED_AGO = timedelta(days=9), timedelta(days=6)


def write_merge(petitions: list[Petition]) -> PetitionMerge:
    """Merge the one into the other by the real action, and let some of its signers say yes; counted once each."""
    found = {petition.action: petition for petition in petitions if petition.state == PetitionState.OPEN}
    source, target = found[SOURCE], found[TARGET]
    with clock.frozen(clock.now() - MERGED_AGO):
        merge = merge_petition(source, by=actor_for(User.objects.get(email=CLERK)), into=target, reason=WHY)
    with clock.frozen(clock.now() - ANSWERED_AGO):
        _move(merge, list(source.signatures.filter(state=SignatureState.CONFIRMED).order_by("pk")[:AGREED]))
    return merge


def _move(merge: PetitionMerge, rows: list[Signature]) -> None:
    keys = [row.pk for row in rows]
    moved = SIGNATURE.fire_many("merge", Signature.objects.filter(pk__in=keys), by=participant(rows[0].public_id))
    enter_tally(moved, delta=-1, reason=MERGED)
    there = Signature.objects.bulk_create(
        Signature(
            petition=merge.target, person_key=f"{row.person_key}m", area_id=row.area_id, country=row.country,
            state=SignatureState.CONFIRMED, counted_class=row.counted_class, language=row.language,
            created_at=clock.now(), confirmed_at=clock.now(),
        )
        for row in rows
    )  # fmt: skip
    enter_tally(there, delta=1, reason=MERGED)
    asks = [
        MergeAsk(merge=merge, signature=row, answer=MergeAnswer.YES, answered_at=clock.now()) for row in rows
    ]  # fmt: skip
    for ask in asks:
        ask.token_hash = key_digest(ask_key(ask))
    MergeAsk.objects.bulk_create(asks)
    fold(merge.source_id)
    fold(merge.target_id)
