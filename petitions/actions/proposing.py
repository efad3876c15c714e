"""What needs two people: hiding, refusing with a hidden reason, removing by order. One proposes, another confirms."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core import clock, events
from core.actors import Actor
from core.errors import Conflict, Forbidden, Invalid, WrongState
from core.moderation.states import Rule
from petitions.lifecycle import PETITION, PROPOSAL
from petitions.models import Petition, PetitionProposal, RejectionReason
from petitions.states import ProposalState, ProposedVerb

REFERENCE_LENGTH = 200


def hide_petition(petition: Petition, *, by: Actor, reason: str = "", rule: str = "") -> PetitionProposal:
    """Propose to take a petition from every public page, under one of the house's rules; another person confirms.

    Raises Invalid, Forbidden, WrongState, Conflict where a proposal stands.
    """
    if rule and rule not in Rule.values:
        raise Invalid(fields={"rule": _("Choose the rule that it breaks.")})
    return propose(petition, ProposedVerb.HIDE, by=by, reason=reason, facts={"rule": rule})


def remove_petition(petition: Petition, *, by: Actor, reference: str, reason: str = "") -> PetitionProposal:
    """Propose to remove a petition by order of a court or an office: only its reference stays in public.

    Raises Invalid without a reference, Forbidden, WrongState, Conflict where a proposal stands.
    """
    if not 0 < len(reference.strip()) <= REFERENCE_LENGTH:
        raise Invalid(fields={"reference": _("Name the order: the court or office, its date and its number.")})
    return propose(petition, ProposedVerb.REMOVE, by=by, reason=reason, facts={"reference": reference.strip()})


def refuse_petition(petition: Petition, *, by: Actor, reason_code: str, reason: str = "") -> PetitionProposal:
    """Propose to reject a petition for a reason that shows its text to nobody. Raises as `hide_petition`."""
    if not RejectionReason.objects.filter(kind=petition.kind_id, code=reason_code).exists():
        raise Invalid(fields={"reason_code": _("Choose the rule that the petition breaks.")})
    return propose(petition, ProposedVerb.REFUSE, by=by, reason=reason, facts={"reason_code": reason_code})


def propose(petition: Petition, verb: str, *, by: Actor, reason: str, facts: dict[str, str]) -> PetitionProposal:
    """Keep one person's proposal; the petition itself stays as it is. Nobody in public sees it.

    Raises WrongState where the move is not possible now, Forbidden, Conflict with the standing proposal.
    """
    row = PETITION.find(verb, petition.state)
    if by.user is None or row not in PETITION.open_to(by, petition):
        raise Forbidden()
    try:
        with transaction.atomic():
            proposal = PetitionProposal.objects.create(
                petition=petition, verb=verb, facts=facts, reason=reason.strip(), proposed_by=by.user,
                proposed_at=clock.now(),
            )  # fmt: skip
            data = {"verb": verb, "proposal": str(proposal.public_id)}
            events.record("petition.propose", petition, actor=by, public=False, reason=reason.strip(), data=data)
    except IntegrityError:
        raise _standing(petition) from None
    return proposal


def standing_proposal(petition: Petition) -> PetitionProposal | None:
    """Give the proposal that waits for a second person, if one does."""
    rows = petition.proposals.filter(state=ProposalState.OPEN).select_related("proposed_by", "petition__kind")
    return rows.first()


def confirm_proposal(proposal: PetitionProposal, *, by: Actor) -> PetitionProposal:
    """Do what another person proposed, in one transaction with the second person's word.

    Raises Forbidden for the person who proposed it, Conflict or WrongState where somebody was first.
    """
    if proposal.state != ProposalState.OPEN:
        raise WrongState(_("This proposal is decided already."), state=proposal.state)
    facts = dict(proposal.facts)
    if proposal.verb == ProposedVerb.REFUSE:
        facts["details"] = proposal.reason
    rule = facts.pop("rule", "") or facts.get("reason_code", "")
    data = {"rule": rule, "proposal": str(proposal.public_id)}
    PETITION.fire(
        proposal.verb,
        proposal.petition,
        by=by,
        reason=proposal.reason,
        data=data,
        proposal=proposal,
        second=by,
        **facts,
    )
    return proposal


def decline_proposal(proposal: PetitionProposal, *, by: Actor, reason: str) -> PetitionProposal:
    """Leave the petition as it is, and say why. Raises Forbidden for the person who proposed it, Invalid, Conflict."""
    return _end("decline", proposal, by, reason)


def take_back_proposal(proposal: PetitionProposal, *, by: Actor) -> PetitionProposal:
    """Take one's own proposal back. Raises Forbidden for anybody else, Conflict."""
    return _end("take_back", proposal, by, "")


def hide_or_second(petition: Petition, *, by: Actor, rule: str, reason: str) -> bool:
    """Do one person's part of a take-down that somebody reported; gives whether it is down now.

    Without a proposal it makes one; with another person's it confirms that one. Raises Forbidden for who proposed it.
    """
    proposal = standing_proposal(petition)
    if proposal is None:
        hide_petition(petition, by=by, rule=rule, reason=reason)
        return False
    if proposal.verb == ProposedVerb.REFUSE:
        raise _standing(petition)
    if by.user is not None and proposal.proposed_by_id == by.user.pk:
        raise Forbidden(_("You have proposed it. Another person confirms or declines it."))
    confirm_proposal(proposal, by=by)
    for name in ("state", "paused_at", "removed_by_order"):
        setattr(petition, name, getattr(proposal.petition, name))
    return True


def _end(verb: str, proposal: PetitionProposal, by: Actor, answer: str) -> PetitionProposal:
    with transaction.atomic():
        PROPOSAL.fire(verb, proposal, by=by, reason=answer.strip(), decider=by.user, answer=answer)
        data: dict[str, Any] = {"verb": proposal.verb, "proposal": str(proposal.public_id)}
        events.record(
            f"petition.{verb}_proposal", proposal.petition, actor=by, public=False, reason=answer.strip(), data=data
        )
    return proposal


def _standing(petition: Petition) -> Conflict:
    found = standing_proposal(petition)
    if found is None:
        return Conflict()
    words = _("%(name)s has proposed already: %(what)s. Confirm or decline that first.") % {
        "name": found.proposed_by.name, "what": found.get_verb_display(),
    }  # fmt: skip
    return Conflict(words, by=found.proposed_by.name, at=found.proposed_at.isoformat(), proposal=str(found.public_id))
