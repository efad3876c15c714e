"""Reading messages to signers: who would get one, and how far it has gone."""

from __future__ import annotations

from django.db.models import QuerySet

from petitions.models import Signature, SignerMailing
from petitions.states import Audience, MailingState, SignatureState


def readers_of(mailing: SignerMailing) -> QuerySet[Signature]:
    """List the signatures whose signers get a message: counted, known, and wanting news."""
    rows = Signature.objects.filter(
        petition=mailing.petition_id, state=SignatureState.CONFIRMED, wants_news=True, personal__isnull=False
    )
    if mailing.audience == Audience.AREAS:
        rows = rows.filter(area__in=mailing.areas.values("pk"))
    return rows


def mailings_of(petition_id: int) -> QuerySet[SignerMailing]:
    """List a petition's messages to signers, newest first."""
    return SignerMailing.objects.filter(petition=petition_id).prefetch_related("steps", "areas")


def running_mailings() -> QuerySet[SignerMailing]:
    """List what is being sent, the oldest first."""
    return SignerMailing.objects.filter(state=MailingState.RUNNING).order_by("id")


def share_done(mailing: SignerMailing) -> int:
    """Give how many of a hundred readers were written to."""
    if mailing.state == MailingState.DONE:
        return 100
    return min(99, mailing.written * 100 // mailing.readers) if mailing.readers else 0
