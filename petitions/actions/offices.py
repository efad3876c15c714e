"""The offices that duties belong to. An administrator keeps them, as the kinds."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.errors import Forbidden, Invalid
from core.institution.actions import record
from core.institution.rules import may_set_up
from core.parliament.models import Committee
from petitions.kind_facts import KEY
from petitions.models import DutyOffice


@dataclass(frozen=True)
class OfficeFacts:
    """An office: key, name by language, the mail box that is reminded, and its committee, if it is one's."""

    key: str
    name: dict[str, str] = field(default_factory=dict)
    mailbox: str = ""
    committee: Committee | None = None


def save_office(office: DutyOffice | None, facts: OfficeFacts, *, by: Actor) -> DutyOffice:
    """Make an office or change one; duties that are open go by its new mail box. Raises Forbidden, Invalid by field."""
    if not may_set_up(by, None):
        raise Forbidden
    _check(office, facts)
    with transaction.atomic():
        row = office or DutyOffice()
        row.key, row.name, row.mailbox, row.committee = facts.key, facts.name, facts.mailbox, facts.committee
        row.save()
        record("institution.save_office", by=by, data={"office": row.key})
    return row


def _check(office: DutyOffice | None, facts: OfficeFacts) -> None:
    wrong: dict[str, object] = {}
    if not KEY.fullmatch(facts.key):
        wrong["key"] = _("Use small letters, digits and hyphens.")
    elif DutyOffice.objects.filter(key=facts.key).exclude(pk=office.pk if office else 0).exists():
        wrong["key"] = _("Another office has this key.")
    if not facts.name:
        wrong["name"] = _("Enter a name.")
    if facts.mailbox:
        try:
            validate_email(facts.mailbox)
        except ValidationError:
            wrong["mailbox"] = _("Enter an e-mail address.")
    if wrong:
        raise Invalid(fields=wrong)
