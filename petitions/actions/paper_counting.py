"""Counting what is new in a checked batch of paper: doubles are found by key, the database's own rule holds."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.actors import Actor
from core.errors import WrongState
from core.privacy.notice import current_notice
from petitions import digests
from petitions.counting import enter_tally
from petitions.lifecycle import PAPER, SIGNATURE
from petitions.models import PaperBatch, PaperLine, Signature, SignaturePersonal
from petitions.states import STILL_COUNTED, CountedClass, LineFate, PetitionState, SignatureState

AT_ONCE = 500
COUNTS_PAPER = (*STILL_COUNTED, PetitionState.CLOSED)  # sheets that came in before the end are often counted after it
UNPROVEN = (SignatureState.PENDING, SignatureState.HELD)


def accept_batch(batch: PaperBatch, *, by: Actor) -> int:
    """Count what is new in a batch; gives how many signatures were added. Raises Forbidden, WrongState, Conflict.

    Lines found bad are left out; so are people who signed online or on another line. The database's own rule (one
    address, one place) has the last word. Lines without a key count as what they are: a mark on paper. Raises
    WrongState too where the petition ended without a count.
    """
    with transaction.atomic():
        _hold_rivals(batch)
        if batch.petition.state not in COUNTS_PAPER:
            raise WrongState(_("This petition does not take signatures now."))
        PAPER.fire("accept", batch, by=by)
        _mark_doubles(batch)
        rows = list(batch.lines.filter(fate=LineFate.TYPED).order_by("number"))
        stored = _write(batch, rows)
        moved = SIGNATURE.fire_many("accept", Signature.objects.filter(pk__among=list(stored.values())), by=by)
        enter_tally(moved, delta=1, reason="paper")
        batch.added = len(moved)
        PaperBatch.objects.filter(pk=batch.pk).update(added=len(moved))
    return len(moved)


def _hold_rivals(batch: PaperBatch) -> None:
    """Let whoever would count the same people wait: another batch of the petition, and who proves an address now.

    So neither misses what the other one writes. Rows are held in the order of their keys, as by who confirms.
    """
    list(PaperBatch.objects.select_for_update().filter(petition=batch.petition_id).order_by("pk").values_list("pk"))
    batch.petition.refresh_from_db(fields=["state"])
    unproven = Signature.objects.filter(petition=batch.petition_id, state__in=UNPROVEN)
    keys = batch.lines.values_list("name_key", "person_key")
    wanted = sorted({key for pair in keys for key in pair if key})
    found: set[int] = set()
    for at in range(0, len(wanted), AT_ONCE):
        part = wanted[at : at + AT_ONCE]
        found.update(unproven.filter(person_key__in=part).values_list("pk", flat=True))
        found.update(unproven.filter(personal__name_key__in=part).values_list("pk", flat=True))
    rows = Signature.objects.select_for_update().filter(pk__among=sorted(found))
    list(rows.order_by("pk").values_list("pk"))


def _mark_doubles(batch: PaperBatch) -> None:
    """Say what becomes of the lines that are not counted."""
    lines = batch.lines.filter(fate=LineFate.TYPED)
    lines.filter(is_bad=True).update(fate=LineFate.BAD)
    standing = Signature.objects.filter(petition=batch.petition_id).exclude(state=SignatureState.PENDING)
    online = standing.exclude(counted_class=CountedClass.PAPER)
    names = SignaturePersonal.objects.filter(signature__in=online.filter(state=SignatureState.CONFIRMED))
    by_name = lines.exclude(name_key="").filter(name_key__in=names.exclude(name_key="").values("name_key"))
    by_person = lines.exclude(person_key="").filter(person_key__in=online.values("person_key"))
    found = {*by_name.values_list("pk", flat=True), *by_person.values_list("pk", flat=True)}
    lines.filter(pk__among=list(found)).update(fate=LineFate.ONLINE)
    lines.filter(pk__among=_seen_on_paper(batch)).update(fate=LineFate.TWICE)


def _seen_on_paper(batch: PaperBatch) -> list[int]:
    """Give the lines whose person stands on an earlier line, or on a sheet that was counted."""
    counted = PaperLine.objects.filter(batch__petition=batch.petition_id, fate__in=(LineFate.ADDED, LineFate.LEFT))
    lines = list(batch.lines.filter(fate=LineFate.TYPED).order_by("number").only("pk", "name_key", "person_key"))
    wanted = [key for line in lines for key in (line.name_key, line.person_key) if key]
    seen: set[str] = set()
    for at in range(0, len(wanted), AT_ONCE):
        part = wanted[at : at + AT_ONCE]
        hits = counted.filter(Q(name_key__in=part) | Q(person_key__in=part)).values_list("name_key", "person_key")
        seen.update(key for pair in hits for key in pair)
    twice = []
    for line in lines:
        keys = {line.name_key, line.person_key} - {""}
        if keys & seen:
            twice.append(line.pk)
        seen |= keys
    return twice


def _write(batch: PaperBatch, lines: Sequence[PaperLine]) -> dict[int, int]:
    """Write one signature a line, with its details; gives signature by line. Who holds a place already keeps it."""
    now, notice = clock.now(), current_notice()
    taken = _taken(batch, lines)
    rows = {
        line.pk: Signature(
            public_id=uuid4(), petition_id=batch.petition_id, person_key=_key_of(line, taken), area_id=line.area_id,
            country=line.country, counted_class=CountedClass.PAPER, created_at=now, notice_version=notice,
            language=batch.petition.language, text_version=batch.petition.text_version,
        )
        for line in lines
    }  # fmt: skip
    Signature.objects.bulk_create(rows.values(), ignore_conflicts=True, batch_size=AT_ONCE)
    ids = {row.public_id: pk for pk, row in rows.items()}
    stored: dict[int, int] = {}
    for at in range(0, len(lines), AT_ONCE):
        wanted = [rows[line.pk].public_id for line in lines[at : at + AT_ONCE]]
        known = Signature.objects.filter(public_id__in=wanted).values_list("public_id", "pk")
        stored.update({ids[public_id]: pk for public_id, pk in known})
    _tie(lines, stored)
    return stored


def _taken(batch: PaperBatch, lines: Sequence[PaperLine]) -> set[str]:
    """Give the addresses whose place is held by somebody who never proved it: the paper is proof enough."""
    keys = [line.person_key for line in lines if line.person_key]
    rows = Signature.objects.filter(petition=batch.petition_id, state=SignatureState.PENDING)
    found: set[str] = set()
    for at in range(0, len(keys), AT_ONCE):
        found.update(rows.filter(person_key__in=keys[at : at + AT_ONCE]).values_list("person_key", flat=True))
    return found


def _key_of(line: PaperLine, taken: set[str]) -> str:
    """Give the key under which a line stands: the address, else name and place, else the line itself."""
    if line.person_key and line.person_key not in taken:
        return line.person_key
    return f"paper:{line.name_key}"[:80] if line.name_key else f"paper:{uuid4().hex}"


def _tie(lines: Sequence[PaperLine], stored: dict[int, int]) -> None:
    added = [line for line in lines if line.pk in stored]
    for line in lines:
        line.fate = LineFate.ADDED if line.pk in stored else LineFate.ONLINE
        line.signature_id = stored.get(line.pk)
    PaperLine.objects.bulk_update(lines, ["fate", "signature"], batch_size=AT_ONCE)
    SignaturePersonal.objects.bulk_create(
        (
            SignaturePersonal(
                signature_id=stored[line.pk], name=line.name, email=line.email, postcode=line.postcode,
                domain=digests.domain_of(line.email) if line.email else "", name_key=line.name_key,
            )
            for line in added
        ),
        batch_size=AT_ONCE,
    )  # fmt: skip
