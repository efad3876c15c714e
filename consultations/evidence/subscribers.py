"""What follows from what: one ordered table from event to functions."""

from __future__ import annotations

from consultations.evidence import emails
from consultations.evidence.actions import ask_for_link_of
from consultations.evidence.models import PublishedCopy
from core.events.models import Event
from core.events.subscribers import Subscriber
from core.search.indexing import follow, index_now


def index_published(event: Event) -> None:
    """Index the public copy of a submission: the private record itself never has a document."""
    copy = PublishedCopy.objects.filter(submission__public_id=event.subject_id).first()
    if copy is not None:
        index_now("submission", copy.public_id, event.pk)


def ask_for_links_found(event: Event) -> None:
    """Ask for a link for each submission that the address of a call's visitor belongs to."""
    ask_for_link_of(event.data["submissions"])


_index_call = follow("call")

SUBSCRIBERS: dict[str, list[Subscriber]] = {
    "call.open": [_index_call],
    "call.close": [_index_call],
    "call.ask_for_link": [ask_for_links_found],
    "submission.start": [emails.send_return_link],
    "submission.ask_for_link": [emails.send_return_link],
    "submission.ask_to_confirm": [emails.ask_to_confirm_submission],
    "submission.hand_in": [emails.ask_to_confirm_submission],
    "submission.ask_again": [emails.ask_to_confirm_submission],
    "submission.submit": [emails.acknowledge_submission],
    "submission.accept": [emails.tell_decision],
    "submission.publish": [index_published, emails.tell_decision],
    "submission.take_down": [index_published, emails.tell_decision],
    "submission.restore": [index_published, emails.tell_decision],
    "submission.import": [index_published],
    "submission.erase_person": [index_published],
    "submission.keep_confidential": [emails.tell_decision],
    "submission.return": [emails.tell_decision],
}
