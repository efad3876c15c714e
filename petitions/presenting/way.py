"""A petition's way through Parliament as plain data: what is owed, what happened, what became of each request."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock
from core.web.numbers import number
from core.web.times import days_until, in_house_zone, when
from petitions.carried import CarriedOver
from petitions.duties import outcomes_of, steps_of
from petitions.models import Milestone, Petition, PetitionStep
from petitions.states import MilestoneState, StepKind, Verdict

Plain = dict[str, Any]
VERDICT_TAGS = {Verdict.YES: "done", Verdict.PARTLY: "open", Verdict.NO: "no", Verdict.OPEN: ""}


def way_through_parliament(
    petition: Petition, milestones: Iterable[Milestone], carried: CarriedOver | None = None
) -> Plain:
    """Give all that the public page shows of it; three queries whatever it holds.

    `items` for components/timeline.html, `owed` for what is still due, `outcomes` for the table, `report` or None.
    """
    steps = steps_of(petition)
    rows = list(milestones)
    return {
        "items": [*_items(rows, steps, carried), *_still_owed(rows)],
        "steps": [step_entry(step) for step in steps],
        "owed": [owed_entry(row) for row in rows if row.state != MilestoneState.DONE],
        "outcomes": [
            {
                "request": row.request.said(), "words": row.words.said(), "verdict": row.get_verdict_display(),
                "tag": VERDICT_TAGS[Verdict(row.verdict)],
            }
            for row in outcomes_of(petition)
        ],
        "report": next((step_entry(one) for one in reversed(steps) if one.kind == StepKind.REPORTED), None),
        "verdict": petition.get_verdict_display() if petition.verdict else "",
        "verdict_tag": VERDICT_TAGS[Verdict(petition.verdict)] if petition.verdict else "",
        "concluded_at": petition.concluded_at,
    }  # fmt: skip


def step_entry(step: PetitionStep) -> Plain:
    """Give one step: day, kind, to whom, words, links, and whether it corrects an earlier record."""
    is_planned = step.kind == StepKind.DEBATE_SCHEDULED and step.on >= clock.today()
    return {
        "key": f"step-{step.pk}", "on": step.on, "name": step.get_kind_display(), "is_planned": is_planned,
        "whom": step.to_whom.said() or (step.committee.name.said() if step.committee else ""),
        "words": step.words.said(), "links": step_links(step), "verdict": step.verdict and step.get_verdict_display(),
        "corrected_at": step.recorded_at if step.corrects_id else None, "step": step,
    }  # fmt: skip


def step_links(step: PetitionStep) -> list[Plain]:
    """Give the ways to what a step left behind, in words that say what each is."""
    labels = (
        (step.document_url, _("Document")), (step.minute_url, _("Minute")),
        (step.transcript_url, _("Transcript")), (step.video_url, _("Recording")),
    )  # fmt: skip
    return [{"url": url, "words": words} for url, words in labels if url]


def owed_entry(milestone: Milestone) -> Plain:
    """Give who owes what until when, and, in words, whether the day has passed."""
    left = days_until(milestone.due_on)
    return {
        "title": milestone.threshold.title.said(), "duty": milestone.threshold.get_duty_display(),
        "owner": owner_of(milestone), "due_on": milestone.due_on,
        "is_overdue": milestone.state_now == MilestoneState.OVERDUE,
        "words": overdue_words(left), "count": milestone.threshold.count, "milestone": milestone,
    }  # fmt: skip


def owner_of(milestone: Milestone) -> Any:
    """Give who owes a duty, in the reader's language."""
    return milestone.owner.said()


def overdue_words(left: int) -> str:
    """Say how long there is still, or for how long it is overdue."""
    if left < 0:
        words = ngettext("Overdue since %(days)s day.", "Overdue since %(days)s days.", -left)
        return words % {"days": number(-left)}
    if left == 0:
        return _("Due today.")
    return ngettext("Due in %(days)s day.", "Due in %(days)s days.", left) % {"days": number(left)}


def way_over(carried: CarriedOver) -> list[Plain]:
    """Give the two moments of a way over into another term: when signing stopped, and when it went on."""
    moved = ngettext("The last day moved by %(days)s day.", "The last day moved by %(days)s days.", carried.days)
    return [
        {"when": carried.paused_at, "name": _("Paused at the end of the term"), "text": carried.reason, "note": ""},
        {
            "when": carried.carried_at, "text": "",
            "name": _("Carried over into the %(term)s.") % {"term": carried.term.name.said()},
            "note": moved % {"days": number(carried.days)},
        },
    ]  # fmt: skip


def _items(rows: list[Milestone], steps: list[PetitionStep], carried: CarriedOver | None) -> list[Plain]:
    """Give what happened in the order of its days; a threshold stands before the steps of its day."""
    found: list[tuple[Any, int, Plain]] = []
    for moment in way_over(carried) if carried else ():
        day = in_house_zone(moment["when"]).date()
        found.append((day, 0, {**moment, "when": day, "style": "date", "state": ""}))
    for row in rows:
        name = _("%(count)s signatures.") % {"count": number(row.threshold.count)}
        note = _("%(owner)s had until %(day)s.") % {"owner": owner_of(row), "day": when(row.due_on, "date")}
        day = row.reached_at.astimezone(clock.parliament_zone()).date()
        found.append((day, 0, {"when": day, "style": "date", "name": name, "text": row.threshold.title.said(),
                               "note": note, "state": ""}))  # fmt: skip
    for step in steps:
        entry = step_entry(step)
        found.append((step.on, 1, {**entry, "when": step.on, "style": "date", "text": entry["words"], "state":
                                   "due" if entry["is_planned"] else ""}))  # fmt: skip
    return [item for _day, _place, item in sorted(found, key=lambda one: (one[0], one[1]))]


def _still_owed(rows: list[Milestone]) -> list[Plain]:
    """Give what comes next, the soonest first: who owes it, until when, overdue in words."""
    entries = sorted(
        (owed_entry(row) for row in rows if row.state != MilestoneState.DONE), key=lambda one: one["due_on"]
    )
    return [
        {
            "when": entry["due_on"], "style": "date", "name": entry["title"], "note": entry["words"],
            "text": _("%(owner)s owes it.") % {"owner": entry["owner"]}, "state": "due",
            "is_overdue": entry["is_overdue"],
        }
        for entry in entries
    ]  # fmt: skip
