"""Calls for evidence on pages."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.live.cards import LiveCard, LiveKind
from cms.live.words import closes_in
from consultations.evidence.models import CallForEvidence
from consultations.evidence.selectors import calls_in_state, public_calls
from consultations.evidence.states import CallState


def choosable() -> QuerySet[CallForEvidence]:
    """Give the public calls, the latest deadline first."""
    return public_calls().order_by("-closes_at", "id")


def shown(pk: int) -> CallForEvidence | None:
    """Give one public call."""
    return public_calls().filter(pk=pk).first()


def open_(limit: int) -> Iterable[CallForEvidence]:
    """Give the open calls by the nearest deadline."""
    return calls_in_state(CallState.OPEN)[:limit]


def card(call: CallForEvidence) -> LiveCard:
    """Show until when one may answer, and what is published already."""
    is_open = call.state == CallState.OPEN
    url, count = call.get_absolute_url(), call.published_count  # type: ignore[attr-defined]
    words = ngettext("submission published", "submissions published", count)
    return LiveCard(
        kind="call",
        title=str(call.title),
        committee=call.inquiry.committee.slug,
        url=url,
        eyebrow=f"{_('Call for evidence')} · {call.inquiry.committee}",
        lead=closes_in(call.closes_at) if is_open else _("Closed"),
        text=str(call.summary),
        until=call.closes_at if is_open else None,
        is_open=is_open,
        tag="open" if is_open else "shut",
        tag_words=call.get_state_display(),
        action=_("Give evidence") if is_open else _("Read the evidence"),
        action_url=url,
        figure={"value": count, "words": words} if count else {},
    )


KIND = LiveKind(key="call", choosable=choosable, shown=shown, open=open_, card=card)
