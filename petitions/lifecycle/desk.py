"""What the desk's moves write beside the state: the pause, the merge, the stop, and what needs two people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.actors import Actor
from core.errors import Forbidden, Invalid, WrongState
from core.lifecycle import Changes
from petitions.lifecycle.guards import keep_reason
from petitions.lifecycle.proposal import PROPOSAL
from petitions.models import Petition, PetitionProposal
from petitions.states import PetitionState as S
from petitions.states import ProposedVerb

TWO_PEOPLE = _("Two people must agree to this: one proposes it, another one confirms.")


def pause_now(petition: Petition | None) -> Changes:
    """Keep since when signing is paused: the clock stops there."""
    return {"paused_at": clock.now()}


def resume_now(petition: Petition | None) -> Changes:
    """Let the clock run on: the last day moves by the length of the pause.

    For a crowd (no record) the action has moved the last days already, in one statement of its own.
    """
    if petition is None or petition.paused_at is None or petition.closes_at is None:
        return {"paused_at": None}
    return {"paused_at": None, "closes_at": petition.closes_at + (clock.now() - petition.paused_at)}


def carry_into(petition: Petition | None, *, term: Any) -> Changes:
    """Go on in another term; the clock as with `resume_now`."""
    return {**resume_now(petition), "term": term}


def refuse_in_public(petition: Petition, **facts: Any) -> Changes:
    """Keep the reason of a refusal that everybody reads. Raises Forbidden for a reason that hides the text."""
    changes = keep_reason(petition, **facts)
    if changes["rejection_reason"].is_hidden:
        raise Forbidden(TWO_PEOPLE)
    return changes


def refuse_by_two(
    petition: Petition, *, proposal: PetitionProposal | None = None, second: Actor | None = None, **facts: Any
) -> Changes:
    """Keep the reason of a refusal that shows no text. Raises Forbidden without a second person."""
    agree(petition, ProposedVerb.REFUSE, proposal, second)
    return keep_reason(petition, **facts)


def hide_by_two(
    petition: Petition | None, *, proposal: PetitionProposal | None = None, second: Actor | None = None
) -> Changes:
    """Stop the clock of an open petition. Raises Forbidden without a second person."""
    agree(petition, ProposedVerb.HIDE, proposal, second)
    return _stopped_clock(petition)


def _stopped_clock(petition: Petition | None) -> Changes:
    """Give an open petition its time back, should it ever be shown again."""
    return {"paused_at": clock.now()} if petition is not None and petition.state == S.OPEN else {}


def remove_by_two(
    petition: Petition | None,
    *,
    proposal: PetitionProposal | None = None,
    second: Actor | None = None,
    reference: str = "",
) -> Changes:
    """Keep the reference of the order. Raises Forbidden without a second person, Invalid without a reference."""
    agree(petition, ProposedVerb.REMOVE, proposal, second)
    if not reference.strip():
        raise Invalid(fields={"reference": _("Name the order: the court or office, its date and its number.")})
    return {"removed_by_order": reference.strip(), **_stopped_clock(petition)}


def agree(petition: Petition | None, verb: str, proposal: PetitionProposal | None, second: Actor | None) -> None:
    """Use up the proposal of the first person by the word of the second; the one place that lets such a move through.

    Raises Forbidden without a proposal for just this move of just this petition, or where both are one person;
    WrongState or Conflict where it is decided already.
    """
    if petition is None or proposal is None or second is None or second.user is None:
        raise Forbidden(TWO_PEOPLE)
    if (proposal.petition_id, proposal.verb) != (petition.pk, verb) or proposal.proposed_by_id == second.user.pk:
        raise Forbidden(TWO_PEOPLE)
    PROPOSAL.fire("confirm", proposal, by=second, decider=second.user)


def show_again(petition: Petition) -> Changes:
    """Lift an order, where one removed the petition."""
    return {"removed_by_order": ""}


def merge_into(petition: Petition, *, target: Petition) -> Changes:
    """Close a petition in favour of another. Raises Invalid for one that cannot take signers."""
    if target.pk == petition.pk or target.state != S.OPEN or target.merged_into_id is not None:
        raise Invalid(fields={"into": _("Choose another petition that is open for signatures.")})
    return {"merged_into": target, "closed_at": clock.now()}


def was_not_merged(petition: Petition) -> None:
    """Guard: raises WrongState for a petition that other petitions were merged into and whose signers are asked."""
    if any(merge.until > clock.now() for merge in petition.merges.all()):  # a list reads them for all its rows
        raise WrongState(_("Signers of another petition are asked now whether they join this one."))
