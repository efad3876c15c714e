"""Hearings on pages: live now, coming, or on record."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.live.cards import LiveCard, LiveKind
from consultations.hearings.models import Hearing
from consultations.hearings.presenting import STATE_TAGS, asked
from consultations.hearings.selectors import (
    coming_hearings,
    public_hearings,
    question_on_air,
    running_hearings,
    with_counts,
)
from consultations.hearings.states import RUNNING, TAKES_QUESTIONS, HearingState
from core.web.numbers import number
from core.web.times import days_until, when


def choosable() -> QuerySet[Hearing]:
    """Give the public hearings, newest first."""
    return public_hearings().order_by("-starts_at", "-id")


def shown(pk: int) -> Hearing | None:
    """Give one public hearing with its counts."""
    return with_counts(public_hearings()).filter(pk=pk).first()


def open_(limit: int) -> Iterable[Hearing]:
    """Give what runs now, then what comes next."""
    return islice(chain(with_counts(running_hearings())[:limit], with_counts(coming_hearings())[:limit]), limit)


def card(hearing: Hearing) -> LiveCard:
    """Show where it stands, the question being asked now, and how to take part."""
    is_now = hearing.state in RUNNING
    is_open = hearing.state in TAKES_QUESTIONS
    is_broadcast = is_now and hearing.broadcasts.exists()
    url = reverse("hearings:hearing_detail", args=[hearing.slug])
    return LiveCard(
        kind="hearing",
        title=str(hearing.title),
        committee=hearing.committee.slug,
        url=url,
        eyebrow=f"{_('Hearing')} · {hearing.committee}",
        lead=str(hearing.get_state_display()) if is_now else _lead(hearing),
        text=str(hearing.summary),
        until=hearing.starts_at,
        place=str(hearing.place),
        is_now=is_now,
        is_open=is_open,
        is_broadcast=is_broadcast,
        tag=STATE_TAGS.get(HearingState(hearing.state), "shut"),
        tag_words=hearing.get_state_display(),
        action=_action(is_now=is_now, is_open=is_open, is_broadcast=is_broadcast),
        action_url=url,
        figure=_figure(hearing),
        asked=(asked(question_on_air(hearing)) or {}) if is_now else {},
    )


def _action(*, is_now: bool, is_open: bool, is_broadcast: bool) -> str:
    if is_now:
        return _("Watch and ask") if is_broadcast else _("Follow and ask")
    return _("Send a question") if is_open else _("Read the record")


def _lead(hearing: Hearing) -> str:
    if hearing.state not in (HearingState.ANNOUNCED, HearingState.OPEN):
        return str(hearing.get_state_display())
    left = days_until(hearing.starts_at)
    if left <= 0:
        return _("Starts today")
    return ngettext("Starts in %(days)s day", "Starts in %(days)s days", left) % {"days": number(left)}


def _figure(hearing: Hearing) -> dict[str, Any]:
    count: int = hearing.received  # type: ignore[attr-defined]  # with_counts adds it
    if not count:
        return {}
    return {"value": count, "words": ngettext("question", "questions", count), "note": _note(hearing)}


def _note(hearing: Hearing) -> str:
    if hearing.questions_until is None or hearing.state not in TAKES_QUESTIONS:
        return ""
    style = "time" if hearing.state in RUNNING else "day"
    return _("Questions are taken until %(moment)s.") % {"moment": when(hearing.questions_until, style)}


KIND = LiveKind(key="hearing", choosable=choosable, shown=shown, open=open_, card=card)
