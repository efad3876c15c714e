"""What follows from what: one ordered table from event to functions."""

from __future__ import annotations

from core.events.models import Event
from core.events.subscribers import Subscriber
from core.search.indexing import follow, index_now
from petitions import emails
from petitions.actions.starting import submit_petition
from petitions.counting import fold
from petitions.models import Milestone, Signature


def fold_count(event: Event) -> None:
    """Bring the shown count up to date."""
    fold(Signature.objects.values_list("petition_id", flat=True).get(public_id=event.subject_id))


def submit_when_supported(event: Event) -> None:
    """Hand a petition on once its last supporter has confirmed."""
    submit_petition(Signature.objects.select_related("petition__kind").get(public_id=event.subject_id).petition)


def index_petition_of_milestone(event: Event) -> None:
    """Index the petition again: its milestone is part of its document."""
    petition = Milestone.objects.select_related("petition").get(public_id=event.subject_id).petition
    index_now("petition", petition.public_id, event.pk)


_index = follow("petition")

SUBSCRIBERS: dict[str, list[Subscriber]] = {
    "petition.start": [emails.ask_to_confirm_petition],
    "petition.ask_again": [emails.ask_to_confirm_petition],
    "petition.prove": [emails.tell_petitioner],
    "petition.submit": [emails.tell_petitioner],
    "petition.publish": [_index, emails.tell_petitioner],
    "petition.reject": [_index, emails.tell_petitioner],
    "petition.close": [_index, emails.tell_petitioner],
    "petition.withdraw": [_index, emails.tell_petitioner],
    "petition.hide": [_index, emails.tell_petitioner],
    "petition.pause": [_index],
    "petition.restore": [_index],
    "petition.reconsider": [_index],
    "petition.resume": [_index],
    "petition.import": [_index],
    "petition.erase_person": [_index],
    "petition.reopen": [_index],
    "signature.sign": [emails.ask_to_confirm_signature],
    "signature.ask_again": [emails.ask_to_confirm_signature],
    "signature.sign_again": [emails.tell_already_signed],
    "signature.confirm": [fold_count, submit_when_supported, emails.tell_signature_counted],
    "signature.release": [fold_count],
    "signature.invalidate": [fold_count],
    "signature.withdraw": [fold_count],
    "milestone.reach": [index_petition_of_milestone, emails.tell_petitioner_of_milestone],
    "milestone.fulfil": [index_petition_of_milestone, emails.tell_petitioner_of_milestone],
}
