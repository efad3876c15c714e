"""What has happened to a petition, and what comes next: one line each, in the order of their days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from core import clock
from core.web.numbers import number
from petitions.carried import CarriedOver
from petitions.models import Petition, PetitionStep, Threshold
from petitions.presenting.way import owner_of, way_over
from petitions.states import MilestoneState, PetitionState

Plain = dict[str, Any]


def timeline(petition: Petition, steps: Iterable[PetitionStep], carried: CarriedOver | None = None) -> list[Plain]:
    """Give the lines {on, title, text, links, is_due, tag}; the thresholds carry what they made.

    What has happened has a `key` that stays, and a moment `at`; a feed is made of these.
    """
    thresholds = sorted(petition.kind.thresholds.all(), key=lambda row: row.count)
    over = way_over(carried) if carried else ()
    lines = [
        *_own_days(petition),
        *(_moment_of(one) for one in over),
        *_crossings(thresholds),
        *(_step(step) for step in steps),
    ]
    past = sorted((line for line in lines if line["on"] <= clock.today()), key=lambda line: line["on"])
    coming = sorted((line for line in lines if line["on"] > clock.today()), key=lambda line: line["on"])
    return [*past, *({**line, "is_due": True} for line in coming), *_owed(thresholds), *_ahead(petition, thresholds)]


def _line(on: date, title: Any, text: Any = "", **more: Any) -> Plain:
    return {"on": on, "title": title, "text": text, "links": [], "is_due": False, "key": "", "at": None, **more}


def _event(key: Any, at: datetime, title: Any, text: Any = "", **more: Any) -> Plain:
    return _line(at.astimezone(clock.parliament_zone()).date(), title, text, key=key, at=at, **more)


def _own_days(petition: Petition) -> list[Plain]:
    ended = {
        PetitionState.CLOSED: _("Closed for signatures"),
        PetitionState.WITHDRAWN: _("Withdrawn by the petitioner"),
    }
    lines = [_event("published", petition.opened_at, _("Published"))] if petition.opened_at else []
    if petition.closed_at and petition.state in ended:
        lines.append(_event(petition.state, petition.closed_at, ended[PetitionState(petition.state)]))
    if petition.paused_at and petition.state == PetitionState.PAUSED:
        words = _("No signatures are taken until it goes on.")
        lines.append(_event("paused", petition.paused_at, _("Paused"), words))
    if petition.rejected_at and petition.state == PetitionState.REJECTED:
        lines.append(_event("rejected", petition.rejected_at, _("Rejected")))
    return lines


def _moment_of(one: Plain) -> Plain:
    name = f"{one['name']}: {one['whom']}" if one.get("whom") else one["name"]
    return _event(f"carried {one['when'].isoformat()}", one["when"], name, one["text"] or one["note"])


def _crossings(thresholds: list[Threshold]) -> list[Plain]:
    return [
        _event(
            crossed.public_id,
            crossed.reached_at,
            _("%(count)s signatures") % {"count": number(row.count)},
            f"{row.title}: {owner_of(crossed)}",
        )
        for row in thresholds
        if (crossed := getattr(row, "crossed", None))
    ]


def _step(step: PetitionStep) -> Plain:
    links = [
        {"url": url, "words": words}
        for url, words in (
            (step.document_url, _("Document")),
            (step.minute_url, _("Minute")),
            (step.transcript_url, _("Transcript")),
            (step.video_url, _("Recording")),
        )
        if url
    ]
    title = str(step.get_kind_display())
    whom = str(step.to_whom) or (str(step.committee) if step.committee else "")
    return _line(
        step.on, f"{title}: {whom}" if whom else title, step.words, links=links,
        tag=step.get_verdict_display() if step.verdict else "", anchor=f"step-{step.pk}",
        key=step.public_id, at=step.recorded_at,
    )  # fmt: skip


def _owed(thresholds: list[Threshold]) -> list[Plain]:
    """Tell what is owed: a duty that is late says so in public."""
    lines = []
    for row in thresholds:
        duty = getattr(row, "crossed", None)
        if duty is None or duty.state == MilestoneState.DONE:
            continue
        is_late = duty.state_now == MilestoneState.OVERDUE
        lines.append(
            _line(
                duty.due_on, row.title, _("Owed by %(owner)s") % {"owner": owner_of(duty)}, is_due=True,
                tag=_("Overdue since then") if is_late else _("Due"), tag_kind="due" if is_late else "plain",
            )
        )  # fmt: skip
    return sorted(lines, key=lambda line: line["on"])


def _ahead(petition: Petition, thresholds: list[Threshold]) -> list[Plain]:
    goal = next((row for row in thresholds if row.count > petition.signature_count), None)
    if goal is None or petition.state != PetitionState.OPEN:
        return []
    title = _("At %(count)s signatures") % {"count": number(goal.count)}
    return [{**_line(clock.today(), title, goal.title), "on": None, "is_due": True}]
