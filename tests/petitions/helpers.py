"""Small helpers of the petitions' tests."""

from __future__ import annotations

import re
from typing import Any

from core.actors import CLOCK, IMPORT, Actor, actor_for, participant
from core.mail.models import Mail

FORM = {"name": "Ann Lee", "email": "ann@example.org", "postcode": "SL4 2AB", "is_eligible": "on"}
START = {
    "action": "Bring back the night train",
    "background": "Many of us work at night.",
    "name": "Marta Lind",
    "email": "marta@example.org",
    "postcode": "SL4 2AB",
    "asks": "yes",
    "polite": "yes",
    "private": "yes",
}


def code_of(mail: Mail) -> str:
    """Give the six digits in a mail."""
    return re.search(r"\b\d{6}\b", mail.body).group()


def link_of(mail: Mail) -> str:
    """Give the path of the one link in a mail that proves an address."""
    return re.search(r"https?://[^/\s]+(/\S*/(?:confirm|link)/\S+)", mail.body).group(1)


def masked(answer: Any) -> str:
    """Give a page's bytes without what is random in every page: handles and the once-only mark."""
    text = answer.content.decode()
    text = re.sub(r'name="once" value="\w+"', 'name="once"', text)
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "HANDLE", text)


def who(kind: str, record: Any, staff: dict[str, Any]) -> Actor:
    """Give the actor of a word: clerk, petitioner, signer, clock, import, comms, nobody."""
    if kind == "petitioner":
        return participant(record.petitioner.public_id)
    if kind == "signer":
        return participant(record.public_id)
    if kind in staff:
        return actor_for(staff[kind])
    return {"clock": CLOCK, "import": IMPORT, "nobody": Actor("anonymous")}[kind]
