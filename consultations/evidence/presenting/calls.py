"""Calls: a line of the list, the glance strip, the thread of the inquiry."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Page
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.evidence.models import CallForEvidence, InquiryStage
from consultations.evidence.states import CallState
from core import clock
from core.web.lists import isolated
from core.web.numbers import number
from core.web.times import days_until, when

Plain = dict[str, Any]
TAGS = {CallState.DRAFT: "plain", CallState.OPEN: "open", CallState.CLOSED: "shut"}
SOON = 3


def call_entry(call: CallForEvidence) -> Plain:
    """Show one call in the list."""
    count = call.published_count  # type: ignore[attr-defined]
    words = ngettext("submission published", "submissions published", count)
    return {
        "tag": _tag(call),
        "tag_words": call.get_state_display(),
        "meta": [
            _("Inquiry %(code)s") % {"code": isolated(call.inquiry.code)},
            str(call.inquiry.committee),
            _until_words(call),
        ],
        "title": str(call.title),
        "url": call.get_absolute_url(),
        "text": str(call.summary),
        "figure": {"value": count, "words": words} if count else None,
    }


def call_glance(call: CallForEvidence, *, has_published: bool) -> list[Plain]:
    """Answer State, You can, Next, Until; of a call that is over, when it closed."""
    return [
        {"label": _("State"), "tag": _tag(call), "value": call.get_state_display()},
        {"label": _("You can"), **_can(call, has_published=has_published)},
        {"label": _("Next"), **_next(call)},
        _until(call),
    ]


def inquiry_thread(call: CallForEvidence) -> list[Plain]:
    """Show the inquiry's stages as knots."""
    return [
        {"state": stage.mark, "name": str(stage.label), "note": str(stage.note) or _stage_dates(stage)}
        for stage in call.inquiry.stages.all()
    ]


def neighbours(page: Page[Any]) -> Plain:
    """Give the addresses of the previous and the next page of a list."""
    return {
        "previous_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
    }


def _tag(call: CallForEvidence) -> str:
    """Give the shape of the state; a call that closes within days is a matter of now."""
    is_last_days = call.state == CallState.OPEN and days_until(call.closes_at) <= SOON
    return "now" if is_last_days else TAGS[CallState(call.state)]


def _can(call: CallForEvidence, *, has_published: bool) -> Plain:
    if call.is_taking_answers:
        url = reverse("evidence:start", args=[call.slug])
        return {"value": _("Give evidence"), "url": url, "note": _("four short pages, no account")}
    if not has_published:
        return {"value": _("See other calls"), "url": reverse("evidence:list")}
    return {"value": _("Read what is published"), "url": "#published"}


def _next(call: CallForEvidence) -> Plain:
    coming = next((stage for stage in call.inquiry.stages.all() if not stage.mark), None)
    if coming is not None:
        return {"value": str(coming.label), "note": str(coming.note) or _stage_dates(coming)}
    return {"value": str(call.next_step) or _("The committee reads the evidence")}


def _until(call: CallForEvidence) -> Plain:
    if call.state != CallState.OPEN:
        label = _("Closed on") if call.state == CallState.CLOSED else _("Until")
        return {"label": label, "when": call.ends_at, "style": "date"}
    left = days_until(call.closes_at)
    words = ngettext("%(days)s day left", "%(days)s days left", left) % {"days": number(left)}
    return {"label": _("Until"), "when": call.closes_at, "note": words if left > 0 else _("closes today")}


def _until_words(call: CallForEvidence) -> str:
    pattern = _("Open until %(day)s") if call.state == CallState.OPEN else _("Closed on %(day)s")
    return pattern % {"day": when(call.ends_at, "date")}


def _stage_dates(stage: InquiryStage) -> str:
    """Say when a stage is, in words."""
    if stage.starts_on is None:
        return ""
    if stage.mark == "now" and stage.ends_on:
        return _("Now, until %(day)s") % {"day": _day(stage.ends_on)}
    return _day(stage.starts_on)


def _day(day: date) -> str:
    return when(day, "day" if day.year == clock.today().year else "date")
