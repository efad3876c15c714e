"""Signatures on paper: a batch is typed, handed over, its sample compared by a second person, counted or refused."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from core import clock, crypto, events
from core.actors import Actor
from core.errors import Conflict, Forbidden, Invalid, WrongState
from core.files.kinds import PDF, inspect
from core.files.storage import drop_private, keep_private
from petitions import digests
from petitions.entries import EMAIL_LENGTH, NAME_LENGTH, POSTCODE_LENGTH, UNREADABLE, Places, is_readable
from petitions.lifecycle import PAPER
from petitions.models import PaperBatch, PaperLine, Petition
from petitions.models.signatures import HOME_COUNTRY
from petitions.places import StoredPlaces, read_places
from petitions.rules import is_petitions_clerk
from petitions.states import PaperState, PetitionState

MOST_LINES = 50_000
LEAST_SAMPLE, SAMPLE_SHARE = 20, 10  # a tenth, twenty at least, all of a small batch
TAKES_PAPER = (PetitionState.OPEN, PetitionState.CLOSED, PetitionState.PAUSED, PetitionState.GATHERING_SUPPORTERS)
ADDRESS_LENGTH = 200
FEW = 20  # from so many lines on their postcodes are looked up in memory


@dataclass(frozen=True)
class LineFacts:
    """What stands on one line of a sheet, as far as it can be read; a line nobody can read has none of it."""

    name: str = ""
    address: str = ""
    postcode: str = ""
    email: str = ""
    country: str = HOME_COUNTRY


def open_batch(
    petition: Petition, *, by: Actor, reference: str, counted_by: str, counted_lines: int, scan: bytes = b"",
    scan_name: str = "",
) -> PaperBatch:  # fmt: skip
    """Begin a batch. Raises Forbidden, WrongState, Invalid, Conflict for a known reference."""
    if by.user is None or not is_petitions_clerk(by, petition):
        raise Forbidden()
    if petition.state not in TAKES_PAPER:
        raise WrongState(_("This petition does not take signatures now."))
    if not 0 < counted_lines <= MOST_LINES:
        raise Invalid(fields={"counted_lines": _("A batch holds 1 to 50,000 lines.")})
    key = _keep_scan(scan)
    try:
        with transaction.atomic():
            batch = PaperBatch.objects.create(
                petition=petition, reference=reference.strip(), counted_by=counted_by.strip(), typed_by=by.user,
                counted_lines=counted_lines, scan=key, scan_name=scan_name[:120], received_at=clock.now(),
            )  # fmt: skip
            events.record("paper.open", batch, actor=by, public=False, data={"lines": counted_lines})
    except IntegrityError:
        if key:
            drop_private(key)
        raise Conflict(_("There is a batch with this reference already.")) from None
    return batch


def _keep_scan(scan: bytes) -> str:
    if not scan:
        return ""
    try:
        kind = inspect(scan)
    except Invalid as error:
        raise Invalid(fields={"scan": error.message}) from error
    if kind != PDF:
        raise Invalid(fields={"scan": _("The scan must be a PDF file.")})
    return keep_private(scan)


def add_lines(batch: PaperBatch, lines: Sequence[LineFacts], *, by: Actor) -> int:
    """Add typed lines behind those that are there; gives how many.

    All or none. Raises Forbidden, WrongState once the batch is handed over, Invalid (`data["lines"]` names the number
    of each bad line with its fault) and then nothing was changed.
    """
    if by.user is None or not is_petitions_clerk(by, batch):
        raise Forbidden()
    places: Places = read_places() if len(lines) > FEW else StoredPlaces()
    faults = {number: fault for number, facts in enumerate(lines, start=1) if (fault := fault_of(facts, places))}
    if faults:
        raise Invalid(_("Some lines cannot be taken. Nothing was changed."), lines=faults)
    with transaction.atomic():
        held = PaperBatch.objects.select_for_update().select_related("petition").get(pk=batch.pk)
        if held.state != PaperState.TYPED:
            raise WrongState()
        first = (held.lines.aggregate(last=Max("number"))["last"] or 0) + 1
        if first + len(lines) - 1 > held.counted_lines:
            raise Invalid(_("There are more lines than were counted on the sheets."))
        PaperLine.objects.bulk_create(
            (_line(held, number, facts, places) for number, facts in enumerate(lines, start=first)), batch_size=500
        )
        events.record("paper.type", held, actor=by, public=False, data={"lines": len(lines)})
    return len(lines)


def fault_of(facts: LineFacts, places: Places) -> str:
    """Say what is wrong with a line; "" where it can be taken. A line may be empty: somebody signed illegibly."""
    lengths = ((facts.name, NAME_LENGTH), (facts.address, ADDRESS_LENGTH), (facts.postcode, POSTCODE_LENGTH),
               (facts.email, EMAIL_LENGTH))  # fmt: skip
    if any(len(value) > most for value, most in lengths):
        return str(_("A field is too long."))
    if not all(is_readable(value) for value, _most in lengths):
        return str(UNREADABLE)
    if facts.email and ("@" not in facts.email[1:-1] or any(sign.isspace() for sign in facts.email)):
        return str(_("This is no e-mail address."))
    if facts.country != HOME_COUNTRY and not (len(facts.country) == 2 and facts.country.isalpha()):
        return str(_("A country is two letters."))
    if facts.postcode and facts.country == HOME_COUNTRY and _area(facts, places) is None and places.has_seats:
        return str(_("We do not know this postcode."))
    return ""


def _area(facts: LineFacts, places: Places) -> int | None:
    return places.by_postcode(facts.postcode) if facts.postcode and facts.country == HOME_COUNTRY else None


def _line(batch: PaperBatch, number: int, facts: LineFacts, places: Places) -> PaperLine:
    petition = batch.petition.public_id
    has_place = bool(facts.name.strip() and facts.postcode.strip())
    return PaperLine(
        batch=batch, number=number, name=facts.name.strip(), address=facts.address.strip(),
        postcode=facts.postcode.strip(), email=facts.email.strip(), country=facts.country.upper(),
        area_id=_area(facts, places),
        person_key=crypto.email_index(facts.email, digests.person_purpose(petition)) if facts.email.strip() else "",
        name_key=digests.name_key(petition, facts.name, facts.postcode) if has_place else "",
    )  # fmt: skip


def hand_over(batch: PaperBatch, *, by: Actor) -> None:
    """Hand a batch over to be checked; its sample is drawn by lot. Raises Invalid, WrongState, Conflict."""
    with transaction.atomic():
        PAPER.fire("hand_over", batch, by=by)
        keys = list(batch.lines.values_list("pk", flat=True))
        size = min(len(keys), max(LEAST_SAMPLE, len(keys) // SAMPLE_SHARE))
        drawn = secrets.SystemRandom().sample(keys, size)
        batch.lines.update(is_sampled=False, is_bad=None)
        batch.lines.filter(pk__in=drawn).update(is_sampled=True)
        PaperBatch.objects.filter(pk=batch.pk).update(sample_size=size, found_bad=0)


def compare_lines(batch: PaperBatch, found: dict[int, bool], *, by: Actor) -> None:
    """Keep of lines of the sample whether they were bad (number -> yes or no). Raises Forbidden for who typed them."""
    if by.user is None or not is_petitions_clerk(by, batch) or by.user.pk == batch.typed_by_id:
        raise Forbidden(_("Somebody else than who typed the lines must compare the sample."))
    with transaction.atomic():
        if PaperBatch.objects.select_for_update().get(pk=batch.pk).state != PaperState.CHECKING:
            raise WrongState()
        for is_bad in (True, False):
            numbers = [number for number, bad in found.items() if bad is is_bad]
            batch.lines.filter(number__in=numbers, is_sampled=True).update(is_bad=is_bad)
        bad = batch.lines.filter(is_sampled=True, is_bad=True).count()
        PaperBatch.objects.filter(pk=batch.pk).update(found_bad=bad)
        events.record("paper.compare", batch, actor=by, public=False, data={"lines": len(found), "bad": bad})


def check_batch(batch: PaperBatch, *, by: Actor) -> None:
    """Say that the sample is compared. Raises Invalid while a line of it is not, Forbidden, WrongState, Conflict."""
    PAPER.fire("check", batch, by=by)


def refuse_batch(batch: PaperBatch, *, by: Actor, reason: str) -> None:
    """Count none of it. Raises Invalid without a reason, Forbidden, WrongState, Conflict."""
    PAPER.fire("refuse", batch, by=by, reason=_said(reason))


def give_back(batch: PaperBatch, *, by: Actor, reason: str) -> None:
    """Have it typed again: its lines go. Raises Invalid without a reason, Forbidden, WrongState, Conflict."""
    with transaction.atomic():
        PAPER.fire("give_back", batch, by=by, reason=_said(reason))
        batch.lines.all().delete()


def _said(reason: str) -> str:
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why.")})
    return reason.strip()
