"""Petitions as moderation sees them: what can be reported, taken down, restored, and who is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.errors import NotFound
from core.events.models import Event
from core.moderation.models import Decision
from core.moderation.targets import Contact, NeedsSecond, Target, Thing
from petitions import actions
from petitions.actions.proposing import hide_or_second, standing_proposal
from petitions.models import Petition, PetitionProposal, RejectionReason
from petitions.rules import is_public
from petitions.states import MODERATED


def find(public_id: UUID) -> Petition:
    """Give a petition in any state; raises NotFound."""
    petition = Petition.objects.select_related("kind", "petitioner").filter(public_id=public_id).first()
    if petition is None:
        raise NotFound()
    return petition


def find_public(public_id: UUID) -> Petition:
    """Give a petition that everybody can read; raises NotFound."""
    petition = find(public_id)
    if not is_shown(petition):
        raise NotFound()
    return petition


def is_shown(petition: Petition) -> bool:
    """Tell whether the petition takes part in public life; a rejected one stands there only with its reason."""
    return is_public(petition) and petition.rejected_at is None


def describe(petition: Petition) -> Thing:
    """Show a petition to whoever reports or decides."""
    text = "\n\n".join(part for part in (petition.background, petition.details) if part)
    url = petition.get_absolute_url() if is_public(petition) else None
    return Thing(petition.action, text, petition.language, url)


def author(petition: Petition) -> Contact | None:
    """Give the petitioner's address."""
    person = petition.petitioner
    return Contact(person.email, person.language) if person else None


def take_down(petition: Petition, *, by: Actor, rule: str, reason: str) -> None:
    """Hide a petition after a report, as the second of two people (docs/decisions/0027-two-people-to-hide.md).

    Raises NeedsSecond for the first of them, Forbidden for the same person twice, WrongState, Conflict.
    """
    if standing_proposal(petition) is None:
        raise NeedsSecond
    hide_or_second(petition, by=by, reason=reason, rule=rule)


def propose(petition: Petition, *, by: Actor, rule: str, reason: str) -> None:
    """Keep what the first of two people wants. Raises Forbidden, WrongState, Conflict."""
    actions.hide_petition(petition, by=by, reason=reason, rule=rule)


def restore(petition: Petition, *, by: Actor, reason: str = "") -> None:
    """Show a petition again after an appeal. Raises Forbidden, WrongState, Conflict."""
    actions.restore_petition(petition, by=by, reason=reason)


def took_part(decision: Decision) -> frozenset[str]:
    """Give who proposed what another person confirmed, by the proposal that the decision's event names."""
    event = Event.objects.filter(uuid=decision.event_id).first()
    if event is None or not event.data.get("proposal"):
        return frozenset()
    rows = PetitionProposal.objects.filter(public_id=event.data["proposal"])
    return frozenset(str(public_id) for public_id in rows.values_list("proposed_by__public_id", flat=True))


def rules() -> Mapping[str, Any]:
    """Give the titles of all reasons to reject a petition, by code; the newest kind has the last word."""
    rows = RejectionReason.objects.order_by("kind_id", "id")
    return {reason.code: str(reason.title) for reason in rows}


TARGET = Target(
    kind="petition", label=_("Petition"), find_public=find_public, find=find, is_shown=is_shown, describe=describe,
    author=author, restrict=take_down, restore=restore, verbs=MODERATED, rules=rules,
    propose=propose, took_part=took_part, is_every_clerks=True,
)  # fmt: skip
