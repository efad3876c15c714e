"""The mails of moderation: one function a mail. The author of what was taken down is told by the domain's own mail."""

from __future__ import annotations

from typing import Any

from core.events.models import Event
from core.mail.queue import queue_mail
from core.moderation.links import address
from core.moderation.models import Appeal, Decision, Report
from core.moderation.targets import target_of


def tell_report_received(event: Event) -> None:
    """Tell the reporter that the report is here, with its reference; nothing without an address."""
    report = Report.objects.get(public_id=event.subject_id)
    _tell_reporter("moderation/tell_report_received", event, report)


def tell_report_decided(event: Event) -> None:
    """Tell the reporter what was decided and why, also after an appeal; nothing without an address."""
    report = Report.objects.get(public_id=event.subject_id)
    decision = Decision.objects.filter(report=report).order_by("-id").first()
    if decision is not None:
        facts = {"is_upheld": report.state == "upheld", "is_second": decision.appeal_id is not None}
        _tell_reporter("moderation/tell_report_decided", event, report, reason=decision.reason, **facts)


def tell_appeal_received(event: Event) -> None:
    """Tell the author that the appeal is here, and by when somebody else decides it."""
    appeal = _appeal(event)
    _tell_author("moderation/tell_appeal_received", event, appeal)


def tell_appeal_decided(event: Event) -> None:
    """Tell the author whether the appeal is granted, and why."""
    appeal = _appeal(event)
    _tell_author("moderation/tell_appeal_decided", event, appeal, is_granted=appeal.state == "granted")


def _appeal(event: Event) -> Appeal:
    return Appeal.objects.select_related("decision").get(public_id=event.subject_id)


def _tell_reporter(kind: str, event: Event, report: Report, **facts: Any) -> None:
    if not report.email:
        return
    link = address("moderation:status", report.language, report.public_id)
    queue_mail(
        kind, report.email, language=report.language, dedupe=f"event {event.pk}", report=report, link=link, **facts
    )


def _tell_author(kind: str, event: Event, appeal: Appeal, **facts: Any) -> None:
    target = target_of(appeal.decision.kind)
    record = target.find(appeal.decision.target_id)
    contact = target.author(record)
    if contact is None:
        return
    queue_mail(
        kind, contact.email, language=contact.language, dedupe=f"event {event.pk}", appeal=appeal,
        title=target.describe(record).title, reason=event.reason, **facts,
    )  # fmt: skip
