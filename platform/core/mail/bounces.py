"""Reading what mail servers send back: delivery status notifications (RFC 3464).

Anybody can write such a message, so what it says about an address is not believed: it counts only where it names the
Message-ID of a mail of ours, which nobody can guess; and it counts for the address that this mail went to.
"""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from email import policy
from email.message import Message
from uuid import UUID

from core.actors import Actor
from core.mail import suppressions
from core.mail.models import Mail

LARGEST = 2_000_000
OURS = re.compile(r"<([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})@[^<>\s]{1,200}>")
# RFC 3463: class 5 is for good. A full mail box (5.2.2) and a refusal by policy (5.7) say nothing about the address.
NOT_FOR_GOOD = re.compile(r"5\.(2\.2|7\.\d+)$")


@dataclass(frozen=True)
class Report:
    """What one notification says: the mail it is about, and whether the address is gone for good."""

    mail_id: UUID
    is_hard: bool


def read(raw: bytes) -> Report | None:
    """Read one message; gives None for what is no notification about a mail of ours. Never raises."""
    if len(raw) > LARGEST:
        return None
    try:
        message = email.message_from_bytes(raw, policy=policy.compat32)
        statuses = [fields for fields in _recipients(message) if fields["action"] in {"failed", "delayed"}]
        found = OURS.search(_original_headers(message))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    if not statuses or found is None:
        return None
    return Report(UUID(found[1]), any(_is_hard(fields) for fields in statuses))


def note(report: Report, *, by: Actor) -> str:
    """Count a report; gives "hard", "soft", or "unknown" for a mail that we do not have."""
    mail = Mail.objects.filter(public_id=report.mail_id).first()
    if mail is None:
        return "unknown"
    if report.is_hard:
        suppressions.note_hard_bounce(mail, by=by)
        return "hard"
    suppressions.note_soft_bounce(mail, by=by)
    return "soft"


def _recipients(message: Message) -> list[dict[str, str]]:
    """Give the fields of each recipient in the part message/delivery-status."""
    found = []
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status" or not isinstance(part.get_payload(), list):
            continue
        for block in part.get_payload():
            if isinstance(block, Message) and block.get("Action"):
                action, status = str(block["Action"]).strip().lower(), str(block.get("Status", "")).strip()
                found.append({"action": action, "status": status.partition(" ")[0]})
    return found


def _original_headers(message: Message) -> str:
    """Give the Message-ID of the message that came back: its copy, or its headers alone."""
    for part in message.walk():
        kind, payload = part.get_content_type(), part.get_payload()
        if kind == "message/rfc822" and isinstance(payload, list) and isinstance(payload[0], Message):
            return str(payload[0].get("Message-ID", ""))
        if kind == "text/rfc822-headers":
            body = part.get_payload(decode=True)
            text = body.decode("latin-1") if isinstance(body, bytes) else str(payload)
            return str(email.message_from_string(text).get("Message-ID", ""))
    return ""


def _is_hard(fields: dict[str, str]) -> bool:
    status = fields["status"]
    return fields["action"] == "failed" and status.startswith("5.") and not NOT_FOR_GOOD.match(status)
