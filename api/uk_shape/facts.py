"""One petition in the shape of petition.parliament.uk (its attributes in their order, times in UTC with milliseconds).

Figures, text, state and dates are those of the petition here. What that site says and we have no place for
(departments, topics, its committee's notes) comes from the file that the petition was brought over with.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.models import Prefetch

from api.links import full
from core.web.times import in_house_zone
from petitions.models import Milestone, Petition, PetitionStep
from petitions.states import Duty, MilestoneState, PetitionState, StepKind

STATES = {PetitionState.WITHDRAWN: "closed", PetitionState.PAUSED: "stopped"}
# What Parliament did, without what was corrected; fetched with the petitions of a page.
STEPS = (Prefetch("steps", PetitionStep.objects.filter(corrected_by__isnull=True)),)
# A page of its own says these, and never from the file alone.
PAGE_ONLY = ("signatures_by_", "other_parliamentary_business")


def moment(value: datetime | None) -> str | None:
    """Give a time as that site writes it: 2024-11-20T09:13:21.152Z."""
    return value.astimezone(tz=UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if value else None


def document_of(petition: Petition) -> dict[str, Any]:
    """Give the attributes of the file that a petition came from; {} for one that was started here."""
    imported = getattr(petition, "imported", None)
    document = imported.document if imported else {}
    return dict((document.get("data") or document).get("attributes") or {})


def state_of(petition: Petition) -> str:
    """Give the state by that site's name."""
    return STATES.get(PetitionState(petition.state), petition.state)


def duty_of(petition: Petition, duty: Duty) -> Milestone | None:
    """Give the petition's first milestone of a duty; asks nothing where milestones were fetched with it."""
    return next((row for row in petition.milestones.all() if row.threshold.duty == duty), None)


def attributes_of(petition: Petition) -> dict[str, Any]:
    """Give every attribute of a list's row, in that site's order."""
    told = document_of(petition)
    is_open = petition.state == PetitionState.OPEN
    facts = {
        "action": petition.action,
        "background": petition.background,
        "additional_details": petition.details,
        "committee_note": told.get("committee_note", ""),
        "state": state_of(petition),
        "signature_count": petition.signature_count,
        **(
            {"closing_date": in_house_zone(petition.closes_at).date().isoformat()}
            if is_open and petition.closes_at
            else {}
        ),
        "created_at": moment(petition.created_at),
        "updated_at": _updated(petition, told),
        "rejected_at": moment(petition.rejected_at),
        "opened_at": moment(petition.opened_at),
        "closed_at": moment(petition.closed_at),
        "moderation_threshold_reached_at": told.get("moderation_threshold_reached_at") or moment(petition.submitted_at),
        **duties_of(petition, told),
        "creator_name": (petition.petitioner_name or None) if is_open else None,
        "rejection": _rejection(petition),
        "government_response": told.get("government_response") or _response(petition),
        "debate": told.get("debate") or _debate(petition),
        "departments": told.get("departments", []),
        "topics": told.get("topics", []),
    }
    # What only older files have ("open_at"), for programs as old.
    return facts | {name: told[name] for name in told if name not in facts and not name.startswith(PAGE_ONLY)}


def duties_of(petition: Petition, told: dict[str, Any]) -> dict[str, Any]:
    """Give the moments of the response and of the debate: reached, due, done."""
    response, debate = duty_of(petition, Duty.RESPOND), duty_of(petition, Duty.DEBATE)
    answered, planned = step_of(petition, StepKind.ANSWERED), step_of(petition, StepKind.DEBATE_SCHEDULED)
    ended = step_of(petition, StepKind.DEBATED) or step_of(petition, StepKind.NOT_DEBATED)
    return {
        "response_threshold_reached_at": moment(response.reached_at) if response else None,
        "government_response_at": told.get("government_response_at") or _done_at(answered, response),
        "debate_threshold_reached_at": moment(debate.reached_at) if debate else None,
        "scheduled_debate_date": told.get("scheduled_debate_date") or (planned.on.isoformat() if planned else None),
        "debate_outcome_at": told.get("debate_outcome_at") or _done_at(ended, debate),
    }


def step_of(petition: Petition, kind: StepKind) -> PetitionStep | None:
    """Give the newest step of a kind; asks nothing where the steps were fetched with the petition."""
    return next((row for row in reversed(petition.steps.all()) if row.kind == kind), None)


def is_debated(petition: Petition, told: dict[str, Any]) -> bool:
    """Tell whether there was a debate; one that was refused has an outcome and was none."""
    refused = step_of(petition, StepKind.NOT_DEBATED) and not step_of(petition, StepKind.DEBATED)
    return duties_of(petition, told)["debate_outcome_at"] is not None and not refused


def _done_at(step: PetitionStep | None, duty: Milestone | None) -> str | None:
    return moment(step.recorded_at if step else duty.done_at if duty else None)


def self_link(petition: Petition, folder: str = "petitions") -> str:
    """Give the petition's address in this shape."""
    return full(f"/{folder}/{petition.number}.json")


def _updated(petition: Petition, told: dict[str, Any]) -> str | None:
    """Give the last change: the file's own moment until something changes here."""
    is_as_told = told and (told["signature_count"], told["state"]) == (petition.signature_count, state_of(petition))
    if is_as_told:
        return str(told["updated_at"])
    ends = (petition.counted_at, petition.closed_at, petition.rejected_at, petition.opened_at, petition.created_at)
    return moment(max(end for end in ends if end))


def _rejection(petition: Petition) -> dict[str, Any] | None:
    if petition.state != PetitionState.REJECTED or petition.rejection_reason is None:
        return None
    return {"code": petition.rejection_reason.code, "details": petition.rejection_details}


def _response(petition: Petition) -> dict[str, Any] | None:
    step, row = step_of(petition, StepKind.ANSWERED), duty_of(petition, Duty.RESPOND)
    if step:
        on, words, done = step.on, str(step.words), moment(step.recorded_at)
    elif row and row.state == MilestoneState.DONE and row.done_at:
        on, words, done = row.done_at.date(), str(row.outcome), moment(row.done_at)
    else:
        return None
    summary = words.split("\n", 1)[0]
    return {
        "responded_on": on.isoformat(), "summary": summary, "details": words, "created_at": done, "updated_at": done,
    }  # fmt: skip


def _debate(petition: Petition) -> dict[str, Any] | None:
    step, row = step_of(petition, StepKind.DEBATED), duty_of(petition, Duty.DEBATE)
    if step:
        on, words, transcript, video = step.on, str(step.words), whole(step.transcript_url), whole(step.video_url)
        pack = whole(step.document_url)
    elif row and row.state == MilestoneState.DONE and row.done_at and not step_of(petition, StepKind.NOT_DEBATED):
        on, words, transcript, video, pack = row.done_at.date(), str(row.outcome), row.document_url or None, None, None
    else:
        return None
    return {
        "debated_on": on.isoformat(), "transcript_url": transcript, "video_url": video, "debate_pack_url": pack,
        "public_engagement_url": None, "debate_summary_url": None, "overview": words,
    }  # fmt: skip


def whole(address: str) -> str | None:
    """Give the full address of a document, here or elsewhere; None where there is none."""
    return (full(address) if address.startswith("/") else address) or None
