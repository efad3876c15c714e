"""The mails of those who sign: prove the address, thank, say what was changed. One function a mail.

`ask_to_confirm_signature` has two ways. The first mail of a day to an address holds its code and link and costs one
look at the address's mails: that way may be written for a crowd. From the second one on it also holds a link to one
page with everything that waits for this address, because no more than five go out a day (rule `mail.sign`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from core import clock, crypto
from core.events.models import Event
from core.mail.models import Mail
from core.mail.queue import queue_mail
from core.verification.actions import Secrets, keep_secrets, new_secrets, open_challenge
from core.verification.mailing import mail_proof
from core.verification.models import Challenge
from petitions.actions.confirming_together import PURPOSE as TOGETHER
from petitions.actions.confirming_together import confirmed_together, waiting_signatures
from petitions.links import has_mail_box, manage_signature_link
from petitions.models import Petition, Signature
from petitions.receipts import receipt_of
from petitions.states import SignatureState

ASK = "petitions/ask_to_confirm_signature"
ASKED_FOR = (ASK, "petitions/tell_already_signed", "petitions/send_signature_link")
LISTED = 20  # so many titles stand in the mail; the page has them all


def ask_to_confirm_signature(event: Event) -> None:
    """Mail the code and the link that confirm a signature; nothing where it was confirmed at once or forgotten."""
    signature = signature_of(event)
    if signature is None:
        return
    if signature.state != SignatureState.PENDING:
        if event.verb != "signature.sign":
            tell_already_signed(event)
        return
    challenge = Challenge.objects.get(public_id=event.data["challenge"])
    mail_confirmation(signature, challenge, dedupe=f"event {event.pk}")


def mail_confirmation(signature: Signature, challenge: Challenge, *, dedupe: str) -> Mail | None:
    """Queue the mail that confirms one signature; from the second of a day on, with the way to all that wait."""
    to, language = signature.personal.email, challenge.language
    facts = {"petition": signature.petition, "name": signature.personal.name}
    if not asked_today(to):
        return mail_proof(
            challenge, ASK, to, language=language, dedupe=dedupe, words=lambda proof: _words(challenge, proof), **facts
        )
    own, every = new_secrets(), new_secrets()
    words = {**_words(challenge, own), "all_link": address("petitions:signatures_waiting", language, every.token)}
    with transaction.atomic():
        mail = queue_mail(
            ASK, to, language=language, dedupe=dedupe, more=lambda: _others(signature, to), **words, **facts
        )
        if mail is not None and mail.state == Mail.State.QUEUED:
            keep_secrets(challenge, own)
            keep_secrets(open_challenge(TOGETHER, signature.public_id, language=language), every)
    return mail


def _others(signature: Signature, to: str) -> dict[str, object]:
    """Give what else waits for an address: looked up only where the limit lets the mail out that lists it."""
    others = [row.petition for row in waiting_signatures(to) if row.pk != signature.pk]
    return {"others": others[:LISTED], "other_count": len(others)}


def asked_today(to: str) -> int:
    """Count the mails of the last day that somebody asked for with an address in order to sign."""
    since = clock.now() - timedelta(days=1)
    rows = Mail.objects.filter(to_index=crypto.email_index(to, "mail"), kind__in=ASKED_FOR, created_at__gt=since)
    return rows.exclude(state=Mail.State.NOT_SENT).count()


def tell_already_signed(event: Event) -> None:
    """Tell somebody who signs again how the signature stands; the page looked the same as ever."""
    signature = signature_of(event)
    if signature is None:
        return
    language = Challenge.objects.get(public_id=event.data["challenge"]).language
    queue_mail(
        "petitions/tell_already_signed", signature.personal.email, language=language, dedupe=f"event {event.pk}",
        petition=signature.petition, link=petition_link(signature.petition, language), name=signature.personal.name,
        state=signature.state, manage_link=manage_signature_link(signature, language),
    )  # fmt: skip


def tell_signature_counted(event: Event) -> None:
    """Thank for a signature once it counts, with its receipt; what was confirmed together is told together."""
    signature = signature_of(event)
    if signature is None or confirmed_together(event):
        return
    queue_mail(
        "petitions/tell_signature_counted", signature.personal.email, language=signature.language,
        dedupe=f"event {event.pk}", **counted_facts(signature),
    )  # fmt: skip


def tell_signatures_counted(event: Event) -> None:
    """Thank once for all that one press of a button confirmed, with a receipt for each."""
    rows = Signature.objects.select_related("petition", "personal").filter(public_id__in=event.data["signatures"])
    counted = [row for row in rows.order_by("pk") if hasattr(row, "personal")]
    if not counted:
        return
    queue_mail(
        "petitions/tell_signatures_counted", counted[0].personal.email, language=event.data["language"],
        dedupe=f"event {event.pk}", signatures=[counted_facts(row, event.data["language"]) for row in counted],
    )  # fmt: skip


def counted_facts(signature: Signature, language: str = "") -> dict[str, Any]:
    """Give what the thanks for one signature hold: petition, receipt, where to check it, the signer's own page."""
    language = language or signature.language
    link = petition_link(signature.petition, language)
    return {
        "petition": signature.petition, "name": signature.personal.name, "link": link,
        "receipt": receipt_of(signature.public_id),
        "check_link": f"{link}count/" if signature.petition.number else "",
        "manage_link": manage_signature_link(signature, language),
        "is_held": signature.state == SignatureState.HELD,
    }  # fmt: skip


def tell_signature_withdrawn(event: Event) -> None:
    """Say that a signature was taken back and counts no more."""
    signature = signature_of(event)
    if signature is None or event.actor_id != str(signature.public_id):
        return  # forgotten, or taken back by a move that has a mail of its own
    queue_mail(
        "petitions/tell_signature_withdrawn", signature.personal.email, language=signature.language,
        dedupe=f"event {event.pk}", petition=signature.petition,
        link=petition_link(signature.petition, signature.language),
    )  # fmt: skip


def send_signature_links(event: Event) -> None:
    """Mail the way to a signer's own page to whoever asked with an address that did sign."""
    rows = Signature.objects.select_related("petition", "personal").filter(public_id__in=event.data["signatures"])
    for signature in rows.order_by("pk"):
        if hasattr(signature, "personal"):
            _send_link(signature, event)


def _send_link(signature: Signature, event: Event) -> None:
    language = event.data["language"]
    queue_mail(
        "petitions/send_signature_link", signature.personal.email, language=language,
        dedupe=f"event {event.pk} {signature.pk}", petition=signature.petition, name=signature.personal.name,
        link=manage_signature_link(signature, language),
    )  # fmt: skip


def signature_of(event: Event) -> Signature | None:
    """Give the signature of an event with its petition and details; None where there is nobody left to write to."""
    rows = Signature.objects.select_related("petition", "personal").filter(
        public_id=event.subject_id, personal__isnull=False
    )
    return next((row for row in rows if has_mail_box(row.personal.email)), None)


def petition_link(petition: Petition, language: str) -> str:
    """Give a petition's address, or the site's while it has none."""
    return address("petitions:petition_detail", language, petition.number) if petition.number else settings.SITE_URL


def address(name: str, language: str, *args: object) -> str:
    """Give the full address of a page in a language."""
    with translation.override(language):
        return settings.SITE_URL + reverse(name, args=args)


def _words(challenge: Challenge, proof: Secrets) -> dict[str, str]:
    link = address("petitions:signature_confirm_link", challenge.language, proof.token)
    return {"code": proof.code, "link": link}
