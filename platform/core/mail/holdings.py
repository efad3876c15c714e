"""What is held of who gets mail: the messages for a while, and the wish for none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.mail.models import Mail, SoftBounce, Suppression
from core.mail.suppressions import SOFT_WITHIN
from core.privacy.person import Person
from core.privacy.registry import BlindIndex, Holding, Kept, Retention
from core.privacy.settling import Rows, delete_all, deletes

KEPT = timedelta(days=30)  # a bounce may come days later; a clerk may be asked whether a mail went out
AT_ONCE = ("privacy/tell_erased",)  # the last mail to somebody who asked to be forgotten


def _mails(person: Person) -> Rows:
    return Mail.objects.filter(to_index__in=person.indexes("mail"))


def _export(row: Mail) -> Mapping[str, Any]:
    return {
        "subject": row.subject,
        "text": row.body,
        "written": row.created_at,
        "sent": row.sent_at,
        "state": row.state,
    }


def old_mails(now: datetime) -> Rows:
    """Give mails that are done with: 30 days after they were written, a farewell at once."""
    done = Mail.objects.exclude(state=Mail.State.QUEUED)
    return done.filter(Q(created_at__lt=now - KEPT) | Q(kind__in=AT_ONCE))


def _suppressions(person: Person) -> Rows:
    return Suppression.objects.filter(to_index__in=person.indexes("mail"))


def _keep(_person: Person, _rows: Rows) -> int:
    return 0


def _bounces(person: Person) -> Rows:
    return SoftBounce.objects.filter(to_index__in=person.indexes("mail"))


def old_bounces(now: datetime) -> Rows:
    """Give bounces that no longer count."""
    return SoftBounce.objects.filter(bounced_at__lt=now - SOFT_WITHIN)


HOLDINGS = (
    Holding(
        "mail.mails", _("Mails that we sent you"),
        ("mail.Mail.to_address", "mail.Mail.to_index", "mail.Mail.subject", "mail.Mail.body", "mail.Mail.dedupe_key",
         "mail.Mail.stop_url"),
        _mails, _export, delete_all, order=70,
        indexes=(BlindIndex("mail.Mail.to_index", lambda row: (row.to_address, "mail")),),
        retention=(
            Retention("old", _("Mails are deleted 30 days after they were written."), old_mails, deletes(old_mails)),
        ),
    ),
    Holding(
        "mail.suppressions", _("Your wish for no mail"), ("mail.Suppression.to_index",), _suppressions,
        lambda row: {"what": row.scope, "why": row.reason, "since": row.since}, _keep, order=70,
        keeps=(
            Kept(("mail.Suppression.to_index",), _(
                "So that we keep your wish for no mail, a digest of your address stays; nobody can read the address "
                "from it (GDPR, Article 17(3)(b))."
            )),
        ),
    ),
    Holding(
        "mail.bounces", _("Mails that came back"), ("mail.SoftBounce.to_index",), _bounces,
        lambda row: {"at": row.bounced_at}, delete_all, order=65,
        retention=(
            Retention("old", _("Notes of mail that came back are deleted after 30 days."), old_bounces,
                      deletes(old_bounces)),
        ),
    ),
)  # fmt: skip
EXCEPTIONS = {
    "mail.MailText.subject": "staff's words for everybody",
    "mail.MailText.body": "staff's words for everybody",
    "mail.Mail.kind": "the name of a template",
    "mail.MailText.kind": "the name of a template",
}
