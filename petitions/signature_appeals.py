"""An objection of a signer whose signature does not count: it goes to the desk of appeals like any other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.errors import NotFound
from core.events.models import Event
from core.moderation.models import Decision
from core.moderation.states import Outcome
from core.moderation.targets import Contact, Target, Thing
from petitions.actions.holding_desk import restore_signature
from petitions.models import InvalidatedRow, Invalidation, Signature
from petitions.states import InvalidReason, SignatureState

KIND = "signature"
OUT = ("signature.invalidate", "signature.refuse")


def find(public_id: UUID) -> Signature:
    """Give a signature; raises NotFound."""
    found = Signature.objects.select_related("petition", "personal").filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def find_public(public_id: UUID) -> Signature:
    """Give none: no signature is public, so none can be reported."""
    raise NotFound()


def is_counted(signature: Signature) -> bool:
    """Tell whether a signature is in the count."""
    return signature.state == SignatureState.CONFIRMED


def describe(signature: Signature) -> Thing:
    """Show what the objection is about, without the person."""
    petition = signature.petition
    url = petition.get_absolute_url() if petition.number else None
    return Thing(str(_("A signature")), petition.action, petition.language, url)


def author(signature: Signature) -> Contact | None:
    """Give the signer's address, while it is known."""
    details = getattr(signature, "personal", None)
    return Contact(details.email, signature.language) if details and details.email else None


def restore(signature: Signature, *, by: Actor, reason: str) -> None:
    """Count it again. Raises Forbidden, WrongState, Conflict."""
    restore_signature(signature, by=by, reason=reason)


def restrict(signature: Signature, *, by: Actor, rule: str, reason: str) -> None:
    """Refuse: a signature cannot be reported. Raises NotFound."""
    raise NotFound()


def took_part(decision: Decision) -> frozenset[str]:
    """Give everybody who saved, started or seconded an invalidation that took a signature out."""
    rows = Invalidation.objects.filter(rows__signature__public_id=decision.target_id)
    queries = list(rows.values_list("public_id", flat=True))
    events = Event.objects.filter(subject_id__in=queries, actor_kind="user")
    return frozenset(events.values_list("actor_id", flat=True))


def rules() -> Mapping[str, Any]:
    """Give the reasons, which are public."""
    return dict(InvalidReason.choices)


TARGET = Target(
    kind=KIND, label=_("Signature"), find_public=find_public, find=find, is_shown=is_counted, describe=describe,
    author=author, restrict=restrict, restore=restore, rules=rules, default_rule=InvalidReason.AUTOMATED,
    verbs={"signature.invalidate": Outcome.REMOVED, "signature.refuse": Outcome.REFUSED,
           "signature.restore": Outcome.RESTORED},
    took_part=took_part, is_logged=False, is_every_clerks=True,
)  # fmt: skip


def decisions_on(rows: Iterable[InvalidatedRow]) -> dict[UUID, Decision]:
    """Give the line that each signer may object to, by the signature's public id; written where there is none yet."""
    wanted = {row.signature.public_id: row for row in rows}
    events = Event.objects.filter(subject_id__in=list(wanted), verb__in=OUT).order_by("pk")
    latest = {event.subject_id: event for event in events}
    Decision.objects.bulk_create(
        (
            Decision(
                event_id=event.uuid, kind=KIND, target_id=public_id, outcome=TARGET.verbs[event.verb],
                rule=wanted[public_id].reason, reason=event.reason, decided_at=event.occurred_at,
                decided_by=event.actor_id,
            )
            for public_id, event in latest.items()
        ),
        ignore_conflicts=True,
    )  # fmt: skip
    found = Decision.objects.filter(event_id__in=[event.uuid for event in latest.values()])
    return {decision.target_id: decision for decision in found}
