"""What was taken down at the desk of its own kind: the reports about it end with that decision."""

from __future__ import annotations

from django.db import transaction

from core.actors import CLOCK
from core.events.models import Event
from core.moderation.lifecycle import REPORT
from core.moderation.log import log_decision, write_decision
from core.moderation.models import Decision, Report
from core.moderation.states import OPEN_REPORTS, Outcome
from core.moderation.targets import target_of_verb


def enter_decision(event: Event) -> Decision:
    """Enter a domain's decision into the log with the reports that it ends; gives its line, also of a second call."""
    settle_reports(event)
    return log_decision(event)


def settle_reports(event: Event) -> list[Report]:
    """Uphold the open reports about what a domain's event took down; gives them. A second call finds none.

    The first one stands with the line of the log that the take-down itself is; each further one gets a line of its own.
    The reporters are told the public words of the decision, as after any other.
    """
    target = target_of_verb(event.verb)
    if target.verbs[event.verb] != Outcome.REMOVED:
        return []
    with transaction.atomic():
        rows = Report.objects.filter(target_id=event.subject_id, kind=target.kind, state__in=OPEN_REPORTS)
        if not rows.exists() or target.is_shown(target.find(event.subject_id)):
            return []
        reports = REPORT.fire_many("settle", rows, by=CLOCK, reason=event.reason)
        for report in sorted(reports, key=lambda one: one.pk):
            _write_line(report, event)
    return reports


def _write_line(report: Report, event: Event) -> Decision:
    """Give the report its line: the take-down's own where that has none yet, else one that says it was down already."""
    words = {"reason": event.reason, "report": report}
    line = log_decision(event, **words)
    if line.report_id == report.pk:
        return line
    own = Event.objects.filter(subject_id=report.public_id, verb="report.settle").latest("id")
    return write_decision(own, report.kind, report.target_id, Outcome.ALREADY_GONE, rule=line.rule, **words)
