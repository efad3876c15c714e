"""What Parliament does with a petition: each step is one public record, and settles the duty that it fulfils."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core import clock, events
from core.actors import Actor
from core.errors import Conflict, Forbidden, Invalid, WrongState
from core.parliament.models import Committee
from petitions.actions.milestones import settle_duty
from petitions.models import DutyOffice, Petition, PetitionStep, RequestOutcome
from petitions.models.steps import ADDRESS_LENGTH
from petitions.rules import may_record_steps
from petitions.states import Duty, MilestoneState, PetitionState, StepKind, Verdict
from petitions.stepping import ADDRESSES, CORRECT, FINAL_VERDICTS, NEEDS, SETTLE, VERBS

ON_ITS_WAY = (PetitionState.OPEN, PetitionState.PAUSED, PetitionState.CLOSED, PetitionState.WITHDRAWN)
MISSING = {
    "committee": _("Choose the committee."), "to_whom": _("Say to whom."), "words": _("Say it in words for everybody."),
    "verdict": _("Say in one word what became of the petition."),
}  # fmt: skip
Texts = dict[str, str]


@dataclass(frozen=True)
class StepFacts:
    """What a clerk says of one step: its day, words by language, to whom, and where documents are to be found."""

    on: date
    words: Texts = field(default_factory=dict)
    to_whom: Texts = field(default_factory=dict)
    committee: Committee | None = None
    document_url: str = ""
    minute_url: str = ""
    transcript_url: str = ""
    video_url: str = ""
    verdict: str = ""


@dataclass(frozen=True)
class OutcomeFacts:
    """What became of one request of a petition."""

    request: Texts
    verdict: str
    words: Texts = field(default_factory=dict)


def refer_petition(petition: Petition, facts: StepFacts, *, by: Actor) -> PetitionStep:
    """Hand a petition to a committee, which from then on owes what is to be considered.

    This and every action below raise Forbidden, WrongState (never opened, or its closing report stands), Invalid.
    """
    with transaction.atomic():
        step = record_step(petition, StepKind.REFERRED, facts, by=by)
        _hand_on(petition)
    return step


def _hand_on(petition: Petition) -> None:
    """Let a petition lie with the committee of its last referral, whose office owes what is to be considered."""
    last = petition.steps.filter(kind=StepKind.REFERRED, corrected_by__isnull=True).order_by("on", "pk").last()
    committee = last.committee if last else None
    Petition.objects.filter(pk=petition.pk).update(committee=committee)
    petition.committee = committee
    office = DutyOffice.objects.filter(committee=committee).order_by("pk").first()
    if office:
        owed = petition.milestones.filter(threshold__duty=Duty.CONSIDER).exclude(state=MilestoneState.DONE)
        owed.update(office=office)


def present_petition(petition: Petition, facts: StepFacts, *, by: Actor) -> PetitionStep:
    """Record that the petition was presented: to whom, when, with which document and minute."""
    return record_step(petition, StepKind.PRESENTED, facts, by=by)


def consider_petition(petition: Petition, facts: StepFacts, *, by: Actor) -> PetitionStep:
    """Record what a committee said of the petition."""
    return record_step(petition, StepKind.CONSIDERED, facts, by=by)


def answer_petition(petition: Petition, facts: StepFacts, *, by: Actor) -> PetitionStep:
    """Record the written answer."""
    return record_step(petition, StepKind.ANSWERED, facts, by=by)


def schedule_debate(petition: Petition, facts: StepFacts, *, by: Actor) -> PetitionStep:
    """Record on which day the petition is to be debated."""
    return record_step(petition, StepKind.DEBATE_SCHEDULED, facts, by=by)


def record_debate(petition: Petition, facts: StepFacts, *, by: Actor) -> PetitionStep:
    """Record that it was debated, with what came of it, and where transcript and recording are."""
    return record_step(petition, StepKind.DEBATED, facts, by=by)


def record_not_debated(petition: Petition, facts: StepFacts, *, by: Actor) -> PetitionStep:
    """Record that it will not be debated, and why."""
    return record_step(petition, StepKind.NOT_DEBATED, facts, by=by)


def report_petition(petition: Petition, facts: StepFacts, *, by: Actor) -> PetitionStep:
    """Record the closing report with its verdict; the petition's way ends with it. Not while a duty is open."""
    with transaction.atomic():
        _locked(petition)
        if petition.milestones.exclude(state=MilestoneState.DONE).exists():
            raise WrongState(_("A duty is still open. Record first what was done about it."))
        step = record_step(petition, StepKind.REPORTED, facts, by=by)
        _conclude(petition, step)
    return step


def correct_step(step: PetitionStep, facts: StepFacts, *, by: Actor) -> PetitionStep:
    """Record a new step in the place of one; the old one stays and names its correction.

    Raises Conflict where somebody has corrected it already. Signers who were told of the old one are not told again.
    """
    petition = step.petition
    _check_may(petition, by)
    kind = StepKind(step.kind)
    facts = _checked(kind, facts)
    try:
        with transaction.atomic():
            new = _write(petition, kind, facts, corrects=step, milestone=step.milestone, mailing=step.mailing)
            data = {"step": str(new.public_id), "corrects": str(step.public_id), "kind": step.kind}
            events.record(f"petition.{CORRECT}", petition, actor=by, data=data)
            if new.milestone is not None:
                settle_duty(new.milestone, new, by=by)
            if kind == StepKind.REPORTED:
                _conclude(petition, new)
            if kind == StepKind.REFERRED:
                _hand_on(petition)
    except IntegrityError as error:
        raise Conflict(_("This step was corrected already. Correct the newer one.")) from error
    return new


