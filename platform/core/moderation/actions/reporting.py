"""A report comes in, and a moderator decides it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock, crypto, events
from core.actors import Actor
from core.errors import Invalid
from core.moderation.actions.moving import propose_to_take_down, take_down
from core.moderation.lifecycle import REPORT
from core.moderation.log import write_decision
from core.moderation.models import Decision, Report
from core.moderation.rules import REPORT_WORKING_DAYS, due_after
from core.moderation.states import Outcome, ReportState, Rule
from core.moderation.targets import NeedsSecond, target_of
from core.privacy.notice import current_notice

WORDS_LENGTH = 2000
REPORTER = "report"  # the purpose that binds the digest of a reporter's address


def file_report(
    kind: str, public_id: UUID, *, rule: str, words: str, language: str, by: Actor, email: str = ""
) -> Report:
    """Take a report about something that is public now; gives it with its reference and its day.

    Raises NotFound for what nobody can see, Invalid for an unknown rule and for too many or no words.
    """
    record = target_of(kind).find_public(public_id)
    _check(rule, words)
    with transaction.atomic():
        report = Report.objects.create(
            kind=kind, target_id=record.public_id, rule=rule, words=words.strip(), email=email.strip(),
            email_index=crypto.email_index(email, REPORTER) if email.strip() else "", notice_version=current_notice(),
            language=language, received_at=clock.now(), due_on=due_after(REPORT_WORKING_DAYS),
        )  # fmt: skip
        events.record(
            "report.file", report, actor=by, to_state=ReportState.RECEIVED, public=False,
            data={"kind": kind, "rule": rule},
        )  # fmt: skip
    return report


def take_up_report(report: Report, *, by: Actor) -> Report:
    """Say that somebody looks at it; the status page shows it. Raises Forbidden, WrongState, Conflict."""
    REPORT.fire("take_up", report, by=by)
    return report


def uphold_report(report: Report, *, by: Actor, rule: str, reason: str) -> Decision | None:
    """Find that a rule is broken: the thing is taken down, with the reason in public; gives the line of the log.

    What is down already stays as it is. Where the domain asks for two people, the first one's word is kept as a
    proposal, the report stays open and None comes back; another person's word then decides both. Raises Invalid,
    Forbidden (also for the first person's second word), WrongState, Conflict (who was first).
    """
    words = reason.strip()
    with transaction.atomic():
        try:
            with transaction.atomic():
                event = REPORT.fire("uphold", report, by=by, reason=words, rule=rule, words=reason)
                decision = take_down(report, by=by, rule=rule, reason=words)
        except NeedsSecond:
            report.refresh_from_db()
            _keep_proposal(report, by, rule, words)
            return None
        return decision or write_decision(
            event, report.kind, report.target_id, Outcome.ALREADY_GONE, rule=rule, reason=words, report=report
        )


def _keep_proposal(report: Report, by: Actor, rule: str, words: str) -> None:
    propose_to_take_down(report, by=by, rule=rule, reason=words)
    if report.state == ReportState.RECEIVED:
        REPORT.fire("take_up", report, by=by)
    events.record("report.propose", report, actor=by, public=False, reason=words, data={"rule": rule})


def dismiss_report(report: Report, *, by: Actor, reason: str) -> Decision:
    """Find that no rule is broken: the thing stays; gives the line of the log. Raises as `uphold_report`."""
    with transaction.atomic():
        event = REPORT.fire("dismiss", report, by=by, reason=reason.strip(), words=reason)
        return write_decision(
            event, report.kind, report.target_id, Outcome.KEPT, rule=report.rule, reason=reason.strip(), report=report
        )


def _check(rule: str, words: str) -> None:
    fields: dict[str, object] = {}
    if rule not in Rule.values:
        fields["rule"] = _("Choose what is wrong with it")
    if not words.strip():
        fields["words"] = _("Say in a few words what is wrong")
    if len(words.strip()) > WORDS_LENGTH:
        fields["words"] = _("At most 2,000 characters, please")
    if fields:
        raise Invalid(fields=fields)
