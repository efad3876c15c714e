"""Supporting a question: set to yes or no, never toggled; one statement for one person or for a crowd (decision 11)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from consultations.hearings import passes
from consultations.hearings.models import Hearing, Question, Support
from consultations.hearings.states import ON_THE_LIST, PUBLIC_HEARINGS, HearingState
from core import clock, events
from core.actors import Actor, participant
from core.errors import NotFound, WrongState
from core.verification import actions as verification
from core.verification.models import Challenge, Participant

PURPOSE = "hearing.join"
OVER = (HearingState.ENDED, HearingState.ANSWERING, HearingState.ARCHIVED, HearingState.CANCELLED)


@dataclass(frozen=True)
class Vote:
    """One person's wish about one question."""

    question: UUID
    voter: Actor
    value: bool = True


def set_supports(hearing: Hearing, votes: Sequence[Vote], *, by: Actor) -> dict[UUID, int]:
    """Set supports; gives the absolute count of each question named. Saying the same twice changes nothing.

    Raises WrongState where the hearing is over or a question is no longer on the list, NotFound for one that is not
    public. The last vote of a person for a question wins.
    """
    if hearing.state in OVER:
        raise WrongState(_("This hearing is over."))
    with transaction.atomic():
        questions = _lock_questions(hearing, {vote.question for vote in votes})
        wanted = _wanted(hearing, votes)
        changed = _write(questions, wanted)
        if changed:
            moved = [str(public_id) for public_id in questions if changed.get(public_id)]
            events.record("hearing.support", hearing, actor=by, public=False, data={"questions": moved})
        return {public_id: question.supports for public_id, question in questions.items()}


def join_hearing(hearing: Hearing, email: str, *, by: Actor, language: str) -> Challenge:
    """Ask to take part without a question of one's own: gives the challenge that proves the address."""
    if hearing.state not in PUBLIC_HEARINGS or hearing.state in OVER:
        raise WrongState(_("This hearing is over."))
    with transaction.atomic():
        person = verification.meet_participant(email, language=language, verified=False)
        challenge = verification.open_challenge(PURPOSE, person.public_id, language=language)
        data = {"challenge": str(challenge.public_id)}
        events.record("hearing.join", hearing, actor=by, public=False, data=data)
        return challenge


def confirm_supporter(redeem: Callable[[], Challenge]) -> Actor:
    """Redeem the challenge of somebody who joins; gives the participant."""
    with transaction.atomic():
        person = Participant.objects.filter(public_id=redeem().subject_id).first()
        if person is None:
            raise NotFound()
        return participant(verification.meet_participant(person.email).public_id)


def resend_join_code(hearing: Hearing, handle: UUID, *, by: Actor) -> None:
    """Ask for a new code; silent where one was mailed less than a minute ago."""
    challenge = verification.find_to_resend(PURPOSE, handle)
    if challenge is not None:
        events.record("hearing.join", hearing, actor=by, public=False, data={"challenge": str(handle)})


def _lock_questions(hearing: Hearing, ids: set[UUID]) -> dict[UUID, Question]:
    rows = Question.objects.select_for_update().filter(hearing=hearing, public_id__in=ids).order_by("id")
    found = {row.public_id: row for row in rows}
    if len(found) < len(ids):
        raise NotFound()
    if any(row.state not in ON_THE_LIST for row in found.values()):
        raise WrongState(_("This question does not take support any more."))
    return found


def _wanted(hearing: Hearing, votes: Sequence[Vote]) -> dict[tuple[UUID, str], bool]:
    """Give each vote under the key its voter stands under, or will: rows from before a rotation have an older one."""
    keys = {vote.voter.id: passes.voter_keys(hearing, vote.voter) for vote in votes}
    older = [key for _newest, *rest in keys.values() for key in rest]
    rows = Support.objects.filter(question__hearing=hearing, voter_key__in=older) if older else Support.objects.none()
    known = set(rows.values_list("question__public_id", "voter_key"))
    found: dict[tuple[UUID, str], bool] = {}
    for vote in votes:
        mine = keys[vote.voter.id]
        found[vote.question, next((key for key in mine if (vote.question, key) in known), mine[0])] = vote.value
    return found


def _write(questions: dict[UUID, Question], wanted: dict[tuple[UUID, str], bool]) -> dict[UUID, int]:
    """Write what differs from what stands, and count it; gives the change by question. The questions are locked."""
    keys = {voter for _question, voter in wanted}
    rows = Support.objects.filter(question__in=questions.values(), voter_key__in=keys)
    standing = {(row.question_id, row.voter_key): row.value for row in rows}
    fresh, change, now = [], dict.fromkeys(questions, 0), clock.now()
    touched: dict[UUID, int] = {}
    for (public_id, voter), value in wanted.items():
        question = questions[public_id]
        if standing.get((question.pk, voter), False) == value:
            continue
        fresh.append(Support(question=question, voter_key=voter, value=value, changed_at=now))
        change[public_id] += 1 if value else -1
        touched[public_id] = touched.get(public_id, 0) + 1
    Support.objects.bulk_create(
        fresh, batch_size=500, update_conflicts=True, unique_fields=["question", "voter_key"],
        update_fields=["value", "changed_at"],
    )  # fmt: skip
    for public_id, count in touched.items():
        question = questions[public_id]
        Question.objects.filter(pk=question.pk).update(
            supports=F("supports") + change[public_id], support_changes=F("support_changes") + count
        )
        question.supports += change[public_id]
    return touched
