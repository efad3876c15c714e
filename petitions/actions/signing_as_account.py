"""Signing with a session: an electronic identity, or an address proven a moment ago, needs no code by mail."""

from __future__ import annotations

from django.db import transaction

from core.actors import Actor
from core.verification import actions as verification
from core.verification.actions import Opened
from petitions import digests
from petitions.actions.confirming import confirm_signature
from petitions.actions.signing import sign_petition
from petitions.entries import SignatureFacts, area_of
from petitions.identity import takes_eid_of
from petitions.models import Petition, Signature, SignaturePersonal
from petitions.places import StoredPlaces
from petitions.states import CountedClass, SignatureState


def sign_as_account(petition: Petition, facts: SignatureFacts, *, by: Actor, support_key: str = "") -> Signature:
    """Sign and confirm at once; gives the signature, which may be one that stood there before.

    The door has made sure that `facts.email` is the account's own address and that the session proves it. With an
    electronic identity, where the kind takes one, it counts in a class of its own. Raises what signing raises.
    """
    with transaction.atomic():
        challenge, *_rest = sign_petition(petition, [facts], by=by, support_key=support_key)
        _take_own_words(petition, challenge, facts, is_verified=takes_eid_of(petition, by))
        return confirm_signature(lambda: _used(challenge))


def _used(challenge: Opened) -> Opened:
    verification.use_all([challenge])
    return challenge


def _take_own_words(petition: Petition, challenge: Opened, facts: SignatureFacts, *, is_verified: bool) -> None:
    """Let what the owner of the address says hold, not what somebody else may have typed before with it."""
    rows = Signature.objects.filter(public_id=challenge.subject_id, state=SignatureState.PENDING)
    key = rows.select_for_update().values_list("pk", flat=True).first()
    if key is None:
        return
    area = area_of(facts, StoredPlaces(), petition.kind.eligibility)
    kind = CountedClass.VERIFIED if is_verified else CountedClass.ONLINE
    rows.update(area_id=area, country=facts.country, wants_news=facts.wants_news, counted_class=kind)
    name_key = digests.name_key(petition.public_id, facts.name, facts.postcode)
    SignaturePersonal.objects.filter(signature=key).update(name=facts.name, postcode=facts.postcode, name_key=name_key)
