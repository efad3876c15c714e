"""The mails about what Parliament owes and does: to the office that owes it, and to the petitioner."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from core.events.models import Event
from core.institution.facts import default_language
from core.mail.queue import queue_mail
from core.web.times import days_until, when
from petitions.models import Milestone, PetitionStep
from petitions.rules import is_public


def remind_office(event: Event) -> None:
    """Remind the office of a duty: some days before its day, and once more when the day has passed."""
    rows = Milestone.objects.select_related("petition", "office", "threshold__office")
    milestone = rows.get(public_id=event.subject_id)
    office = milestone.duty_office
    if office is None or not office.mailbox or milestone.done_at:
        return
    language = default_language()
    with translation.override(language):
        words: dict[str, Any] = {
            "petition": milestone.petition.words(language), "milestone": milestone, "office": office,
            "duty": milestone.threshold.get_duty_display(), "day": when(milestone.due_on, "date"),
            "is_overdue": days_until(milestone.due_on) < 0, "count": milestone.threshold.count,
            "link": settings.SITE_URL + reverse("backoffice_item", args=["milestones", milestone.pk]),
        }  # fmt: skip
    queue_mail(
        "petitions/remind_office", office.mailbox, language=language, dedupe=f"event {event.pk}",
        state="overdue" if words["is_overdue"] else "near", **words,
    )  # fmt: skip


def tell_petitioner_of_step(event: Event) -> None:
    """Tell the petitioner of a step that settles no duty: of one that does, the mail about the duty tells."""
    rows = PetitionStep.objects.select_related("petition__petitioner", "committee")
    step = rows.filter(public_id=event.data["step"]).first()
    person = step.petition.petitioner if step else None
    if step is None or person is None or step.milestone_id or not is_public(step.petition):
        return
    language = person.language
    with translation.override(language):
        link = settings.SITE_URL + reverse("petitions:petition_detail", args=[step.petition.number])
        facts: dict[str, Any] = {
            "petition": step.petition.words(language), "step": step, "what": str(step.get_kind_display()),
            "day": when(step.on, "date"), "whom": str(step.to_whom) or str(step.committee or ""), "link": link,
        }  # fmt: skip
    queue_mail(
        "petitions/tell_petitioner_of_step", person.email, language=language, dedupe=f"event {event.pk}", **facts
    )