def record_outcomes(petition: Petition, outcomes: Sequence[OutcomeFacts], *, by: Actor) -> list[RequestOutcome]:
    """Record what became of each request, in order; what stood before is kept and no longer shown."""
    _check_may(petition, by)
    _check_outcomes(outcomes)
    now = clock.now()
    with transaction.atomic():
        _locked(petition)
        petition.outcomes.filter(replaced_at__isnull=True).update(replaced_at=now)
        rows = RequestOutcome.objects.bulk_create(
            RequestOutcome(
                petition=petition, position=at, request=one.request, verdict=one.verdict, words=one.words,
                recorded_at=now,
            )
            for at, one in enumerate(outcomes, 1)
        )  # fmt: skip
        verdicts = [str(row.verdict) for row in rows]
        events.record(f"petition.{SETTLE}", petition, actor=by, data={"verdicts": verdicts})
    return rows


def record_step(petition: Petition, kind: StepKind, facts: StepFacts, *, by: Actor) -> PetitionStep:
    """Record one step of any kind and settle the oldest open duty that it fulfils; gives the step."""
    _check_may(petition, by)
    facts = _checked(kind, facts)
    with transaction.atomic():
        if _locked(petition).concluded_at:
            raise WrongState(_("The closing report of this petition stands. Correct a step instead."))
        step = _write(petition, kind, facts)
        data = {"step": str(step.public_id), "kind": str(kind), "on": facts.on.isoformat()}
        events.record(f"petition.{VERBS[kind]}", petition, actor=by, data=data)
        settle_duty(None, step, by=by)
    return step


def _check_may(petition: Petition, by: Actor) -> None:
    if not may_record_steps(by, petition):
        raise Forbidden()
    if petition.state not in ON_ITS_WAY or petition.opened_at is None:
        raise WrongState(_("Parliament deals with petitions that were opened for signatures."))


def _locked(petition: Petition) -> Petition:
    """Hold the petition's row, so that two clerks write one after the other."""
    return Petition.objects.select_for_update(no_key=True).get(pk=petition.pk)


def _checked(kind: StepKind, facts: StepFacts) -> StepFacts:
    """Give the facts trimmed. Raises Invalid by field."""
    clean = replace(facts, words=_said(facts.words), to_whom=_said(facts.to_whom))
    wrong: dict[str, object] = {name: MISSING[name] for name in NEEDS[kind] if not getattr(clean, name)}
    for name in ADDRESSES:
        if fault := _fault_of_address(getattr(clean, name)):
            wrong[name] = fault
    if kind == StepKind.DEBATE_SCHEDULED and clean.on < clock.today():
        wrong["on"] = _("Enter a day that is still to come.")
    elif kind != StepKind.DEBATE_SCHEDULED and clean.on > clock.today():
        wrong["on"] = _("This day has not come yet.")
    if kind == StepKind.REPORTED and clean.verdict not in FINAL_VERDICTS:
        wrong["verdict"] = MISSING["verdict"]
    if wrong:
        raise Invalid(fields=wrong)
    return clean if kind == StepKind.REPORTED else replace(clean, verdict="")


def _said(texts: Mapping[str, str]) -> Texts:
    return {code: text.strip() for code, text in texts.items() if text.strip()}


def _fault_of_address(address: str) -> Any:
    """Say what is wrong with the address of a document: one of another site by https, or a path of ours."""
    if not address:
        return None
    if len(address) > ADDRESS_LENGTH:
        return _("This address is too long.")
    if address.startswith("/") and not address.startswith("//") and "\\" not in address:
        return None
    try:
        URLValidator(schemes=["https", "http"])(address)
    except ValidationError:
        return _("Enter a full address, for example https://parliament.example/minutes/12")
    return None


def _write(petition: Petition, kind: StepKind, facts: StepFacts, **more: Any) -> PetitionStep:
    return PetitionStep.objects.create(
        petition=petition, kind=kind, on=facts.on, words=facts.words, to_whom=facts.to_whom, committee=facts.committee,
        verdict=facts.verdict, recorded_at=clock.now(), **{name: getattr(facts, name) for name in ADDRESSES}, **more,
    )  # fmt: skip


def _conclude(petition: Petition, step: PetitionStep) -> None:
    """Show the petition's way as ended; a corrected report changes the verdict and not the moment."""
    petition.concluded_at, petition.verdict = petition.concluded_at or clock.now(), step.verdict
    rows = Petition.objects.filter(pk=petition.pk)
    rows.update(concluded_at=petition.concluded_at, verdict=petition.verdict)


def _check_outcomes(outcomes: Sequence[OutcomeFacts]) -> None:
    wrong: dict[str, object] = {}
    if not outcomes:
        raise Invalid(_("Write down at least one request."))
    for at, one in enumerate(outcomes):
        if not _said(one.request):
            wrong[f"outcomes-{at}-request"] = _("Say what was asked.")
        if one.verdict not in Verdict.values:
            wrong[f"outcomes-{at}-verdict"] = _("Choose what became of it.")
    if wrong:
        raise Invalid(fields=wrong)
