"""The signers' mails by the set: the words of `signers`, rendered once for a petition and language, filled for each.

Only the plain case is written here: a first mail of the day to its address, thanks for one signature. Everything else
goes through `signers`, one by one; what a mail holds is decided there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import DateTimeField

from core import clock, crypto
from core.events.models import Event
from core.events.subscribers import together
from core.mail.copies import Copy, queue_copies
from core.mail.models import Mail
from core.shapes import Shape, records
from core.verification.actions import Secrets
from core.verification.mailing import Asked, mail_proofs
from core.verification.models import Challenge
from petitions.actions.confirming_together import confirmed_together
from petitions.emails import signers
from petitions.links import has_mail_box, manage_signature_key
from petitions.models import Petition, Signature, SignaturePersonal
from petitions.receipts import receipt_of
from petitions.states import SignatureState

COUNTED = "petitions/tell_signature_counted"
OF_SIGNATURE = ("id", "public_id", "petition_id", "state", "language")
OF_DETAILS = ("signature_id", "name", "email")
OF_CHALLENGE = ("id", "public_id", "language")
OWN = ("name", "receipt", "manage_link")
TOKEN = "TOKEN"  # noqa: S105 - the place of a token


@together
def ask_to_confirm_signatures(events: list[Event]) -> None:
    """Mail the codes and links that confirm signatures: the plain ones together, the others as ever."""
    if len(events) == 1:
        signers.ask_to_confirm_signature(events[0])
        return
    rows = _signatures_of(events)
    challenges = {str(row.public_id): row for row in _challenges_of(events)}
    indexes = {pk: crypto.email_index(row.personal.email, "mail") for pk, row in rows.items()}
    met = _asked_today(indexes.values())
    plain: dict[tuple[int, str], list[Asked]] = defaultdict(list)
    others: list[Event] = []
    for event in events:
        row, challenge = rows.get(event.subject_id), challenges.get(event.data["challenge"])
        if row is None or challenge is None or row.state != SignatureState.PENDING or indexes[event.subject_id] in met:
            others.append(event)
            continue
        met.add(indexes[event.subject_id])
        own = {"name": row.personal.name}
        asked = Asked(challenge, row.personal.email, f"event {event.pk}", own, indexes[event.subject_id])
        plain[row.petition_id, challenge.language].append(asked)
    petitions = Petition.objects.in_bulk({petition for petition, _language in plain})
    for (petition, language), asked_for in plain.items():
        _ask(petitions[petition], language, asked_for)
    for event in others:
        signers.ask_to_confirm_signature(event)


def _ask(petition: Petition, language: str, asked: list[Asked]) -> None:
    pattern = signers.address("petitions:signature_confirm_link", language, TOKEN)

    def words(_challenge: Challenge, proof: Secrets) -> dict[str, str]:
        return {"code": proof.code, "link": pattern.replace(TOKEN, proof.token)}

    mail_proofs(signers.ASK, asked, language=language, words=words, petition=petition)


@together
def tell_signatures_counted_each(events: list[Event]) -> None:
    """Thank each signer whose signature counts now; what was confirmed together is told together elsewhere."""
    if len(events) == 1:
        signers.tell_signature_counted(events[0])
        return
    rows = _signatures_of(events)
    groups: dict[tuple[int, str, str], list[tuple[Event, Signature]]] = defaultdict(list)
    for event in events:
        row = rows.get(event.subject_id)
        if row is not None and not confirmed_together(event):
            groups[row.petition_id, row.language, row.state].append((event, row))
    petitions = Petition.objects.in_bulk({petition for petition, _language, _state in groups})
    for (petition, language, _state), group in groups.items():
        for _event, row in group:
            row.petition = petitions[petition]
        _thank(language, group)


def _thank(language: str, group: list[tuple[Event, Signature]]) -> None:
    sample = group[0][1]
    shared = signers.counted_facts(sample, language)
    link, key = str(shared["manage_link"]), manage_signature_key(sample)
    copies = []
    for event, row in group:
        own = {
            "name": row.personal.name, "receipt": receipt_of(row.public_id),
            "manage_link": link.replace(key, manage_signature_key(row)),
        }  # fmt: skip
        copies.append(Copy(row.personal.email, f"event {event.pk}", own))
    facts = {name: value for name, value in shared.items() if name not in OWN}
    queue_copies(COUNTED, copies, language=language, **facts)


def _signatures_of(events: Iterable[Event]) -> dict[UUID, Signature]:
    """Read the signatures of events with what a mail needs; the forgotten are left out."""
    rows = _signers.rows(list({event.subject_id for event in events}))
    signatures = records(Signature, OF_SIGNATURE, rows)
    details = records(SignaturePersonal, OF_DETAILS, [(row[0], *row[len(OF_SIGNATURE) :]) for row in rows])
    for signature, personal in zip(signatures, details, strict=True):
        signature.personal = personal
    return {row.public_id: row for row in signatures if has_mail_box(row.personal.email)}


_signers = Shape(
    lambda ids: Signature.objects.filter(public_id__among=ids, personal__isnull=False).values_list(
        *OF_SIGNATURE, "personal__name", "personal__email"
    )
)


def _challenges_of(events: Iterable[Event]) -> list[Challenge]:
    return records(Challenge, OF_CHALLENGE, _challenges.rows([event.data["challenge"] for event in events]))


_challenges = Shape(lambda ids: Challenge.objects.filter(public_id__among=ids).values_list(*OF_CHALLENGE))


def _asked_today(indexes: Iterable[str]) -> set[str]:
    """Give the addresses that were mailed within a day because somebody signs with them (`signers.asked_today`)."""
    return {row[0] for row in _mailed.rows(clock.now() - timedelta(days=1), list(indexes))}


_mailed = Shape(
    lambda since, indexes: (
        Mail.objects.filter(to_index__among=indexes, kind__in=signers.ASKED_FOR, created_at__gt=since)
        .exclude(state=Mail.State.NOT_SENT)
        .values_list("to_index")
    ),
    DateTimeField,
)
