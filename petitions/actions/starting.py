"""Starting a petition: write it, prove the address, gather supporters, hand it to the moderators."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from core import clock, events
from core.actors import CLOCK, Actor, participant
from core.errors import Invalid, NotFound
from core.parliament.models import Committee
from core.privacy.notice import current_notice
from core.verification import actions as verification
from core.verification.models import Challenge, Participant
from petitions.lifecycle import PETITION
from petitions.models import Petition
from petitions.models.petitions import ACTION_LENGTH
from petitions.selectors import current_kind
from petitions.states import PetitionState

PURPOSE = "petition.start"
SHORTEST_ACTION = 10


@dataclass(frozen=True)
class PetitionFacts:
    """What a petitioner gives: the request, why, more, the name shown in public, e-mail, language, committee slug."""

    action: str
    background: str
    details: str
    name: str
    email: str
    language: str = "en"
    committee: str = ""


def start_petition(facts: PetitionFacts, *, by: Actor) -> Challenge:
    """Keep a draft and open the challenge that proves its petitioner's address; gives the challenge.

    Raises Invalid for a request that is too short or too long or a committee that is none, NotFound where no kind of
    petition is configured.
    """
    action = " ".join(facts.action.split())
    if not SHORTEST_ACTION <= len(action) <= ACTION_LENGTH:
        raise Invalid(fields={"action": _("Say in 10 to 120 characters what should happen.")})
    with transaction.atomic():
        petition = Petition.objects.create(
            kind=current_kind(), language=facts.language, action=action, background=facts.background.strip(),
            details=facts.details.strip(), petitioner_name=facts.name.strip(), created_at=clock.now(),
            committee=_committee(facts.committee),
            petitioner=verification.meet_participant(
                facts.email, name=facts.name, language=facts.language, verified=False
            ),
            support_key=secrets.token_urlsafe(16), notice_version=current_notice(),
        )  # fmt: skip
        challenge = verification.open_challenge(PURPOSE, petition.public_id, language=facts.language)
        data = {"challenge": str(challenge.public_id)}
        events.record("petition.start", petition, actor=by, to_state=petition.state, public=False, data=data)
        return challenge


def _committee(slug: str) -> Committee | None:
    found = Committee.objects.filter(slug=slug).first() if slug else None
    if slug and found is None:
        raise Invalid(fields={"committee": _("Choose a committee from the list.")})
    return found


def confirm_petition(redeem: Callable[[], Challenge]) -> tuple[Petition, str]:
    """Redeem the petitioner's challenge; gives the petition and the key of its status page.

    The petition goes on to gather supporters, or straight to the moderators where its kind needs none.
    """
    with transaction.atomic():
        challenge = redeem()
        petition = Petition.objects.select_related("kind", "petitioner").get(public_id=challenge.subject_id)
        petitioner = owner_of(petition)
        by = participant(petitioner.public_id)
        key = manage_key(petition)
        Petition.objects.filter(pk=petition.pk).update(manage_hash=manage_digest(key))
        verification.meet_participant(petitioner.email)
        PETITION.fire("prove", petition, by=by)
        if not petition.kind.supporters_needed:
            PETITION.fire("submit", petition, by=by)
        return petition, key


def owner_of(petition: Petition) -> Participant:
    """Give the petitioner; raises NotFound for an imported petition, which has none."""
    if petition.petitioner is None:
        raise NotFound()
    return petition.petitioner


def submit_petition(petition: Petition) -> None:
    """Hand a petition to the moderators once it has its supporters; the clock's move, silent before that."""
    confirmed = petition.signatures.filter(state="confirmed").count()
    if petition.state == PetitionState.GATHERING_SUPPORTERS and confirmed >= petition.kind.supporters_needed:
        PETITION.fire("submit", petition, by=CLOCK)


def petition_by_key(key: str) -> Petition:
    """Give the petition of a status page's key; raises NotFound."""
    rows = Petition.objects.select_related("kind", "petitioner", "committee", "rejection_reason")
    petition = rows.filter(manage_hash=manage_digest(key)).first()
    if petition is None:
        raise NotFound()
    return petition


def resend_start(handle: UUID, *, by: Actor) -> None:
    """Ask for a new code and link for a petitioner's challenge."""
    challenge = verification.find_to_resend(PURPOSE, handle)
    if challenge is not None:
        petition = Petition.objects.get(public_id=challenge.subject_id)
        events.record("petition.ask_again", petition, actor=by, public=False, data={"challenge": str(handle)})


def manage_key(petition: Petition) -> str:
    """Give the key of a petition's status page: worked out, not kept, so that its petitioner's mails can hold it."""
    return salted_hmac("petitions.manage", str(petition.public_id), algorithm="sha256").hexdigest()[:40]


def manage_digest(key: str) -> str:
    """Give the digest under which a status page's key is kept."""
    return hashlib.sha256(key.encode()).hexdigest()
