"""The mails about signatures that are held, refused or taken out of the count: nothing happens in silence."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import translation

from core import clock
from core.events.models import Event
from core.mail.queue import queue_mail
from core.moderation.links import address, token_of
from petitions.actions.confirming_together import confirmed_together
from petitions.emails.signers import petition_link, signature_of, tell_signature_counted
from petitions.models import InvalidatedRow, Invalidation
from petitions.signature_appeals import decisions_on
from petitions.sources import figures_row
from petitions.states import InvalidationState, SignatureState

BATCH = 500


def tell_signature_held(event: Event) -> None:
    """Say that a signature waits for a check, that nothing need be done, and until when it is decided."""
    signature = signature_of(event)
    if signature is None or not signature.personal.email or confirmed_together(event):
        return
    queue_mail(
        "petitions/tell_signature_held", signature.personal.email, language=signature.language,
        dedupe=f"event {event.pk}", petition=signature.petition, days=figures_row().hold_days,
        link=petition_link(signature.petition, signature.language),
    )  # fmt: skip


def tell_signature_released(event: Event) -> None:
    """Thank: it counts now."""
    tell_signature_counted(event)


def tell_signature_refused(event: Event) -> None:
    """Tell at once of a refusal at the desk; what a saved query refused is told once it cannot be undone any more."""
    rows = InvalidatedRow.objects.filter(
        signature__public_id=event.subject_id, invalidation=None, told_at=None, restored_at=None
    )
    tell_rows(list(rows.select_related("signature__petition", "signature__personal")))


def tell_of_invalidations() -> int:
    """Tell the signers of every query whose time to undo is over, once each; gives how many mails were written."""
    done = Invalidation.objects.filter(
        state__in=(InvalidationState.DONE, InvalidationState.STOPPED), undo_until__lt=clock.now(), told_at=None
    )
    return sum(_tell_all(query) for query in done.order_by("pk"))


def _tell_all(query: Invalidation) -> int:
    told = 0
    waiting = query.rows.filter(told_at=None, restored_at=None, signature__state=SignatureState.INVALIDATED)
    while rows := list(waiting.select_related("signature__petition", "signature__personal").order_by("pk")[:BATCH]):
        told += tell_rows(rows)
    Invalidation.objects.filter(pk=query.pk).update(told_at=clock.now())
    return told


def tell_rows(rows: Sequence[InvalidatedRow]) -> int:
    """Tell signers that their signature does not count, why, and how to object; each once. Gives how many."""
    told = 0
    decisions = decisions_on(rows)
    for row in rows:
        details, decision = getattr(row.signature, "personal", None), decisions.get(row.signature.public_id)
        if details is None or not details.email or decision is None:
            continue
        language, petition = row.signature.language, row.signature.petition
        with translation.override(language):
            reason = row.get_reason_display()
        queue_mail(
            "petitions/tell_signature_refused", details.email, language=language, dedupe=f"invalidated {row.pk}",
            petition=petition, reason=reason, words=decision.reason, link=petition_link(petition, language),
            appeal_link=address("moderation:appeal", language, token_of(decision)),
        )  # fmt: skip
        told += 1
    InvalidatedRow.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=clock.now())
    return told
