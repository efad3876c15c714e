"""Signing: one person or a crowd (decision 11); the writing is `taking`, the counting `confirming`."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core import events
from core.actors import Actor
from core.errors import WrongState
from core.parliament.models import Area
from core.verification import actions as verification
from core.verification.actions import Opened
from petitions.actions.confirming import confirm_signature, confirm_signatures
from petitions.actions.taking import PURPOSE, Wish, write_signatures
from petitions.counting import enter_tally
from petitions.entries import SignatureFacts, area_of
from petitions.identity import check_identity
from petitions.lifecycle import SIGNATURE
from petitions.models import Petition, Signature
from petitions.places import StoredPlaces
from petitions.selectors import takes_signatures

__all__ = [
    "PURPOSE",
    "SignatureFacts",
    "check_facts",
    "check_takes_signatures",
    "confirm_signature",
    "confirm_signatures",
    "resend_confirmation",
    "settle_signatures",
    "sign_petition",
]


def sign_petition(
    petition: Petition, people: Sequence[SignatureFacts], *, by: Actor, support_key: str = ""
) -> list[Opened]:
    """Take signatures; gives one challenge for each person, in order, known address or not.

    Raises WrongState where the petition takes none now, Invalid (with the field) for what breaks a rule. Nothing is
    counted before the address is proven.
    """
    check_takes_signatures(petition, support_key)
    check_identity(petition, by)
    places = StoredPlaces()
    return write_signatures(
        [Wish(petition, facts, area_of(facts, places, petition.kind.eligibility), by) for facts in people]
    )


def check_takes_signatures(petition: Petition, support_key: str = "") -> None:
    """Raise WrongState unless the petition is open, or gathers supporters and the secret link's key fits."""
    if not takes_signatures(petition, support_key):
        raise WrongState(_("This petition does not take signatures now."))


def check_facts(facts: SignatureFacts) -> Area | None:
    """Check one signer's facts; gives the constituency (None abroad). Raises Invalid with the field and the rule."""
    key = area_of(facts, StoredPlaces())
    return Area.objects.get(pk=key) if key else None


def resend_confirmation(handle: UUID, *, by: Actor) -> None:
    """Ask for a new code and link for a challenge; silent where one was mailed less than a minute ago."""
    challenge = verification.find_to_resend(PURPOSE, handle)
    if challenge is None:
        return
    signature = Signature.objects.get(public_id=challenge.subject_id)
    events.record("signature.ask_again", signature, actor=by, public=False, data={"challenge": str(handle)})


def settle_signatures(verb: str, rows: QuerySet[Signature], *, by: Actor) -> list[Signature]:
    """Withdraw, invalidate or release signatures and enter the change in the ledger; gives those that moved."""
    with transaction.atomic():
        moved = SIGNATURE.fire_many(verb, rows, by=by)
        enter_tally(moved, delta=1 if verb == "release" else -1, reason=verb)
        return moved
