"""The one function that writes the public log: from an event to a Decision, once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from core.events.models import Event
from core.moderation.models import Decision
from core.moderation.states import Outcome
from core.moderation.targets import target_of_verb


def log_decision(event: Event, **facts: Any) -> Decision:
    """Write the line that a domain's event stands for, or give the one that stands; a subscriber of such events.

    The rule is the event's `data["rule"]`; a restoring move that names none has the rule of the decision before it.
    Words are taken only where the event is public: what was never shown is answered to its author alone.
    """
    target = target_of_verb(event.verb)
    outcome = target.verbs[event.verb]
    rule = event.data.get("rule") or ""
    if not rule and outcome == Outcome.RESTORED:
        rule = _rule_before(event.subject_id)
    told = {"reason": event.reason if event.is_public else "", "rule": rule or target.default_rule}
    return write_decision(event, target.kind, event.subject_id, outcome, **{**told, **facts})


def write_decision(event: Event, kind: str, target_id: UUID, outcome: str, **facts: Any) -> Decision:
    """Write one line for an event; a second call for the same event gives the first one's line."""
    decision, _made = Decision.objects.get_or_create(
        event_id=event.uuid,
        defaults={
            "kind": kind, "target_id": target_id, "outcome": outcome, "decided_at": event.occurred_at,
            "decided_by": event.actor_id, **facts,
        },
    )  # fmt: skip
    return decision


def _rule_before(target_id: UUID) -> str:
    earlier = Decision.objects.filter(target_id=target_id).exclude(outcome=Outcome.RESTORED).first()
    return earlier.rule if earlier else ""
