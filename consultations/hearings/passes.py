"""The hearing pass: a signed word that its bearer has proven an address for this hearing. It names nobody."""

from __future__ import annotations

from django.core import signing

from consultations.hearings.models import Hearing
from core import crypto
from core.actors import Actor, participant

LIFE_SECONDS = 12 * 3600  # a hearing day; after that the code is asked anew
SALT = "consultations.hearings.pass"


def issue(hearing: Hearing, by: Actor) -> str:
    """Sign a pass for a participant who has just proven an address."""
    return signing.dumps([str(hearing.public_id), by.id], salt=SALT)


def bearer(token: str, hearing: Hearing) -> Actor | None:
    """Give the participant who bears a pass; None where it is missing, forged, old, or for another hearing."""
    try:
        topic, holder = signing.loads(token, salt=SALT, max_age=LIFE_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return participant(holder) if topic == str(hearing.public_id) else None


def voter_key(hearing: Hearing, by: Actor) -> str:
    """Give the key under which a participant counts here; it cannot be read back nor joined across hearings."""
    return crypto.blind_index(by.id, voter_purpose(hearing.public_id))


def voter_keys(hearing: Hearing, by: Actor) -> list[str]:
    """Give the keys of a participant here under every key in use: rows written before a rotation have an older one."""
    return crypto.blind_indexes(by.id, voter_purpose(hearing.public_id))


def voter_purpose(hearing: object) -> str:
    """Name the purpose that binds a voter's key to one hearing (its public id)."""
    return f"hearing:{hearing}"
