"""What follows from what: one ordered table from event to functions."""

from __future__ import annotations

from core.events.models import Event
from core.events.subscribers import Subscriber, together
from core.jobs.enqueuing import enqueue
from core.search.indexing import follow, index_now
from core.shapes import Shape
from petitions import emails
from petitions.actions.starting import submit_petition
from petitions.counting import fold
from petitions.counting.checkpoints import checkpoint_now
from petitions.emails import crowds, defence, desk, presentation, signers, starters
from petitions.models import Milestone, Petition, Signature
from petitions.states import PetitionState
from petitions.stepping import STEP_EVENTS
from petitions.tasks import run_invalidation


@together
def fold_count(events: list[Event]) -> None:
    """Bring the shown counts up to date: each petition's once for a whole set."""
    for petition_id in sorted(_petitions_of(events)):
        fold(petition_id)


@together
def fold_behind_a_crowd(events: list[Event]) -> None:
    """Fold what is confirmed already: behind a crowd that signs, confirmations wait long for their own turn."""
    if len(events) > 1:
        for petition_id in sorted(_petitions_of(events)):
            fold(petition_id)


def _petitions_of(events: list[Event]) -> set[int]:
    return {row[0] for row in _petitions.rows([event.subject_id for event in events])}


_petitions = Shape(
    lambda ids: Signature.objects.filter(public_id__among=ids).order_by().values_list("petition_id").distinct()
)


def seal_count(event: Event) -> None:
    """Sign the count as it stands at the end."""
    petition_id = Petition.objects.values_list("pk", flat=True).get(public_id=event.subject_id)
    fold(petition_id)
    checkpoint_now(petition_id, "close")


@together
def submit_when_supported(events: list[Event]) -> None:
    """Hand petitions on once their last supporter has confirmed."""
    rows = Petition.objects.filter(pk__in=_petitions_of(events), state=PetitionState.GATHERING_SUPPORTERS)
    for petition in rows.select_related("kind").order_by("pk"):
        submit_petition(petition)


def index_petition_of_milestone(event: Event) -> None:
    """Index the petition again: its milestone is part of its document."""
    petition = Milestone.objects.select_related("petition").get(public_id=event.subject_id).petition
    index_now("petition", petition.public_id, event.pk)


def run_invalidation_soon(event: Event) -> None:
    """Have the job of an invalidation run."""
    enqueue(run_invalidation, str(event.subject_id))


_index = follow("petition")

SUBSCRIBERS: dict[str, list[Subscriber]] = {
    "petition.start": [emails.ask_to_confirm_petition],
    "petition.ask_again": [emails.ask_to_confirm_petition],
    "petition_draft.ask_for_link": [starters.send_draft_link],
    "petition.ask_for_links": [starters.send_petition_links],
    "petition.ask_changes": [starters.ask_petitioner],
    "petition.propose_title": [starters.ask_petitioner],
    "petition.change": [emails.tell_petitioner],
    "petition.accept_title": [emails.tell_petitioner],
    "petition.refuse_title": [emails.tell_petitioner],
    "petition.resubmit": [_index, emails.tell_petitioner],
    "petition.correct": [_index, starters.tell_petitioner_corrected],
    "petition.lapse": [starters.tell_petitioner_lapsed],
    "petition.prove": [emails.tell_petitioner],
    "petition.submit": [emails.tell_petitioner],
    "petition.publish": [_index, emails.tell_petitioner],
    "petition.reject": [_index, emails.tell_petitioner],
    "petition.close": [seal_count, _index, emails.tell_petitioner],
    "petition.withdraw": [seal_count, _index, emails.tell_petitioner],
    "petition.hide": [_index, emails.tell_petitioner],
    "petition.refuse": [_index, emails.tell_petitioner],
    "petition.remove": [_index, emails.tell_petitioner],
    "petition.pause": [_index, desk.tell_petitioner_why],
    "petition.resume": [_index, desk.tell_petitioner_why],
    "petition.carry_over": [_index, desk.tell_petitioner_why],
    "petition.end": [seal_count, _index, desk.tell_petitioner_why],
    "petition.stop": [desk.tell_petitioner_why],
    "petition.merge": [_index, desk.tell_petitioners_of_merge, desk.ask_signers_later],
    "petition.ask_new_petitioner": [desk.ask_new_petitioner],
    **{f"petition.{verb}": [_index] for verb in ("restore", "restore_closed", "restore_withdrawn")},
    "petition.reconsider": [_index],
    "petition.import": [_index],
    "petition.erase_person": [_index],
    "petition.reopen": [_index],
    "signature.sign": [crowds.ask_to_confirm_signatures, fold_behind_a_crowd],
    "signature.ask_again": [signers.ask_to_confirm_signature],
    "signature.sign_again": [signers.tell_already_signed],
    "signature.confirm": [fold_count, submit_when_supported, crowds.tell_signatures_counted_each],
    "signature.hold": [defence.tell_signature_held],
    "signature.release": [fold_count, submit_when_supported, defence.tell_signature_released],
    "signature.refuse": [defence.tell_signature_refused],
    "signature.invalidate": [fold_count],
    "signature.restore": [fold_count, submit_when_supported],
    "signature.give_way": [fold_count],
    "signature.accept": [fold_count, submit_when_supported],
    **{f"invalidation.{verb}": [run_invalidation_soon] for verb in ("start", "second", "resume", "undo")},
    "signature.merge": [fold_count],
    "signature.withdraw": [fold_count, signers.tell_signature_withdrawn],
    "signature.move": [fold_count],
    "signature.confirm_together": [signers.tell_signatures_counted],
    "petition.ask_for_signature": [signers.send_signature_links],
    "milestone.reach": [index_petition_of_milestone, emails.tell_petitioner_of_milestone],
    "milestone.fulfil": [index_petition_of_milestone, emails.tell_petitioner_of_milestone],
    "milestone.remind": [presentation.remind_office],
    "milestone.expire": [index_petition_of_milestone, presentation.remind_office],
    **{verb: [_index, presentation.tell_petitioner_of_step] for verb in STEP_EVENTS},
    "petition.record_outcomes": [_index],
}
