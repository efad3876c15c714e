"""The link by which an author appeals: signed, not kept; it names the decision and nothing else."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import NotFound
from core.events.models import Event
from core.moderation.actions.settling import enter_decision
from core.moderation.models import Decision
from core.moderation.rules import APPEAL_LIFE
from core.moderation.states import RESTRICTIVE

SALT = "moderation.appeal"


def appeal_link(event: Event, language: str) -> str:
    """Give the address under which the author of what an event refused or took down may appeal; for the author's mail.

    Empty where the event restricts nothing.
    """
    decision = enter_decision(event)
    if decision.outcome not in RESTRICTIVE:
        return ""
    return address("moderation:appeal", language, token_of(decision))


def token_of(decision: Decision) -> str:
    """Give the token that stands for being this decision's author."""
    return signing.Signer(salt=SALT).sign(decision.public_id.hex)


def decision_by_token(token: str) -> Decision:
    """Give the decision that a mailed link is about; raises NotFound for a changed link and after six months."""
    try:
        public_id = UUID(hex=signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        raise NotFound() from None
    decision = Decision.objects.select_related("appealed", "report").filter(public_id=public_id).first()
    if decision is None:
        raise NotFound()
    if decision.decided_at < clock.now() - APPEAL_LIFE:
        raise NotFound(_("This decision is too old to appeal."))
    return decision


def address(name: str, language: str, *args: object) -> str:
    """Give a page's full address in a language."""
    known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(known):
        return settings.SITE_URL + reverse(name, args=args)
