"""A small counted world: people who sign, withdraw, are invalidated and held; a balance; lines on paper."""

from __future__ import annotations

from core import clock
from core.actors import CLOCK, participant
from petitions.actions.signing import settle_signatures
from petitions.counting import enter_tally, fold
from petitions.counting.checkpoints import checkpoint_now
from petitions.models import Signature, SignaturePersonal, TallyEntry
from petitions.states import CountedClass, SignatureState


def sign_at_once(petition, how_many, state=SignatureState.CONFIRMED, **facts):
    """Make signatures in bulk, past the doors; those that are confirmed are entered in the ledger."""
    start = Signature.objects.count()
    now = clock.now()
    Signature.objects.bulk_create(
        Signature(petition=petition, person_key=f"k{start + n}", state=state, created_at=now, confirmed_at=now, **facts)
        for n in range(how_many)
    )
    made = list(Signature.objects.order_by("pk")[start:])
    SignaturePersonal.objects.bulk_create(
        SignaturePersonal(signature=one, name="Ann Lee", email=f"{one.pk}@example.org") for one in made[:20]
    )
    if state == SignatureState.CONFIRMED:
        enter_tally(made, delta=1, reason="confirm")
    return made


def fill(petition, areas, *, steps=4, each=80):
    """Fill a petition in steps, a checkpoint after each: confirmed here and abroad, some gone again, others."""
    for step in range(steps):
        made = sign_at_once(petition, each, area=areas["SLT"])
        sign_at_once(petition, each // 10, country="FR")
        settle_signatures("withdraw", _rows(made[:3]), by=participant("x"))
        settle_signatures("invalidate", _rows(made[3:5]), by=CLOCK)
        fold(petition.pk)
        checkpoint_now(petition.pk, f"step {step}")
    sign_at_once(petition, 7, SignatureState.PENDING)
    sign_at_once(petition, 5, SignatureState.HELD)
    sign_at_once(petition, 4, counted_class=CountedClass.PAPER)
    TallyEntry.objects.create(
        petition=petition, delta=1000, reason="opening balance", counted_class=CountedClass.IMPORTED, at=clock.now()
    )
    fold(petition.pk)
    checkpoint_now(petition.pk, "hour")


def _rows(signatures):
    return Signature.objects.filter(pk__in=[one.pk for one in signatures])
