"""The mails to who starts a petition: the way back to a draft, what a clerk asks, what was corrected."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation

from core.events.models import Event
from core.mail.queue import queue_mail
from core.verification.models import Challenge
from petitions.actions.drafting import add_draft_link
from petitions.actions.starting import manage_key
from petitions.models import Petition, PetitionDraft


def send_draft_link(event: Event) -> None:
    """Mail the link that leads back to a draft, on any device; it also proves the address."""
    draft = _locked_drafts([str(event.subject_id)]).first()
    if draft is None or not draft.email:
        return  # it was deleted, or sent, meanwhile
    queue_mail(
        "petitions/send_draft_link", draft.email, language=draft.language, dedupe=f"event {event.pk}",
        draft=draft, link=_draft_link(draft, draft.language),
    )  # fmt: skip


def send_petition_links(event: Event) -> None:
    """Mail the ways to all that an address has begun or started; nothing goes out where that is nothing."""
    petitions = list(
        Petition.objects.filter(public_id__in=event.data["petitions"], petitioner__isnull=False)
        .select_related("petitioner").order_by("-created_at")
    )  # fmt: skip
    drafts = list(_locked_drafts(event.data["drafts"]).exclude(email=""))
    if not petitions and not drafts:
        return
    to = petitions[0].petitioner.email if petitions and petitions[0].petitioner else drafts[0].email
    language = Challenge.objects.get(public_id=event.subject_id).language
    rows = [{"title": row.action, "link": status_link(row, language)} for row in petitions]
    rows += [{"title": row.action, "link": _draft_link(row, language)} for row in drafts]
    queue_mail("petitions/send_petition_links", to, language=language, dedupe=f"event {event.pk}", rows=rows)


def ask_petitioner(event: Event) -> None:
    """Ask the petitioner for another text, or for a yes to another title, in the clerk's words."""
    _tell("petitions/ask_petitioner", event, words=event.reason)


def tell_petitioner_lapsed(event: Event) -> None:
    """Tell the petitioner that not enough supporters were found in time; the text can be used again."""
    _tell("petitions/tell_petitioner_lapsed", event)


def tell_petitioner_corrected(event: Event) -> None:
    """Tell the petitioner what a clerk corrected in the public text."""
    _tell("petitions/tell_petitioner_corrected", event, note=event.reason)


def status_link(petition: Petition, language: str) -> str:
    """Give the address of the petitioner's own page, for a mail to the petitioner alone."""
    return _address("petitions:petition_status", language, manage_key(petition))


def _tell(kind: str, event: Event, **facts: Any) -> None:
    petition = Petition.objects.select_related("petitioner", "kind").get(public_id=event.subject_id)
    if petition.petitioner is None:
        return
    language = petition.petitioner.language
    queue_mail(
        kind, petition.petitioner.email, language=language, dedupe=f"event {event.pk}", petition=petition,
        status_link=status_link(petition, language), **facts,
    )  # fmt: skip


def _locked_drafts(public_ids: list[str]) -> QuerySet[PetitionDraft]:
    """Hold drafts while a link that proves their address is made: whoever types another one meanwhile waits."""
    return PetitionDraft.objects.select_for_update().filter(public_id__in=public_ids).order_by("pk")


def _draft_link(draft: PetitionDraft, language: str) -> str:
    return _address("petitions:draft", language, add_draft_link(draft, is_mailed=True))


def _address(name: str, language: str, *args: object) -> str:
    with translation.override(language):
        return settings.SITE_URL + reverse(name, args=args)
