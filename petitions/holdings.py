"""What petitions hold about people: the petitioner's name and words, the signers' details, the digest of who signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock, events
from core.actors import CLOCK, participant
from core.crypto import blind_index
from core.privacy.person import Person
from core.privacy.registry import BlindIndex, Holding, Kept, Retention
from core.privacy.settling import (
    GONE,
    PUBLIC_RECORD,
    UNCONFIRMED,
    UNCONFIRMED_WORDS,
    Rows,
    deletes,
    gone_key,
    still_provable,
)
from petitions.actions.signing import settle_signatures
from petitions.actions.taking import Key, rows_under
from petitions.actions.versions import text_digest
from petitions.defence_holding import DEFENCE, paper_lines
from petitions.defence_holding import EXCEPTIONS as DEFENCE_EXCEPTIONS
from petitions.desk_holdings import DESK
from petitions.digests import name_purpose, name_words, person_purpose
from petitions.draft_holding import DRAFTS
from petitions.ended import kept_no_longer
from petitions.lifecycle import SIGNATURE
from petitions.models import Petition, PetitionDraft, Signature, SignaturePersonal
from petitions.models.petitions import Words
from petitions.states import STILL_COUNTED, PetitionState, SignatureState

WORDS = (
    "petitions.Petition.action", "petitions.Petition.background", "petitions.Petition.details",
    "petitions.PetitionTranslation.action", "petitions.PetitionTranslation.background",
    "petitions.PetitionTranslation.details", "petitions.PetitionVersion.action",
    "petitions.PetitionVersion.background", "petitions.PetitionVersion.details",
)  # fmt: skip
# What petitioner and clerk wrote to each other, and what only the moderators see: it goes with the petitioner.
TALK = (
    "petitions.Petition.differs_because", "petitions.Petition.standards", "petitions.Petition.petitioner_area",
    "petitions.Petition.asked_words", "petitions.Petition.proposed_action", "petitions.Petition.rejection_sentence",
)  # fmt: skip
TEXTS = ("action", "background", "details")
AT_ONCE = 500


def _petitions(person: Person) -> Rows:
    return Petition.objects.filter(petitioner__in=person.participants)


def _export_petition(row: Petition) -> Mapping[str, Any]:
    return {
        "number": row.number, "state": row.state, "action": row.action, "background": row.background,
        "details": row.details, "name": row.petitioner_name, "language": row.language, "written": row.created_at,
        "differs": row.differs_because, "standards": row.standards, "constituency": str(row.petitioner_area or ""),
        "asked": row.asked_words, "notice": row.notice_version,
    }  # fmt: skip


def _erase_petitions(person: Person, rows: Rows) -> int:
    """Delete what was never public; of what was, take the petitioner out and leave the words, without contact data."""
    found = list(rows)
    PetitionDraft.objects.filter(petition__in=found).delete()  # the ways to what they wrote go with it
    for petition in found:
        if petition.number is None:
            petition.signatures.all().delete()
            Petition.objects.filter(pk=petition.pk).delete()
        else:
            _blank_petition(person, petition)
    return len(found)


def _blank_petition(person: Person, petition: Petition) -> None:
    name = petition.petitioner_name
    words = _redacted(person, petition, name)
    Petition.objects.filter(pk=petition.pk).update(
        petitioner=None, petitioner_name="", manage_hash="", support_key="", differs_because="", standards={},
        petitioner_area=None, asked_words="", proposed_action="",
        rejection_sentence=person.redacted(petition.rejection_sentence, name), **words,
    )  # fmt: skip
    for row in petition.translations.all():
        petition.translations.filter(pk=row.pk).update(**_redacted(person, row, name))
    for version in petition.versions.all():
        left = _redacted(person, version, name)
        # The digest is that of the text which is given out: anybody can work it out again.
        digest = text_digest(Words(version.language, left["action"], left["background"], left["details"]))
        petition.versions.filter(pk=version.pk).update(**left, digest=digest)
    events.record("petition.erase_person", petition, actor=CLOCK, public=False)


def _redacted(person: Person, row: Any, name: str) -> dict[str, str]:
    return {field: person.redacted(getattr(row, field), name) for field in TEXTS}


def unproven_petitions(now: datetime) -> Rows:
    """Give drafts whose petitioner never proved the address."""
    rows = Petition.objects.filter(state=PetitionState.DRAFT, created_at__lt=now - UNCONFIRMED)
    return rows.exclude(public_id__in=still_provable(now))


def _signatures(person: Person) -> Rows:
    """Find by the digest, which is another one in each petition: it is made for each of them, then looked up with it.

    What was counted from paper may stand under another key: the line that it came from names the address.
    """
    keys: list[int] = []
    pairs = _pairs(person)
    while some := list(islice(pairs, AT_ONCE)):
        keys += [row[0] for row in rows_under(some)]
    keys += paper_lines(person).filter(signature__isnull=False).values_list("signature", flat=True)
    return Signature.objects.filter(pk__in=keys)


def _pairs(person: Person) -> Iterator[Key]:
    for key, public_id in Petition.objects.order_by("pk").values_list("pk", "public_id").iterator(2000):
        for index in person.indexes(person_purpose(public_id)):
            yield key, index


def _export_signature(row: Signature) -> Mapping[str, Any]:
    details = SignaturePersonal.objects.filter(signature=row).first()
    return {
        "petition": row.petition.action, "state": row.state, "signed": row.created_at, "confirmed": row.confirmed_at,
        "constituency": str(row.area or ""), "country": row.country, "wants_news": row.wants_news,
        "name": details.name if details else "", "email": details.email if details else "",
        "postcode": details.postcode if details else "", "notice": row.notice_version,
    }  # fmt: skip


def _erase_signatures(_person: Person, rows: Rows) -> int:
    """Delete unconfirmed ones; withdraw those that still gather, so that nobody counts twice; then forget who."""
    found = list(rows.select_related("petition"))
    running = [row.pk for row in found if row.petition.state in STILL_COUNTED and row.state == SignatureState.CONFIRMED]
    if running:
        settle_signatures("withdraw", Signature.objects.filter(pk__in=running), by=participant("erased"))
    held = [row.pk for row in found if row.state == SignatureState.HELD]
    SIGNATURE.fire_many("drop", Signature.objects.filter(pk__in=held), by=participant("erased"))
    pending = [row.pk for row in found if row.state == SignatureState.PENDING]
    Signature.objects.filter(pk__in=pending).delete()
    forget([row.pk for row in found if row.pk not in pending])
    return len(found)


def forget(keys: list[Any]) -> int:
    """Take the person out of signatures: name, address, postcode, digest. Constituency and count stay."""
    with transaction.atomic():
        SignaturePersonal.objects.filter(signature__in=keys).delete()
        rows = list(Signature.objects.filter(pk__in=keys).only("pk"))
        for row in rows:
            row.person_key = gone_key()
        Signature.objects.bulk_update(rows, ["person_key"], batch_size=AT_ONCE)
    return len(rows)


def unconfirmed_signatures(now: datetime) -> Rows:
    """Give signatures whose address was never proven."""
    rows = Signature.objects.filter(state=SignatureState.PENDING, created_at__lt=now - UNCONFIRMED)
    return rows.exclude(public_id__in=still_provable(now))


def old_signatures(now: datetime) -> Rows:
    """Give signatures, with their signers still known, of petitions that ended as long ago as their kind keeps them."""
    rows = Signature.objects.filter(petition__in=kept_no_longer(now))
    return rows.exclude(person_key__startswith=f"{GONE}:")


def _forget_old(keys: list[Any]) -> int:
    return forget(list(old_signatures(clock.now()).filter(pk__in=keys).values_list("pk", flat=True)))


HOLDINGS = (
    DRAFTS,
    *DEFENCE,
    *DESK,
    Holding(
        "petitions.petitions", _("Petitions that you started"),
        ("petitions.Petition.petitioner_name", "petitions.Petition.manage_hash", "petitions.Petition.support_key",
         *WORDS, *TALK),
        _petitions, _export_petition, _erase_petitions,
        keeps=(Kept(WORDS, PUBLIC_RECORD),),
        retention=(
            Retention("unconfirmed", UNCONFIRMED_WORDS, unproven_petitions, deletes(unproven_petitions)),
        ),
    ),
    Holding(
        "petitions.signatures", _("Petitions that you signed"),
        ("petitions.SignaturePersonal.name", "petitions.SignaturePersonal.email",
         "petitions.SignaturePersonal.postcode", "petitions.SignaturePersonal.domain",
         "petitions.SignaturePersonal.network_key", "petitions.SignaturePersonal.name_key",
         "petitions.Signature.person_key"),
        _signatures, _export_signature, _erase_signatures, order=55,
        keeps=(
            Kept(("petitions.Signature.area", "petitions.Signature.country"), _(
                "A signature that was counted stays in the count with its constituency and its day; nobody can tell "
                "whose it was."
            )),
        ),
        retention=(
            Retention("unconfirmed", UNCONFIRMED_WORDS, unconfirmed_signatures, deletes(unconfirmed_signatures)),
            Retention(
                "ended", _("Your name and address are deleted six months after the petition ended. The count stays."),
                old_signatures, _forget_old,
            ),
        ),
        indexes=(
            BlindIndex(
                "petitions.Signature.person_key",
                lambda row: (row.personal.email, person_purpose(row.petition.public_id)),
                related=("personal", "petition"),
            ),
            BlindIndex(
                "petitions.SignaturePersonal.name_key",
                lambda row: (name_words(row.name, row.postcode), name_purpose(row.signature.petition.public_id)),
                related=("signature__petition",), make=blind_index,
            ),
        ),
    ),
)  # fmt: skip
_PUBLIC_FACTS = "facts of a public file, brought in by the parliament"
_STAFF = "a word of staff about a petition's text; the form asks for no names"
EXCEPTIONS = {
    "petitions.PetitionKind.eligibility": "the House's rule of who may sign",
    "petitions.PetitionKind.identity_methods": "the ways to prove who one is, by their codes",
    "petitions.PetitionKind.languages": "codes of languages",
    "petitions.PetitionProposal.facts": "codes of rules and the reference of an order",
    "petitions.PetitionProposal.reason": _STAFF,
    "petitions.PetitionProposal.answer": _STAFF,
    "petitions.PetitionMark.words": _STAFF,
    "petitions.Petition.removed_by_order": "the public reference of an order: court or office, day, number",
    "petitions.MergeAsk.token_hash": "a digest of a mailed link; goes with the signature",
    **DEFENCE_EXCEPTIONS,
    "petitions.PetitionVersion.note": "a clerk's public words about a correction",
    "petitions.PetitionVersion.digest": "a digest of a public text",
    "petitions.Petition.rejection_details": "a clerk's public words; the rules ask for no names in them",
    "petitions.ImportedPetition": _PUBLIC_FACTS,
    "petitions.Milestone.outcome": "the words of the House",
    "petitions.Milestone.document_url": "a public document",
    "petitions.TallyEntry.reason": "one of a few fixed words",
    "petitions.TallyEntry.commitment": "a digest of a receipt that nobody keeps: it opens nothing about anybody",
    "petitions.CountLog.frontier": "hashes over the public log",
    "petitions.Checkpoint.root": "a hash over the public log",
    "petitions.Checkpoint.note": "what the house publishes and signs of a count",
    "petitions.PetitionStep": "the words of the House, and addresses of public documents",
    "petitions.RequestOutcome": "the words of the House",
    "petitions.SignerMailing": "the House's words to all of a petition's signers",
    "petitions.DutyOffice": "an office's name and its mail box",
}
