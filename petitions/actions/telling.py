"""Telling signers what Parliament did: once a day, all that is new of a petition in one message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from core.institution.facts import codes
from core.mail import texts
from core.mail.kinds import kind_of
from core.web.times import when
from petitions.actions.mailings import SUBJECT_LENGTH, start_automatic
from petitions.letters import KIND
from petitions.models import Petition, PetitionStep, SignerMailing
from petitions.selectors import seen_by_all


def tell_signers() -> int:
    """Start one message for each petition with steps nobody was told of; gives how many. The schedule calls it.

    A step that was corrected meanwhile is told in its corrected form. A kind of step is told once for a petition: of a
    second answer a clerk writes by hand, if it is worth it.
    """
    rows = PetitionStep.objects.filter(seen_by_all("petition__"), mailing__isnull=True, corrected_by__isnull=True)
    keys = sorted(set(rows.values_list("petition_id", flat=True)))
    return sum(_tell(key) is not None for key in keys)


def _tell(petition_id: int) -> SignerMailing | None:
    with transaction.atomic():
        petition = Petition.objects.select_for_update(no_key=True).get(pk=petition_id)
        told = dict(petition.steps.filter(mailing__isnull=False).values_list("kind", "mailing"))
        fresh = list(petition.steps.filter(mailing__isnull=True, corrected_by__isnull=True).select_related("committee"))
        for step in fresh:
            if step.kind in told:
                PetitionStep.objects.filter(pk=step.pk).update(mailing=told[step.kind])
        new = [step for step in fresh if step.kind not in told]
        if not new:
            return None
        words = {code: _letter(petition, new, code) for code in codes()}
        mailing = start_automatic(
            petition, {code: subject[:SUBJECT_LENGTH] for code, (subject, _body) in words.items()},
            {code: body for code, (_subject, body) in words.items()},
        )  # fmt: skip
        PetitionStep.objects.filter(pk__in=[step.pk for step in new]).update(mailing=mailing)
    return mailing


def _letter(petition: Petition, steps: Sequence[PetitionStep], language: str) -> tuple[str, str]:
    """Give subject and body in one language, from staff's own text or the shipped one."""
    with translation.override(language):
        context = {
            "petition": petition.words(language), "steps": _told(steps, language),
            "link": settings.SITE_URL + reverse("petitions:petition_detail", args=[petition.number]),
        }  # fmt: skip
        return texts.words_for_all(kind_of(KIND, context), language, context)


def _told(steps: Sequence[PetitionStep], language: str) -> str:
    """Give what happened, a paragraph a step: day, kind, to whom, words, document."""
    return "\n\n".join(_paragraph(step, language) for step in steps)


def _paragraph(step: PetitionStep, language: str) -> str:
    head: list[Any] = [f"{when(step.on, 'date')}: {step.get_kind_display()}"]
    whom = str(step.to_whom) or str(step.committee or "")
    lines = [*head, whom, str(step.words), _full(step.document_url)]
    return "\n".join(str(line) for line in lines if line)


def _full(address: str) -> str:
    return settings.SITE_URL + address if address.startswith("/") else address
