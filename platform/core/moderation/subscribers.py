"""What follows from what: one ordered table from event to functions."""

from __future__ import annotations

from core.events.subscribers import Subscriber
from core.moderation import emails

SUBSCRIBERS: dict[str, list[Subscriber]] = {
    "report.file": [emails.tell_report_received],
    "report.uphold": [emails.tell_report_decided],
    "report.settle": [emails.tell_report_decided],
    "report.dismiss": [emails.tell_report_decided],
    "report.confirm": [emails.tell_report_decided],
    "report.overturn": [emails.tell_report_decided],
    "appeal.file": [emails.tell_appeal_received],
    "appeal.grant": [emails.tell_appeal_decided],
    "appeal.refuse": [emails.tell_appeal_decided],
}
