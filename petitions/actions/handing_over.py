"""Another petitioner, where the first is out of reach: a clerk asks, and the new one proves the address."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core import clock, events
from core.actors import Actor, participant
from core.errors import Conflict, Forbidden, Invalid, NotFound, WrongState
from core.verification import actions as verification
from core.verification.models import Challenge
from petitions.actions.starting import manage_digest, manage_key
from petitions.lifecycle import HANDOVER
from petitions.models import Petition, PetitionDraft, PetitionHandover
from petitions.rules import is_petitions_clerk
from petitions.states import HandoverState, PetitionState

PURPOSE = "petition.hand_over"
NAME_LENGTH = 120
# Where somebody must still be able to speak for a petition.
LIVING = (
    PetitionState.GATHERING_SUPPORTERS, PetitionState.IN_MODERATION, PetitionState.OPEN, PetitionState.PAUSED,
    PetitionState.CLOSED,
)  # fmt: skip


def hand_over_petition(petition: Petition, *, by: Actor, email: str, name: str, reason: str = "") -> PetitionHandover:
    """Ask somebody to take a petition over: a code and a link go to the new address, nothing changes before that.

    Raises Forbidden, Invalid, WrongState, Conflict where somebody is asked already.
    """
    if by.user is None or not is_petitions_clerk(by, petition):
        raise Forbidden()
    if petition.state not in LIVING:
        raise WrongState(_("Nobody has to speak for this petition any more."))
    if not 0 < len(name.strip()) <= NAME_LENGTH:
        raise Invalid(fields={"name": _("Give the name that stands in public.")})
    try:
        with transaction.atomic():
            person = verification.meet_participant(email, name=name, language=petition.language, verified=False)
            handover = PetitionHandover.objects.create(
                petition=petition, participant=person, name=name.strip(), by=by.user, at=clock.now()
            )
            challenge = verification.open_challenge(PURPOSE, handover.public_id, language=petition.language)
            data = {"challenge": str(challenge.public_id), "handover": str(handover.public_id)}
            events.record(
                "petition.ask_new_petitioner", petition, actor=by, public=False, reason=reason.strip(), data=data
            )
    except IntegrityError:
        raise Conflict(_("Somebody is asked already to take this petition over.")) from None
    return handover


def take_back_handover(handover: PetitionHandover, *, by: Actor) -> None:
    """Stop asking. Raises Forbidden, WrongState."""
    if not is_petitions_clerk(by, handover.petition):
        raise Forbidden()
    with transaction.atomic():
        HANDOVER.fire("stop_asking", handover, by=by)
        events.record("petition.stop_asking", handover.petition, actor=by, public=False)


def take_petition_over(redeem: Callable[[], Challenge]) -> tuple[Petition, str]:
    """Redeem the new petitioner's challenge; gives the petition and the key of its status page, which is a new one.

    The page of the one before opens no more, nor does a link to the draft, which led there. Raises NotFound, WrongState
    where it was taken back.
    """
    with transaction.atomic():
        challenge = redeem()
        handover = handover_of(challenge.subject_id)
        if handover.state != HandoverState.ASKED:
            raise WrongState(_("This is settled already."))
        person = verification.meet_participant(handover.participant.email)
        HANDOVER.fire("replace_petitioner", handover, by=participant(person.public_id))
        petition = Petition.objects.select_for_update().select_related("kind").get(pk=handover.petition_id)
        petition.petitioner, petition.petitioner_name = person, handover.name
        key = manage_key(petition, person)
        petition.manage_hash = manage_digest(key)
        petition.save(update_fields=["petitioner", "petitioner_name", "manage_hash"])
        PetitionDraft.objects.filter(petition=petition).delete()
        events.record("petition.replace_petitioner", petition, actor=participant(person.public_id), public=False)
        return petition, key


def handover_of(public_id: UUID) -> PetitionHandover:
    """Give a handover by the id that its challenge carries. Raises NotFound."""
    rows = PetitionHandover.objects.select_related("petition", "participant")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def standing_handover(petition: Petition) -> PetitionHandover | None:
    """Give the handover that waits for the new petitioner, if one does."""
    return petition.handovers.filter(state=HandoverState.ASKED).select_related("participant", "by").first()
