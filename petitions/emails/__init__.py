"""The mails of petitions: one function a mail."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from core.events.models import Event
from core.mail.queue import queue_mail
from core.moderation.links import appeal_link
from core.verification.actions import Secrets
from core.verification.mailing import mail_proof
from core.verification.models import Challenge
from petitions.actions.starting import manage_digest, manage_key
from petitions.models import Milestone, Petition
from petitions.rules import is_public
from petitions.states import MODERATED, PetitionState


def ask_to_confirm_petition(event: Event) -> None:
    """Mail the code and the link that prove a petitioner's address."""
    petition = Petition.objects.select_related("petitioner").filter(public_id=event.subject_id).first()
    if petition is None or petition.petitioner is None or "challenge" not in event.data:
        return  # it was sent again with other words, its petitioner was forgotten, or it was brought in by an import
    challenge = Challenge.objects.get(public_id=event.data["challenge"])
    mail_proof(
        challenge, "petitions/ask_to_confirm_petition", petition.petitioner.email, language=challenge.language,
        dedupe=f"event {event.pk}", words=_proof("petitions:petition_confirm_link", challenge), petition=petition,
    )  # fmt: skip


def tell_petitioner(event: Event) -> None:
    """Tell the petitioner that the petition moved: proven, sent to the moderators, published, rejected, closed."""
    rows = Petition.objects.select_related("petitioner", "rejection_reason", "kind")
    petition = rows.get(public_id=event.subject_id)
    if petition.petitioner is None or _goes_straight_on(event, petition):
        return
    language = petition.petitioner.language
    queue_mail(
        "petitions/tell_petitioner", petition.petitioner.email, language=language, dedupe=f"event {event.pk}",
        petition=petition, state=event.to_state, state_words=PetitionState(event.to_state).label,
        link=_petition_link(petition, language) if is_public(petition) else "",
        status_link=_status_link(petition, language), reason=event.reason,
        appeal_link=appeal_link(event, language) if event.verb in MODERATED else "",
    )  # fmt: skip


def _goes_straight_on(event: Event, petition: Petition) -> bool:
    """Tell whether the next mail follows at once: a petition that needs no supporters goes to the moderators."""
    return event.to_state == PetitionState.GATHERING_SUPPORTERS and not petition.kind.supporters_needed


def tell_petitioner_of_milestone(event: Event) -> None:
    """Tell the petitioner that a threshold is reached, or what was done about it."""
    milestone = Milestone.objects.select_related("petition__petitioner", "threshold").get(public_id=event.subject_id)
    petition = milestone.petition
    if petition.petitioner is None:
        return
    language = petition.petitioner.language
    queue_mail(
        "petitions/tell_petitioner_of_milestone", petition.petitioner.email, language=language,
        dedupe=f"event {event.pk}", petition=petition, milestone=milestone, link=_petition_link(petition, language),
        day=milestone.due_on.isoformat(),
    )  # fmt: skip


def _petition_link(petition: Petition, language: str) -> str:
    return _address("petitions:petition_detail", language, petition.number) if petition.number else ""


def _status_link(petition: Petition, language: str) -> str:
    key = manage_key(petition)
    is_known = petition.manage_hash == manage_digest(key)
    return _address("petitions:petition_status", language, key) if is_known else ""


def _proof(name: str, challenge: Challenge) -> Callable[[Secrets], dict[str, str]]:
    return lambda proof: {"code": proof.code, "link": _address(name, challenge.language, proof.token)}


def _address(name: str, language: str, *args: object) -> str:
    with translation.override(language):
        return settings.SITE_URL + reverse(name, args=args)
