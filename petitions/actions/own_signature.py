"""What a signer does with the signature: take it back, stop the news, move to another constituency, find it again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import crypto, events
from core.actors import Actor, participant
from core.errors import WrongState
from petitions.actions.signing import SignatureFacts, check_facts, confirm_signatures, settle_signatures
from petitions.counting import enter_tally
from petitions.digests import person_purpose
from petitions.lifecycle import SIGNATURE
from petitions.models import Petition, Signature, SignaturePersonal
from petitions.selectors import takes_signatures
from petitions.states import STILL_COUNTED, SignatureState

MOVED = "move"  # the ledger's word for a signature that changes its constituency: -1 there, +1 here


def signer(signature: Signature) -> Actor:
    """Give who acts behind the link to a signature: nobody else was mailed it."""
    return participant(signature.public_id)


def check_is_still_counted(petition: Petition) -> None:
    """Raise WrongState once the count of a petition is final."""
    if petition.state not in STILL_COUNTED:
        raise WrongState(_("The petition is closed and its count is final."))


def withdraw_signature(signature: Signature) -> Signature:
    """Take a signature back, -1 in the ledger where it counted, and a mail. A second call changes nothing.

    Raises WrongState where it is not counted, or the count is final.
    """
    check_is_still_counted(signature.petition)
    with transaction.atomic():
        row = Signature.objects.filter(pk=signature.pk)
        settle_signatures("withdraw", row, by=signer(signature))
        SIGNATURE.fire_many("drop", row, by=signer(signature))  # one that is held was never counted
        signature.refresh_from_db(fields=["state"])
        if signature.state != SignatureState.WITHDRAWN:
            raise WrongState(_("Only a confirmed signature can be taken back."))
    return signature


def may_return(signature: Signature) -> bool:
    """Tell whether a signature that was taken back may count again: the petition is open, and it was never held."""
    is_back = signature.state == SignatureState.WITHDRAWN and not signature.hold_rule
    return is_back and takes_signatures(signature.petition)


def return_signature(signature: Signature) -> Signature:
    """Let a signature that was taken back count again: +1 in the ledger, and the mail with the receipt.

    The key of its page proves the address, as a code did at first. Raises WrongState where it may not.
    """
    if not may_return(signature):
        raise WrongState(_("This petition does not take signatures now."))
    with transaction.atomic():
        SIGNATURE.fire_many("renew", Signature.objects.filter(pk=signature.pk), by=signer(signature))
        confirm_signatures([signature.pk])
    signature.refresh_from_db(fields=["state", "confirmed_at"])
    return signature


def stop_news(signature: Signature) -> Signature:
    """Send no more news of this petition to this signer; doing it twice changes nothing."""
    return _set_news(signature, wants_news=False)


def want_news(signature: Signature) -> Signature:
    """Send the news of this petition again."""
    return _set_news(signature, wants_news=True)


def _set_news(signature: Signature, *, wants_news: bool) -> Signature:
    with transaction.atomic():
        rows = Signature.objects.filter(pk=signature.pk).exclude(wants_news=wants_news)
        if rows.update(wants_news=wants_news):
            verb = "signature.want_news" if wants_news else "signature.stop_news"
            events.record(verb, signature, actor=signer(signature), public=False)
    signature.wants_news = wants_news
    return signature


def change_area(signature: Signature, *, postcode: str, country: str, constituency: str = "") -> Signature:
    """Move a signature to where its signer lives; a counted one moves from cell to cell of the count.

    Raises Invalid with the field, as the sign form does; WrongState once the count is final or it counts no more.
    """
    facts = SignatureFacts("", "", postcode=postcode, country=country, constituency=constituency, is_eligible=True)
    area = check_facts(facts)
    check_is_still_counted(signature.petition)
    with transaction.atomic():
        row = Signature.objects.select_for_update().get(pk=signature.pk)
        if row.state in {SignatureState.WITHDRAWN, SignatureState.INVALIDATED}:
            raise WrongState(_("This signature does not count."))
        before = (row.area_id, row.country)
        SignaturePersonal.objects.filter(signature=row).update(postcode=postcode)
        key = area.pk if area else None
        if before != (key, country):
            _move(row, key, country)
    signature.refresh_from_db()
    return signature


def _move(row: Signature, area: int | None, country: str) -> None:
    """Write -1 where it stood and +1 where it stands now, beside the row's change."""
    is_counted = row.state == SignatureState.CONFIRMED
    if is_counted:
        enter_tally([row], delta=-1, reason=MOVED)
    Signature.objects.filter(pk=row.pk).update(area=area, country=country)
    row.area_id, row.country = area, country
    if is_counted:
        enter_tally([row], delta=1, reason=MOVED)
    events.record("signature.move", row, actor=signer(row), public=False)


def ask_for_signature_link(petition: Petition, email: str, *, language: str, by: Actor) -> None:
    """Have the way to their own page mailed to who signed a petition with an address; silent where nobody did.

    Whoever asks, one event is written: neither the answer nor the time that it takes tells who is known.
    """
    keys = crypto.email_indexes(email, person_purpose(petition.public_id))
    found = petition.signatures.filter(person_key__in=keys).exclude(state=SignatureState.PENDING)
    ids = [str(public_id) for public_id in found.order_by("pk").values_list("public_id", flat=True)]
    data = {"signatures": ids, "language": language}
    events.record("petition.ask_for_signature", petition, actor=by, public=False, data=data)
