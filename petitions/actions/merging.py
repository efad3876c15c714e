"""Merging two petitions with the consent of the signers: each is asked once, and counted once, here or there."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from core import clock, crypto
from core.actors import Actor, participant
from core.errors import Invalid, NotFound, WrongState
from petitions.actions.paper_and_online import give_way
from petitions.counting import enter_tally
from petitions.digests import name_key, person_purpose
from petitions.identity import BY_EID, takes_mail
from petitions.lifecycle import PETITION, SIGNATURE
from petitions.models import MergeAsk, Petition, PetitionMerge, Signature, SignaturePersonal
from petitions.selectors import takes_signatures
from petitions.states import CountedClass, MergeAnswer, PetitionState, SignatureState

# So long a signer has to answer: two weeks, as most parliaments give for a reply by mail.
ANSWER_DAYS = 14
MOVABLE = (CountedClass.ONLINE, CountedClass.VERIFIED)
MERGED = "merged"  # the reason of both ledger entries
TOGETHER = 200


def merge_petition(source: Petition, *, by: Actor, into: int | Petition, reason: str = "") -> PetitionMerge:
    """Close a petition in favour of another that is open; its signers are asked, its petitioner is told.

    `into` is the other petition or its number. Raises Invalid, Forbidden, WrongState, Conflict.
    """
    target = into if isinstance(into, Petition) else Petition.objects.filter(number=into).first()
    if target is None:
        raise Invalid(fields={"into": _("There is no petition with this number.")})
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why, in words that everybody may read.")})
    with transaction.atomic():
        # Both are held until the end, the lower key first: the other one cannot close or move on between the question
        # and the answer, and of two merges that cross the second one sees the first.
        held = Petition.objects.select_for_update(of=("self",)).filter(pk__in=[source.pk, target.pk])
        target = {row.pk: row for row in held.order_by("pk")}[target.pk]
        data = {"into": str(target.public_id), "number": target.number}
        PETITION.fire("merge", source, by=by, reason=reason.strip(), data=data, target=target)
        until = clock.end_of_day(clock.today() + timedelta(days=ANSWER_DAYS))
        return PetitionMerge.objects.create(source=source, target=target, by=by.user, at=clock.now(), until=until)


def ask_key(ask: MergeAsk) -> str:
    """Give the secret of the link that a signer is mailed: worked out, not kept; the row holds its digest."""
    return salted_hmac("petitions.merge", str(ask.public_id), algorithm="sha256").hexdigest()[:40]


def key_digest(key: str) -> str:
    """Give the digest under which a link is found."""
    return hashlib.sha256(key.encode()).hexdigest()


def signers_to_ask(merge: PetitionMerge, limit: int = TOGETHER) -> list[Signature]:
    """Give the next signers of the source, in order of their keys: confirmed, with an address.

    Who signed with an electronic identity has proven an address too and is asked like the others. Nobody who signed on
    paper is asked: there is no proven address, so they stay counted where they signed. Where the other petition takes
    electronic identities alone, nobody else is asked.
    """
    classes = MOVABLE if takes_mail(merge.target) else (CountedClass.VERIFIED,)
    rows = merge.source.signatures.filter(
        state=SignatureState.CONFIRMED, counted_class__in=classes, pk__gt=merge.asked_up_to, personal__isnull=False,
    )  # fmt: skip
    return list(rows.select_related("personal").order_by("pk")[:limit])


def open_asks(merge: PetitionMerge, rows: list[Signature]) -> list[MergeAsk]:
    """Write one question for each signer who has not signed the target, and how far the asking has come.

    Call it in the transaction that queues their mails: a worker that dies asks nobody twice and leaves nobody out.
    """
    there = _signed_there(merge.target, rows)
    asks = [MergeAsk(merge=merge, signature=row) for row in rows if row.pk not in there]
    for ask in asks:
        ask.token_hash = key_digest(ask_key(ask))
    MergeAsk.objects.bulk_create(asks)
    merge.asked_up_to = rows[-1].pk
    merge.save(update_fields=["asked_up_to"])
    return asks


def end_asking(merge: PetitionMerge) -> None:
    """Keep the moment at which everybody had been asked whom there was sense in asking."""
    if merge.asked_at is None:
        merge.asked_at = clock.now()
        merge.save(update_fields=["asked_at"])


def ask_by_key(key: str) -> MergeAsk:
    """Give the question behind a mailed link, with all that its page shows. Raises NotFound."""
    rows = MergeAsk.objects.select_related("merge__source", "merge__target__kind", "signature")
    ask = rows.filter(token_hash=key_digest(key)).first()
    if ask is None:
        raise NotFound()
    return ask


def is_askable(ask: MergeAsk) -> bool:
    """Tell whether the answer still counts: not given, in time, both petitions as they were, the signature counted."""
    is_open = ask.answer == MergeAnswer.NONE and ask.signature.state == SignatureState.CONFIRMED
    return is_open and ask.merge.until > clock.now() and takes_signatures(ask.merge.target)


def may_ask(merge: PetitionMerge) -> bool:
    """Tell whether there is sense in asking: in time, and the target takes signatures, now or after a pause."""
    return merge.until > clock.now() and merge.target.state in {PetitionState.OPEN, PetitionState.PAUSED}


def join_target(key: str) -> MergeAsk:
    """Move one signature to the target: -1 in the source, +1 there, in one transaction; gives the answered question.

    Who signed the target meanwhile is only taken out of the source; who signed it on paper counts there once. A second
    POST changes nothing. Raises NotFound, WrongState once it is too late or where the address cannot be counted there.
    """
    with transaction.atomic():
        found = ask_by_key(key)
        ask = MergeAsk.objects.select_for_update().get(pk=found.pk)
        if ask.answer != MergeAnswer.NONE:
            return ask_by_key(key)
        list(Petition.objects.select_for_update().filter(pk=found.merge.target_id).values("pk"))
        found = ask_by_key(key)
        if not is_askable(found):
            raise WrongState(_("It is too late to move your signature. It stays with the petition that you signed."))
        answer = _move(found.signature, found.merge.target)
        MergeAsk.objects.filter(pk=ask.pk).update(answer=answer, answered_at=clock.now())
        return ask_by_key(key)


def _move(signature: Signature, target: Petition) -> str:
    personal = SignaturePersonal.objects.filter(signature=signature).first()
    if personal is None:
        raise WrongState(_("We no longer know your address."))
    counted_class = _class_there(signature, target)
    by = participant(signature.public_id)
    keys = crypto.email_indexes(personal.email, person_purpose(target.public_id))
    rows = list(target.signatures.filter(person_key__in=keys).select_related("personal").order_by("slot"))
    standing = next((row for row in rows if _is_same(row, personal, target)), None)
    if not SIGNATURE.fire_many("merge", Signature.objects.filter(pk=signature.pk), by=by):
        raise WrongState()
    enter_tally([signature], delta=-1, reason=MERGED)
    if standing is not None and standing.state == SignatureState.CONFIRMED:
        return MergeAnswer.THERE
    row = standing or _row_there(signature, personal, target, keys, rows)
    Signature.objects.filter(pk=row.pk).update(counted_class=counted_class)
    moved = SIGNATURE.fire_many("confirm", Signature.objects.filter(pk=row.pk), by=participant(row.public_id))
    if not moved:
        raise WrongState(_("The other petition cannot count your address. Your signature stays where it is."))
    enter_tally(moved, delta=1, reason=MERGED)
    give_way(moved)
    return MergeAnswer.YES


def _class_there(signature: Signature, target: Petition) -> str:
    """Give the class in which a signature counts in the target: with an e-ID only where its kind takes one.

    Raises WrongState where the target asks for more than the signer has proven.
    """
    if signature.counted_class == CountedClass.VERIFIED and BY_EID in target.kind.identity_methods:
        return str(CountedClass.VERIFIED)
    if not takes_mail(target):
        raise WrongState(_("The other petition asks for an electronic identity. Your signature stays where it is."))
    return str(CountedClass.ONLINE)


def _row_there(
    signature: Signature, personal: SignaturePersonal, target: Petition, keys: list[str], rows: list[Signature]
) -> Signature:
    """Make the signature in the target, on the next free place of its address. Raises WrongState where none is free."""
    slot = max((row.slot for row in rows), default=0) + 1
    if slot > target.kind.people_per_address:
        raise WrongState(_("As many people as may have signed the other petition with your address."))
    made = Signature.objects.create(
        petition=target, person_key=rows[0].person_key if rows else keys[0], slot=slot, area_id=signature.area_id,
        country=signature.country, counted_class=signature.counted_class, language=signature.language,
        wants_news=signature.wants_news, created_at=clock.now(), text_version=target.text_version,
        notice_version=signature.notice_version,
    )  # fmt: skip
    SignaturePersonal.objects.create(
        signature=made, name=personal.name, email=personal.email, postcode=personal.postcode, domain=personal.domain,
        name_key=name_key(target.public_id, personal.name, personal.postcode),
    )  # fmt: skip
    return made


def _is_same(row: Signature, personal: SignaturePersonal, target: Petition) -> bool:
    """Tell whether a signature there is this person's own: one address is one person, unless the kind allows more."""
    if target.kind.people_per_address <= 1:
        return True
    there = getattr(row, "personal", None)
    if there is None:
        return True
    own = name_key(target.public_id, personal.name, personal.postcode)
    return own == name_key(target.public_id, there.name, there.postcode)


def _signed_there(target: Petition, rows: list[Signature]) -> set[int]:
    """Give which of some signers have a confirmed signature in the target, in one query for all of them."""
    purpose = person_purpose(target.public_id)
    keys = {row.pk: crypto.email_indexes(row.personal.email, purpose) for row in rows}
    wanted = [key for own in keys.values() for key in own]
    there: dict[str, list[Signature]] = {}
    confirmed = target.signatures.filter(person_key__in=wanted, state=SignatureState.CONFIRMED)
    for one in confirmed.select_related("personal"):
        there.setdefault(one.person_key, []).append(one)
    return {
        row.pk
        for row in rows
        if any(_is_same(one, row.personal, target) for key in keys[row.pk] for one in there.get(key, ()))
    }
