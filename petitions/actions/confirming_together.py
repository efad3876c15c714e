"""One address, many petitions: what waits for its confirmation, found without keeping who signed what together."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import crypto, events
from core.actors import participant
from core.errors import Invalid, NotFound
from core.events.models import Event
from core.verification import actions as verification
from core.verification.models import Challenge
from petitions.actions.signing import confirm_signatures
from petitions.actions.taking import Key, rows_under
from petitions.digests import person_purpose
from petitions.models import Petition, Signature
from petitions.selectors import still_confirms
from petitions.states import PetitionState, SignatureState

PURPOSE = "petition.sign_all"
AT_ONCE = 200  # pairs in one statement
PENDING = SignatureState.PENDING
BY_LIST = "list:"  # how the actor's id begins where one press confirmed several


def waiting_signatures(email: str) -> list[Signature]:
    """List what an address has signed and not confirmed yet, on petitions that still take it, the oldest first.

    Keys are bound to one petition each (nobody can be followed from row to row), so they are made for every petition
    that takes signatures and looked up together: some milliseconds for thousands, and nothing more is stored.
    """
    keys: list[int] = []
    pairs = _pairs(email)
    while some := list(islice(pairs, AT_ONCE)):
        keys += [pk for pk, _id, _petition, _person, _slot, state, _name in rows_under(some) if state == PENDING]
    rows = Signature.objects.select_related("petition__kind", "personal").filter(pk__among=keys, personal__isnull=False)
    return [row for row in rows.order_by("pk") if still_confirms(row.petition, row.created_at)]


def _pairs(email: str) -> Iterator[Key]:
    """Give what the address may stand under: each petition that may take it, with the key under each key in use."""
    states = (PetitionState.OPEN, PetitionState.GATHERING_SUPPORTERS, PetitionState.CLOSED)
    for key, public_id in Petition.objects.filter(state__in=states).order_by("pk").values_list("pk", "public_id"):
        for person in crypto.email_indexes(email, person_purpose(public_id)):
            yield key, person


def waiting_behind(token: str) -> tuple[Challenge, list[Signature]]:
    """Give the challenge of a mailed list and what waits; changes nothing. Raises NotFound for a used or old link."""
    challenge = verification.find_by_link(PURPOSE, token)
    return challenge, waiting_signatures(_address_behind(challenge))


def confirm_together(token: str, wanted: Collection[UUID] | None, *, language: str) -> tuple[int, str]:
    """Confirm what was ticked (None: everything) by a mailed list; gives how many moved, and the token that follows.

    The link is used up. Whoever used it has proven the address, so a fresh one leads on to what is left and to what
    is signed later. Raises NotFound for a used or old link, Invalid where nothing was ticked.
    """
    if wanted is not None and not wanted:
        raise Invalid(_("Tick the petitions that you want to sign."))
    with transaction.atomic():
        challenge = verification.redeem_link(PURPOSE, token)
        rows = waiting_signatures(_address_behind(challenge))
        keys = [row.pk for row in rows if wanted is None or row.public_id in wanted]
        by = participant(f"{BY_LIST}{challenge.subject_id}")
        confirm_signatures(keys, by=by)
        moved = list(Signature.objects.filter(pk__in=keys).exclude(state=PENDING).order_by("pk"))
        if moved:
            data = {"signatures": [str(row.public_id) for row in moved], "language": language}
            events.record("signature.confirm_together", moved[0], actor=by, public=False, data=data)
        following = verification.open_challenge(PURPOSE, challenge.subject_id, language=language)
        return len(moved), verification.set_secrets(following).token


def confirmed_together(event: Event) -> bool:
    """Tell whether a signature was confirmed from a list: one mail then thanks for all."""
    return event.actor_id.startswith(BY_LIST)


def _address_behind(challenge: Challenge) -> str:
    signature = Signature.objects.select_related("personal").filter(public_id=challenge.subject_id).first()
    if signature is None or not hasattr(signature, "personal"):
        raise NotFound()
    return signature.personal.email
