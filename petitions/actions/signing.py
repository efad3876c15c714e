"""Signing: one statement for one person or for a crowd (decision 11); confirming counts by the ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core import clock, crypto, events
from core.actors import Actor, participant
from core.errors import Invalid, WrongState
from core.parliament.models import Area
from core.parliament.selectors import constituency_of
from core.privacy.notice import current_notice
from core.verification import actions as verification
from core.verification.models import Challenge
from petitions.counting import enter_tally
from petitions.lifecycle import SIGNATURE
from petitions.models import Petition, Signature, SignaturePersonal
from petitions.models.signatures import HOME_COUNTRY
from petitions.selectors import takes_signatures
from petitions.states import SignatureState

PURPOSE = "petition.sign"


@dataclass(frozen=True)
class SignatureFacts:
    """What one signer gives: name, e-mail, postcode (or constituency, or a country abroad), language, wish for news."""

    name: str
    email: str
    postcode: str = ""
    country: str = HOME_COUNTRY
    constituency: str = ""
    language: str = "en"
    wants_news: bool = False
    is_eligible: bool = False


def sign_petition(
    petition: Petition, people: Sequence[SignatureFacts], *, by: Actor, support_key: str = ""
) -> list[Challenge]:
    """Take signatures; gives one challenge for each person, in order, known address or not.

    Raises WrongState where the petition takes none now, Invalid with the field for what breaks a rule. Nothing is
    counted before the address is proven.
    """
    check_takes_signatures(petition, support_key)
    areas = [check_facts(facts) for facts in people]
    indexes = [crypto.email_indexes(facts.email, f"petition:{petition.public_id}") for facts in people]
    with transaction.atomic():
        keys = _standing_keys(petition, indexes)
        notice = current_notice()
        rows = [_row(petition, facts, key, area, notice) for facts, key, area in zip(people, keys, areas, strict=True)]
        Signature.objects.bulk_create(rows, ignore_conflicts=True)
        stored = {row.person_key: row for row in petition.signatures.filter(person_key__in=keys)}
        fresh = [
            (row, facts)
            for row, facts in zip(rows, people, strict=True)
            if stored[row.person_key].public_id == row.public_id
        ]
        SignaturePersonal.objects.bulk_create(
            SignaturePersonal(
                signature=stored[row.person_key], name=facts.name, email=facts.email, postcode=facts.postcode
            )
            for row, facts in fresh
        )
        return [_ask(stored[key], facts, by) for key, facts in zip(keys, people, strict=True)]


def _standing_keys(petition: Petition, indexes: list[list[str]]) -> list[str]:
    """Give the key under which each person stands, or will: signatures from before a rotation have an older one."""
    older = [key for _newest, *rest in indexes for key in rest]
    known = set(petition.signatures.filter(person_key__in=older).values_list("person_key", flat=True)) if older else ()
    return [next((key for key in keys if key in known), keys[0]) for keys in indexes]


def check_takes_signatures(petition: Petition, support_key: str = "") -> None:
    """Raise WrongState unless the petition is open, or gathers supporters and the secret link's key fits."""
    if not takes_signatures(petition, support_key):
        raise WrongState(_("This petition does not take signatures now."))


def check_facts(facts: SignatureFacts) -> Area | None:
    """Check one signer's facts; gives the constituency (None abroad). Raises Invalid with the field and the rule."""
    if not facts.is_eligible:
        raise Invalid(fields={"is_eligible": _("Tick the box if you are a citizen or resident")})
    if facts.country != HOME_COUNTRY:
        return None
    area = constituency_of(facts.postcode) if facts.postcode else None
    if area is None and facts.constituency:
        area = Area.objects.filter(scheme="own", kind=Area.Kind.CONSTITUENCY, code=facts.constituency).first()
    if area is None and Area.objects.filter(scheme="own", kind=Area.Kind.CONSTITUENCY).exists():
        raise Invalid(
            fields={"postcode": _("We do not know this postcode. Check it, or choose your constituency below.")}
        )
    return area


def confirm_signature(redeem: Callable[[], Challenge]) -> Signature:
    """Redeem a challenge and count its signature, in one transaction; gives the signature.

    `redeem` is the call that uses up the code or the link; its Invalid, NotFound or TooMany passes through.
    """
    with transaction.atomic():
        challenge = redeem()
        signature = Signature.objects.select_related("petition", "personal").get(public_id=challenge.subject_id)
        check_takes_signatures(signature.petition, signature.petition.support_key)
        confirm_signatures([signature.pk], by=_signer(signature))
        signature.refresh_from_db()
        return signature


def confirm_signatures(keys: Sequence[int], *, by: Actor) -> list[Signature]:
    """Confirm pending signatures by primary key and enter them in the ledger; gives those that moved."""
    with transaction.atomic():
        moved = SIGNATURE.fire_many("confirm", Signature.objects.filter(pk__in=keys), by=by)
        enter_tally(moved, delta=1, reason="confirm")
        return moved


def resend_confirmation(handle: UUID, *, by: Actor) -> None:
    """Ask for a new code and link for a challenge; silent where one was mailed less than a minute ago."""
    challenge = verification.find_to_resend(PURPOSE, handle)
    if challenge is None:
        return
    signature = Signature.objects.get(public_id=challenge.subject_id)
    events.record("signature.ask_again", signature, actor=by, public=False, data={"challenge": str(handle)})


def _row(petition: Petition, facts: SignatureFacts, key: str, area: Area | None, notice: str) -> Signature:
    return Signature(
        petition=petition, person_key=key, area=area, country=facts.country, language=facts.language,
        wants_news=facts.wants_news, created_at=clock.now(), notice_version=notice,
    )  # fmt: skip


def _ask(signature: Signature, facts: SignatureFacts, by: Actor) -> Challenge:
    challenge = verification.open_challenge(PURPOSE, signature.public_id, language=facts.language)
    again = signature.state != SignatureState.PENDING
    verb = "signature.sign_again" if again else "signature.sign"
    events.record(verb, signature, actor=by, public=False, data={"challenge": str(challenge.public_id)})
    return challenge


def _signer(signature: Signature) -> Actor:
    return participant(signature.public_id)


def settle_signatures(verb: str, rows: QuerySet[Signature], *, by: Actor) -> list[Signature]:
    """Withdraw, invalidate or release signatures and enter the change in the ledger; gives those that moved."""
    with transaction.atomic():
        moved = SIGNATURE.fire_many(verb, rows, by=by)
        enter_tally(moved, delta=1 if verb == "release" else -1, reason=verb)
        return moved
