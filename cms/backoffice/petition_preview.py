"""The very mail that a decision sends, before it is sent: the decision is made, its mail read, all rolled back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from core import events
from core.actors import Actor
from core.events.models import Event
from core.mail.models import Mail
from petitions.models import Petition, PetitionProposal
from petitions.states import PetitionState
from petitions.subscribers import SUBSCRIBERS


@dataclass(frozen=True)
class Preview:
    """One mail as the petitioner would get it."""

    subject: str
    body: str
    language: str
    language_name: str


def preview_of(petition: Petition, decide: Callable[[], object], *, by: Actor) -> Preview | None:
    """Give the mail to the petitioner that a decision would send; None where it sends none.

    What waits for a second person sends its mail once that one confirms: the preview shows that mail. Nothing stays:
    neither row, nor number, nor mail. Errors of the decision pass through.
    """
    with transaction.atomic():
        try:
            last = Mail.objects.order_by("-id").values_list("id", flat=True).first() or 0
            result = decide()
            event = _as_confirmed(petition, result, by) if isinstance(result, PetitionProposal) else _newest(petition)
            for writing in filter(_writes_to_petitioner, SUBSCRIBERS.get(event.verb, [])):
                writing(event)
            mail = Mail.objects.filter(pk__gt=last).order_by("id").first()
            return _shown(mail) if mail else None
        finally:
            transaction.set_rollback(True)


def _writes_to_petitioner(subscriber: Callable[[Event], object]) -> bool:
    is_mail = subscriber.__module__.startswith("petitions.emails")
    return is_mail and subscriber.__name__.startswith(("tell_", "ask_petitioner"))


def _newest(petition: Petition) -> Event:
    return Event.objects.filter(subject_id=petition.public_id).order_by("-id")[0]


def _as_confirmed(petition: Petition, proposal: PetitionProposal, by: Actor) -> Event:
    """Write what a second person's yes would write; it is rolled back with the rest."""
    before = petition.state
    Petition.objects.filter(pk=petition.pk).update(state=PetitionState.HIDDEN)
    rule = proposal.facts.get("rule") or proposal.facts.get("reason_code", "")
    return events.record(
        f"petition.{proposal.verb}", petition, actor=by, from_state=before, to_state=PetitionState.HIDDEN,
        reason=proposal.reason, public=False, data={"rule": rule},
    )  # fmt: skip


def _shown(mail: Mail) -> Preview:
    name = dict(settings.LANGUAGES).get(mail.language, mail.language)
    return Preview(mail.subject, mail.body, mail.language, str(name))
