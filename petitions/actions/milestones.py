"""What is owed once a threshold is crossed: reminded of, done, or overdue."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.conf import settings
from django.db import transaction

from core import clock, events
from core.actors import CLOCK, Actor
from core.parliament.days import days_off_after
from petitions.lifecycle import MILESTONE
from petitions.models import Milestone, PetitionStep
from petitions.models.milestones import ADDRESS_LENGTH
from petitions.states import MilestoneState
from petitions.stepping import SETTLES, STEP_OF

OPEN_DUTIES = (MilestoneState.DUE, MilestoneState.OVERDUE)


def fulfil_milestone(
    milestone: Milestone, *, by: Actor, outcome: str | dict[str, str], document_url: str = ""
) -> Milestone:
    """Record what was done about a duty, in public. Raises Invalid without words, Conflict where it is done."""
    words = outcome if isinstance(outcome, dict) else {milestone.petition.language: outcome.strip()}
    with transaction.atomic():
        MILESTONE.fire("fulfil", milestone, by=by, outcome=words, document_url=document_url)
        _write_its_step(milestone)
    return milestone


def settle_duty(milestone: Milestone | None, step: PetitionStep, *, by: Actor) -> None:
    """Fulfil the duty that a step settles: the open one with the lowest threshold, or, of a correction, its words anew.

    A step that settles none (a debate planned, a second answer) changes no duty.
    """
    if milestone is not None:
        Milestone.objects.filter(pk=milestone.pk).update(outcome=_words(step), document_url=_document(step))
        return
    duty = SETTLES.get(step.kind)  # type: ignore[call-overload]
    rows = step.petition.milestones.filter(state__in=OPEN_DUTIES, threshold__duty=duty)
    owed = rows.order_by("threshold__count").first() if duty else None
    if owed is None:
        return
    step.milestone = owed
    step.save(update_fields=["milestone"])
    MILESTONE.fire("fulfil", owed, by=by, outcome=_words(step), document_url=_document(step))


def expire_milestones() -> int:
    """Mark every duty whose day has passed as overdue; gives how many. The schedule calls it."""
    late = Milestone.objects.filter(state=MilestoneState.DUE, due_on__lt=clock.today())
    return len(MILESTONE.fire_many("expire", late, by=CLOCK))


def remind_of_milestones() -> int:
    """Remind each office of a duty some working days before its day, once; gives how many. The schedule calls it."""
    today = clock.today()
    rows = Milestone.objects.filter(state=MilestoneState.DUE, reminded_at__isnull=True, due_on__gte=today)
    days_off = days_off_after(today)
    return sum(_remind(row) for row in rows.select_related("threshold") if _is_near(row, days_off))


def _is_near(milestone: Milestone, days_off: Collection[date]) -> bool:
    days = milestone.threshold.remind_days
    return days > 0 and milestone.due_on <= clock.working_days_after(clock.today(), days, days_off)


def _remind(milestone: Milestone) -> int:
    with transaction.atomic():
        first = Milestone.objects.filter(pk=milestone.pk, state=MilestoneState.DUE, reminded_at__isnull=True)
        if not first.update(reminded_at=clock.now()):
            return 0  # another worker was first
        events.record("milestone.remind", milestone, actor=CLOCK, public=False)
    return 1


def _write_its_step(milestone: Milestone) -> None:
    """Put what the desk said about a duty on the petition's way, as the step that such a duty asks for."""
    kind = STEP_OF[milestone.threshold.duty]  # type: ignore[index]
    PetitionStep.objects.create(
        petition=milestone.petition, milestone=milestone, kind=kind, on=clock.today(), words=milestone.outcome,
        to_whom=milestone.owner, document_url=milestone.document_url, recorded_at=clock.now(),
    )  # fmt: skip


def _words(step: PetitionStep) -> dict[str, str]:
    return dict(step.words) or dict(step.to_whom) or {step.petition.language: str(step.get_kind_display())}


def _document(step: PetitionStep) -> str:
    address = step.document_url or step.transcript_url or step.minute_url
    full = settings.SITE_URL + address if address.startswith("/") else address
    return full if len(full) <= ADDRESS_LENGTH else ""
