"""The mails of what the desk does: the clock of a petition, a merge and its question, another petitioner."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django_tasks import task

from core.events.models import Event
from core.jobs.enqueuing import enqueue
from core.mail.queue import queue_mail
from core.moderation.links import address
from core.verification.mailing import mail_proof
from core.verification.models import Challenge
from core.web.times import in_house_zone
from petitions.actions.handing_over import handover_of
from petitions.actions.merging import ask_key, end_asking, may_ask, open_asks, signers_to_ask
from petitions.models import MergeAsk, Petition, PetitionMerge
from petitions.rules import is_public
from petitions.states import PetitionState


def tell_petitioner_why(event: Event) -> None:
    """Tell the petitioner that the clock of the petition stopped, goes on or ended, with the clerk's reason.

    One whose address was never proven is told nothing.
    """
    petition = Petition.objects.select_related("petitioner").get(public_id=event.subject_id)
    if petition.petitioner is None or event.from_state == PetitionState.DRAFT:
        return
    language = petition.petitioner.language
    queue_mail(
        "petitions/tell_petitioner_why", petition.petitioner.email, language=language, dedupe=f"event {event.pk}",
        petition=petition, state=event.verb.rpartition(".")[2], reason=event.reason, link=_page(petition, language),
        closes_at=petition.closes_at,
    )  # fmt: skip


def tell_petitioners_of_merge(event: Event) -> None:
    """Tell both petitioners that the signers of the one are asked whether they join the other."""
    merge = PetitionMerge.objects.select_related("source__petitioner", "target__petitioner").get(
        source__public_id=event.subject_id
    )
    for petition in (merge.source, merge.target):
        if petition.petitioner is None:
            continue
        language = petition.petitioner.language
        queue_mail(
            "petitions/tell_petitioner_of_merge", petition.petitioner.email, language=language,
            dedupe=f"event {event.pk} {petition.pk}", petition=merge.source, other=merge.target, reason=event.reason,
            until=in_house_zone(merge.until).date().isoformat(), link=_page(merge.target, language),
        )  # fmt: skip


def ask_signers_later(event: Event) -> None:
    """Have the signers of a merged petition asked by a job."""
    merge = PetitionMerge.objects.get(source__public_id=event.subject_id)
    enqueue(ask_signers, merge.pk, dedupe=f"merge {merge.pk}")


@task(in_transaction=False)
def ask_signers(merge_id: int) -> int:
    """Ask every signer once, a batch in each transaction; gives how many. A worker that dies goes on where it was.

    Nobody is asked any more once no answer would count.
    """
    asked = 0
    while True:
        with transaction.atomic():
            rows = PetitionMerge.objects.select_for_update(of=("self",)).select_related("source", "target__kind")
            merge = rows.get(pk=merge_id)
            signers = signers_to_ask(merge) if may_ask(merge) else []
            if not signers:
                end_asking(merge)
                return asked
            for ask in open_asks(merge, signers):
                _ask_signer(merge, ask)
                asked += 1


def _ask_signer(merge: PetitionMerge, ask: MergeAsk) -> None:
    signature = ask.signature
    queue_mail(
        "petitions/ask_signer_to_join", signature.personal.email, language=signature.language,
        dedupe=f"merge {ask.pk}", petition=merge.source, other=merge.target, name=signature.personal.name,
        until=in_house_zone(merge.until).date().isoformat(),
        link=address("petitions:signature_join", signature.language, ask_key(ask)),
    )  # fmt: skip


def ask_new_petitioner(event: Event) -> None:
    """Mail the link by which somebody takes a petition over."""
    handover = handover_of(event.data["handover"])
    challenge = Challenge.objects.get(public_id=event.data["challenge"])
    mail_proof(
        challenge, "petitions/ask_new_petitioner", handover.participant.email, language=challenge.language,
        dedupe=f"event {event.pk}", petition=handover.petition, name=handover.name,
        words=lambda proof: {
            "link": address("petitions:petition_take_over", challenge.language, proof.token),
        },
    )  # fmt: skip


def _page(petition: Petition, language: str) -> str:
    if not is_public(petition):
        return ""
    with translation.override(language):
        return settings.SITE_URL + reverse("petitions:petition_detail", args=[petition.number])
