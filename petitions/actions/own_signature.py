"""What a signer does with the signature: take it back, stop the news, move to another constituency, find it again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import crypto, events
from core.actors import Actor, participant
from core.errors import WrongState
from petitions.actions.paper_and_online import give_way
from petitions.actions.signing import SignatureFacts, check_facts, confirm_signatures, settle_signatures
from petitions.counting import enter_tally
from petitions.digests import name_key, person_purpose
from petitions.lifecycle import SIGNATURE
from petitions.models import Petition, Signature, SignaturePersonal
from petitions.selectors import takes_signatures
from petitions.states import STILL_COUNTED, SignatureState

TAKEN_BACK_BY = ("withdraw", "drop")  # the verbs of one that counts, and of one that is held
MOVED = "move"  # the ledger's word for a signature that changes its constituency: -1 there, +1 here


def signer(signature: Signature) -> Actor:
    """Give who acts behind the link to a signature: nobody else was mailed it."""
    return participant(signature.public_id)


def check_is_still_counted(signature: Signature) -> None:
    """Raise WrongState once the count of the petition is final; it stays as it is until the caller's transaction ends.

    Asked under the petition's lock: what comes while the clock closes it waits, and then finds it closed.
    """
    held = Petition.objects.select_for_update(no_key=True).only("state").get(pk=signature.petition_id)
    if held.state not in STILL_COUNTED:
        raise WrongState(_("The petition is closed and its count is final."))


def may_withdraw(signature: Signature) -> bool:
    """Tell whether a signature can be taken back now: it counts or is held, and the count is not final."""
    can_leave = {state for row in SIGNATURE.moves if row.verb in TAKEN_BACK_BY for state in row.sources}
    return signature.state in can_leave and signature.petition.state in STILL_COUNTED


def withdraw_signature(signature: Signature) -> Signature:
    """Take a signature back, -1 in the ledger where it counted, and a mail. A second call changes nothing.

    Raises WrongState where it is not counted, or the count is final.
    """
    counted, held = TAKEN_BACK_BY
    with transaction.atomic():
        check_is_still_counted(signature)
        row = Signature.objects.filter(pk=signature.pk)
        settle_signatures(counted, row, by=signer(signature))
        SIGNATURE.fire_many(held, row, by=signer(signature))  # it was never counted
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
    with transaction.atomic():
        check_is_still_counted(signature)
        row = Signature.objects.select_for_update().get(pk=signature.pk)
        if row.state in {SignatureState.WITHDRAWN, SignatureState.INVALIDATED}:
            raise WrongState(_("This signature does not count."))
        before = (row.area_id, row.country)
        _keep_postcode(row, signature.petition, postcode)
        key = area.pk if area else None
        if before != (key, country):
            _move(row, key, country)
        if row.state == SignatureState.CONFIRMED:
            give_way([row])
    signature.refresh_from_db()
    return signature


def _keep_postcode(row: Signature, petition: Petition, postcode: str) -> None:
    """Keep the postcode, and the digest of name and postcode under which a line on paper meets it."""
    personal = SignaturePersonal.objects.filter(signature=row).first()
    if personal is not None:
        personal.postcode = postcode
        personal.name_key = name_key(petition.public_id, personal.name, postcode)
        personal.save(update_fields=["postcode", "name_key"])


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
