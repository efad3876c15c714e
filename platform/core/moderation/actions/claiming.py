"""Claim marks: who works on a record now. A mark warns others; it locks nothing, and it ends by itself."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock, events
from core.accounts.models import User
from core.actors import Actor
from core.errors import Conflict, Forbidden
from core.moderation.models import Claim
from core.moderation.rules import CLAIM_LIFE


def claim_item(record: Any, *, by: Actor) -> Claim:
    """Mark a record as worked on for half an hour; one's own mark runs anew.

    Raises Conflict where somebody else's mark still runs (`data` says who and since when), Forbidden without account.
    """
    if by.user is None:
        raise Forbidden()
    now = clock.now()
    with transaction.atomic():
        kept = Claim.objects.filter(subject_id=record.public_id, user=by.user, until__gt=now)
        if not kept.update(until=now + CLAIM_LIFE) and not _take(record, by):
            raise _held(record)
        claim = Claim.objects.select_related("user").get(subject_id=record.public_id)
        events.record("claim.take", claim, actor=by, public=False, data=_about(claim))
    return claim


def release_item(record: Any, *, by: Actor) -> int:
    """Take one's own mark away; gives how many went (0 where there was none)."""
    claim = Claim.objects.filter(subject_id=record.public_id, user=by.user).first()
    if claim is None:
        return 0
    with transaction.atomic():
        events.record("claim.release", claim, actor=by, public=False, data=_about(claim))
        return Claim.objects.filter(pk=claim.pk).delete()[0]


def hand_over(from_user: User, to_user: User | None, by: Actor | None = None) -> int:
    """Give the running marks of somebody who leaves to another, or take them away (None); gives how many.

    Old marks are dropped. The signature is the one that core.accounts.leaving asks for.
    """
    now = clock.now()
    with transaction.atomic():
        rows = Claim.objects.filter(user=from_user)
        rows.filter(until__lte=now).delete()
        if to_user is None:
            return rows.delete()[0]
        return rows.update(user=to_user, claimed_at=now, until=now + CLAIM_LIFE)


def _take(record: Any, by: Actor) -> bool:
    """Take a mark that ran out, or make the first one; False where a rival's runs."""
    now = clock.now()
    facts = {"user": by.user, "claimed_at": now, "until": now + CLAIM_LIFE}
    if Claim.objects.filter(Q(user=by.user) | Q(until__lte=now), subject_id=record.public_id).update(**facts):
        return True
    try:
        with transaction.atomic():
            Claim.objects.create(subject_type=record._meta.label_lower, subject_id=record.public_id, **facts)
    except IntegrityError:
        return False
    return True


def _held(record: Any) -> Conflict:
    claim = Claim.objects.select_related("user").filter(subject_id=record.public_id).first()
    if claim is None:
        return Conflict()
    words = _("%(name)s is already on it.") % {"name": claim.user.name}
    return Conflict(words, by=claim.user.name, at=claim.claimed_at.isoformat())


def _about(claim: Claim) -> dict[str, str]:
    return {"subject_type": claim.subject_type, "subject": str(claim.subject_id)}
