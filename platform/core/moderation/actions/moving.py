"""Moving the thing itself: the domain's own life cycle does it, and its event becomes the line of the log."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from core.actors import Actor
from core.events.models import Event
from core.moderation.log import log_decision
from core.moderation.models import Appeal, Decision, Report
from core.moderation.targets import Target, target_of


def take_down(report: Report, *, by: Actor, rule: str, reason: str) -> Decision | None:
    """Take down what a report is about; gives the line of the log, or None where it is down already."""
    target = target_of(report.kind)
    record = target.find(report.target_id)
    if not target.is_shown(record):
        return None
    target.restrict(record, by=by, rule=rule, reason=reason)
    return _logged(target, report.target_id, rule=rule, reason=reason, report=report)


def propose_to_take_down(report: Report, *, by: Actor, rule: str, reason: str) -> None:
    """Keep one person's part of a take-down that needs two; the thing stays as it is until another one agrees."""
    target = target_of(report.kind)
    if target.propose is None:
        raise TypeError(f"{report.kind}: a target that needs two people says how one proposes")
    target.propose(target.find(report.target_id), by=by, rule=rule, reason=reason)


def bring_back(appeal: Appeal, *, by: Actor, reason: str) -> Decision | None:
    """Restore what an appeal is about; gives the line of the log, or None where it is shown already."""
    decision = appeal.decision
    target = target_of(decision.kind)
    record = target.find(decision.target_id)
    if target.is_shown(record):
        return None
    target.restore(record, by=by, reason=reason)
    return _logged(target, decision.target_id, rule=decision.rule, reason=reason, appeal=appeal, report=decision.report)


def _logged(target: Target, target_id: UUID, **facts: Any) -> Decision:
    """Log the event that the domain has just recorded in this transaction."""
    event = Event.objects.filter(subject_id=target_id, verb__in=list(target.verbs)).order_by("-id")[0]
    return log_decision(event, **facts)
