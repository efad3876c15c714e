"""Tickets: signed leave to sit in one room for five minutes. No session and no user is looked up on a reconnect."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.core import signing

from core.errors import Forbidden

LIFE_SECONDS = 300  # hearings.md section 3.4, number 9
SALT = "core.realtime.ticket"


@dataclass(frozen=True)
class Ticket:
    """What a ticket says: the topic (one hearing's public id), the role in it, and who holds it (an opaque id).

    A ticket that stands on an account's rights also names the account's session: it is worth what the session is worth.
    """

    topic: str
    role: str = "public"
    holder: str = ""
    session: str = ""


def issue(ticket: Ticket) -> str:
    """Sign a ticket (HMAC-SHA-256 with the site's secret)."""
    return signing.dumps(asdict(ticket), salt=SALT)


def read(token: object, topic: str) -> Ticket:
    """Give the ticket behind a token; raises Forbidden where it is forged, expired, or for another topic."""
    try:
        ticket = Ticket(**signing.loads(str(token), salt=SALT, max_age=LIFE_SECONDS))
    except (signing.BadSignature, TypeError):
        raise Forbidden from None
    if ticket.topic != topic:
        raise Forbidden
    return ticket
