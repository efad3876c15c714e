"""One petition: the glance strip, the thread of thresholds, the way to publication."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from core.web.numbers import number
from core.web.times import days_until, when
from petitions.models import Milestone, Petition, Threshold
from petitions.selectors import next_threshold, takes_signatures
from petitions.states import MilestoneState, PetitionState

Plain = dict[str, Any]

# Which shape of tag goes with which state; the words are the state's own label.
TAGS: dict[str, str] = {
    PetitionState.OPEN: "open",
    PetitionState.IN_MODERATION: "due",
    PetitionState.GATHERING_SUPPORTERS: "due",
    PetitionState.CLOSED: "shut",
    PetitionState.REJECTED: "no",
    PetitionState.HIDDEN: "no",
    PetitionState.WITHDRAWN: "shut",
    PetitionState.PAUSED: "shut",
    PetitionState.DRAFT: "plain",
}
# What ended before its time: its day is the one since which it stands so.
ENDED = {PetitionState.REJECTED, PetitionState.WITHDRAWN}


def where_it_stands(petition: Petition) -> Plain:
    """Give the count with the next threshold: what a bar shows."""
    goal = next_threshold(petition)
    to_go = goal.count - petition.signature_count if goal else 0
    return {
        "count": petition.signature_count,
        "goal": goal.count if goal else petition.signature_count,
        "note": to_go_words(goal, to_go) if goal else "",
    }


def to_go_words(goal: Threshold, to_go: int) -> str:
    """Say how many signatures are missing until a threshold."""
    return _("%(duty)s: %(count)s to go") % {"count": number(to_go), "duty": goal.title}


def signed_noun(count: int) -> str:
    """Give the word that stands beside a count of signatures."""
    return npgettext("beside its figure", "signature", "signatures", count)


def glance(petition: Petition, way: Plain) -> list[Plain]:
    """Answer State, You can, Next, Until; `way` is what happened in Parliament (see `presenting.way`)."""
    is_open = takes_signatures(petition)
    goal = next_threshold(petition)
    came = bool(way["report"] or way["outcomes"] or way["steps"])
    can: Plain = {"value": offer_of(petition, came=came, owed=bool(way["owed"])), "url": _place_of_offer(petition, way)}
    if is_open:
        can = {"value": _("Sign it"), "url": "#sign", "note": _("takes about a minute")}
    return [
        {"label": _("State"), "tag": TAGS[petition.state], "value": petition.get_state_display()},
        {"label": _("You can"), **can},
        {"label": _("Next"), **_next(petition, goal, is_open)},
        {"label": _("Since") if petition.state in ENDED else _("Until"), **_until(petition)},
    ]


def offer_of(petition: Petition, *, came: bool, owed: bool) -> str:
    """Say what there is to read of a petition that takes no signatures; its page and every card of it say the same.

    `came`: Parliament did something with it; `owed`: something is owed to it.
    """
    if petition.state == PetitionState.REJECTED:
        return _("Read why it was rejected")
    if petition.merged_into_id:
        return _("Read where it went on")
    if came:
        return _("Read what came of it")
    return _("See what is owed to it") if owed else _("See how far it came")


def _place_of_offer(petition: Petition, way: Plain) -> str:
    """Give the place on the petition's page of what `offer_of` says."""
    if petition.state == PetitionState.REJECTED:
        return "#rej"
    if petition.merged_into_id:
        return "#merged"
    places = (("report", "#report"), ("outcomes", "#asked"), ("items", "#way"))
    return next((url for name, url in places if way[name]), "#next")


def _next(petition: Petition, goal: Threshold | None, is_open: bool) -> Plain:
    if is_open and goal:
        return {"value": str(goal.title), "note": _("when %(count)s have signed") % {"count": number(goal.count)}}
    if is_open:
        return {"value": _("All thresholds are reached")}
    if petition.state == PetitionState.REJECTED:
        return {"value": _("It takes no signatures")}
    return {"value": _("No more signatures are taken")}


def _until(petition: Petition) -> Plain:
    ended = petition.closed_at or petition.rejected_at or petition.closes_at
    if ended is None or petition.closes_at is None:
        return {"value": "–"} if ended is None else {"when": ended, "style": "date"}
    if petition.state not in {PetitionState.OPEN, PetitionState.PAUSED}:
        return {"when": ended, "style": "date"}
    if petition.state == PetitionState.PAUSED:
        return {"value": "–"}  # its clock stands still: the last day moves by as long as that lasts
    left = max(days_until(petition.closes_at), 0)
    return {
        "when": petition.closes_at,
        "note": ngettext("%(days)s day left", "%(days)s days left", left) % {"days": number(left)},
    }


def thread(petition: Petition, milestones: list[Milestone]) -> list[Plain]:
    """Show the way from publication over each threshold."""
    reached = {milestone.threshold_id: milestone for milestone in milestones}
    thresholds = sorted(petition.kind.thresholds.all(), key=lambda row: row.count)
    steps: list[Plain] = [{"state": "done", "name": _("Published"), "when": petition.opened_at, "style": "date"}]
    count, floor, is_next = petition.signature_count, 0, True
    for threshold in thresholds:
        step: Plain = {"name": threshold.count, "text": str(threshold.title)}
        if threshold.pk in reached:
            step |= {"state": "done", "note": _milestone_note(reached[threshold.pk])}
        else:
            to_go = _("%(count)s to go") % {"count": number(max(threshold.count - count, 0))}
            step["note"] = pgettext("a threshold", "Not reached") if petition.closed_at else to_go
            step["state"] = "now" if is_next and petition.state == PetitionState.OPEN else ""
            is_next = False
        steps[-1]["bar"] = _bar(count, floor, threshold.count)
        floor = threshold.count
        steps.append(step)
    return steps


def _bar(count: int, floor: int, ceiling: int) -> Plain:
    words = _("Signatures from %(floor)s towards %(ceiling)s") % {"floor": number(floor), "ceiling": number(ceiling)}
    return {"value": max(min(count, ceiling) - floor, 0), "max": ceiling - floor, "label": words}


def _milestone_note(milestone: Milestone) -> str:
    if milestone.state == MilestoneState.DONE:
        return _("Done on %(day)s") % {"day": when(milestone.done_at, "day")} if milestone.done_at else _("Done")
    if milestone.state_now == MilestoneState.OVERDUE:
        return _("Overdue")
    return _("Reached, answer due")


def way_to_publication(petition: Petition) -> list[Plain]:
    """Show a petitioner the way from the draft to the open petition."""
    order = [
        (PetitionState.DRAFT, _("Written"), petition.created_at),
        (PetitionState.GATHERING_SUPPORTERS, _("Supporters"), None),
        (PetitionState.IN_MODERATION, _("Checked by a moderator"), petition.submitted_at),
        (PetitionState.OPEN, _("Open for signatures"), petition.opened_at),
    ]
    states: list[str] = [state for state, _words, _at in order]
    here = states.index(petition.state) if petition.state in states else len(states) - 1
    steps = []
    for place, (_state, words, at) in enumerate(order):
        state = "done" if place < here else ("now" if place == here else "")
        steps.append({"state": state, "name": words, **({"when": at, "style": "date"} if at and state else {})})
    return steps


def page_address(petition: Petition) -> str:
    """Give the petition's address in the active language."""
    return reverse("petitions:petition_detail", args=[petition.number])
