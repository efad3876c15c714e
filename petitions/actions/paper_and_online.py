"""Who signed on paper and then online counts once: the online signature stays, the one from paper gives way."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from core import clock
from core.actors import CLOCK
from petitions.counting import enter_tally
from petitions.lifecycle import SIGNATURE
from petitions.models import InvalidatedRow, PaperLine, Signature, SignaturePersonal
from petitions.states import CountedClass, InvalidReason, LineFate, SignatureState


def give_way_again(restored: Sequence[Signature]) -> list[Signature]:
    """Let each person count once where signatures came back into the count; gives the paper ones that gave way.

    While it was out of the count somebody may have signed the other way: online after paper, or on paper after online.
    """
    paper = [row.pk for row in restored if row.counted_class == CountedClass.PAPER]
    lines = list(PaperLine.objects.filter(signature__in=paper).only("name_key", "person_key")) if paper else []
    names, people = ({getattr(line, key) for line in lines} - {""} for key in ("name_key", "person_key"))
    rows = Signature.objects.filter(petition__in={row.petition_id for row in restored}, state=SignatureState.CONFIRMED)
    online = rows.exclude(counted_class=CountedClass.PAPER)
    met = online.filter(Q(person_key__in=people) | Q(personal__name_key__in=names)) if lines else online.none()
    return give_way([*(row for row in restored if row.counted_class != CountedClass.PAPER), *met])


def give_way(counted: Sequence[Signature]) -> list[Signature]:
    """Take the paper signatures of people who are now counted online out of the count; gives them.

    Call it in the transaction that counts, with what was counted. A petition without paper costs one query.
    """
    online = [row for row in counted if row.counted_class != CountedClass.PAPER]
    petitions = {row.petition_id for row in online}
    lines = PaperLine.objects.filter(batch__petition__in=petitions, signature__state=SignatureState.CONFIRMED)
    if not petitions or not lines.exists():
        return []
    names = SignaturePersonal.objects.filter(pk__in=[row.pk for row in online]).exclude(name_key="")
    by_name = Q(name_key__in=list(names.values_list("name_key", flat=True)))
    same = lines.filter(by_name | Q(person_key__in=[row.person_key for row in online]))
    found = dict(same.values_list("signature", "pk"))
    moved = SIGNATURE.fire_many("give_way", Signature.objects.filter(pk__in=found), by=CLOCK)
    enter_tally(moved, delta=-1, reason="paper: signed online")
    PaperLine.objects.filter(pk__in=[found[row.pk] for row in moved]).update(fate=LineFate.LEFT)
    InvalidatedRow.objects.bulk_create(
        InvalidatedRow(
            signature=row, reason=InvalidReason.SAME_PERSON, before=SignatureState.CONFIRMED, at=clock.now(),
            told_at=clock.now(),
        )
        for row in moved
    )  # fmt: skip
    return moved
