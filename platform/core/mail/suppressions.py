"""Who gets no mail: asked by the queue before each message, written by bounces and by the owner of an address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from core import clock, crypto, events
from core.actors import Actor
from core.errors import Forbidden
from core.mail.models import Mail, SoftBounce, Stream, Suppression
from core.mail.rules import may_let_mail_go
from core.shapes import Shape

SOFT_BOUNCES, SOFT_WITHIN = 5, timedelta(days=30)


def indexes_of(address: str) -> list[str]:
    """Give the blind indexes of an address under every key that is in use, the newest first."""
    plain = crypto.canonical_email(address)
    return [crypto.blind_index(plain, "mail", key_id) for key_id in settings.INDEX_KEYS]


def reason_against(mail: Mail) -> str:
    """Give why a message is held back (a Suppression.Reason), or nothing."""
    rows = Suppression.objects.filter(to_index__in={mail.to_index, *indexes_of(mail.to_address)})
    if mail.stream != Stream.NEWS:
        rows = rows.filter(scope=Suppression.Scope.ALL)
    return rows.order_by("id").values_list("reason", flat=True).first() or ""


def reasons_against_all(addresses: Sequence[str], indexes: Sequence[str]) -> list[str]:
    """Give for each address (with its newest index) why everything to it is held back, or nothing; in one query."""
    older = [indexes_of(address)[1:] if len(settings.INDEX_KEYS) > 1 else [] for address in addresses]
    wanted = {*indexes, *(one for some in older for one in some)}
    found = dict(_held_back.rows(list(wanted)))
    return [
        next((str(found[one]) for one in (index, *some) if one in found), "")
        for index, some in zip(indexes, older, strict=True)
    ]


_held_back = Shape(
    lambda indexes: (
        Suppression.objects.filter(to_index__among=indexes, scope=Suppression.Scope.ALL)
        .order_by("-id")
        .values_list("to_index", "reason")
    )
)


def suppressions_of(address: str) -> list[Suppression]:
    """Give what is held back for an address, the oldest first."""
    return list(Suppression.objects.filter(to_index__in=indexes_of(address)).order_by("id"))


def suppress(to_index: str, *, scope: str, reason: str, by: Actor) -> Suppression:
    """Hold mail to an address back from now on; a second call changes nothing. Gives the row."""
    with transaction.atomic():
        facts = {"reason": reason, "since": clock.now()}
        row, made = Suppression.objects.get_or_create(to_index=to_index, scope=scope, defaults=facts)
        if made:
            data = {"scope": scope, "reason": str(reason)}
            events.record("mail.suppress", row, actor=by, public=False, data=data)
    return row


def let_go(address: str, *, by: Actor) -> int:
    """Let mail go to an address again, as an administrator; gives how many suppressions went. Raises Forbidden."""
    if not may_let_mail_go(by, None):
        raise Forbidden()
    return lift(suppressions_of(address), by=by)


def lift(rows: list[Suppression], *, by: Actor) -> int:
    """Let mail go to an address again; gives how many suppressions went."""
    with transaction.atomic():
        for row in rows:
            data = {"scope": row.scope, "reason": row.reason}
            events.record("mail.allow", row, actor=by, public=False, data=data)
        SoftBounce.objects.filter(to_index__in={row.to_index for row in rows}).delete()
        return Suppression.objects.filter(pk__in=[row.pk for row in rows]).delete()[0]


def note_hard_bounce(mail: Mail, *, by: Actor) -> None:
    """Hold back everything: there is no such mail box."""
    scope, reason = Suppression.Scope.ALL, Suppression.Reason.HARD_BOUNCE
    suppress(mail.to_index, scope=scope, reason=reason, by=by)


def note_soft_bounce(mail: Mail, *, by: Actor) -> None:
    """Count one message that did not arrive for now, once; several within a month hold everything back."""
    with transaction.atomic():
        SoftBounce.objects.get_or_create(mail=mail, defaults={"to_index": mail.to_index, "bounced_at": clock.now()})
        recent = SoftBounce.objects.filter(to_index=mail.to_index, bounced_at__gt=clock.now() - SOFT_WITHIN)
        if recent.count() >= SOFT_BOUNCES:
            scope, reason = Suppression.Scope.ALL, Suppression.Reason.SOFT_BOUNCES
            suppress(mail.to_index, scope=scope, reason=reason, by=by)
