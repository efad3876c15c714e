"""What hearings hold about people: who asks what, and who supports a question."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consultations.hearings.actions.supporting import OVER, Vote, set_supports
from consultations.hearings.models import Hearing, Question, Support
from consultations.hearings.numbering import lock, number
from consultations.hearings.passes import voter_purpose
from consultations.hearings.states import ON_THE_LIST, PUBLIC_QUESTIONS, Display, QuestionState
from core import clock, crypto, events
from core.actors import CLOCK, participant
from core.privacy.person import Person
from core.privacy.registry import Holding, Kept, Retention
from core.privacy.settling import (
    A_YEAR,
    GONE,
    PUBLIC_RECORD,
    UNCONFIRMED,
    UNCONFIRMED_WORDS,
    Rows,
    deletes,
    gone_key,
    still_provable,
)

WORDS = ("hearings.Question.text", "hearings.QuestionTranslation.text")
NOT_TAKEN = (QuestionState.PENDING, QuestionState.REJECTED, QuestionState.MERGED, QuestionState.WITHDRAWN)
AT_ONCE = 500


def _questions(person: Person) -> Rows:
    return Question.objects.filter(asker__in=person.participants)


def _export(row: Question) -> Mapping[str, Any]:
    return {
        "hearing": str(row.hearing), "state": row.state, "text": row.text, "name": row.asker_name,
        "shown_as": row.display, "place": row.place, "asked": row.asked_at, "notice": row.notice_version,
    }  # fmt: skip


def _erase(person: Person, rows: Rows) -> int:
    """Delete what was never on the list; of what was, take the asker out and leave the words, without contact data."""
    found = list(rows)
    for question in found:
        if question.published_at is None:
            Question.objects.filter(pk=question.pk).delete()
        else:
            blank_question(question, person)
    return len(found)


def blank_question(question: Question, person: Person | None = None) -> None:
    """Take the asker out of a question; whoever watches sees it at once."""
    with transaction.atomic():
        hearing = lock(question.hearing_id)
        changes: dict[str, Any] = {"asker": None, "asker_name": "", "display": Display.PUBLIC, "place": ""}
        if person is not None:
            changes["text"] = person.redacted(question.text, question.asker_name)
            for row in question.translations.all():
                row.text = person.redacted(row.text, question.asker_name)
                row.save(update_fields=["text"])
        Question.objects.filter(pk=question.pk).update(version=F("version") + 1, **changes)
        number(
            hearing,
            lambda data: events.record("question.erase_person", question, actor=CLOCK, public=False, data=data),
            is_public=question.state in PUBLIC_QUESTIONS,
        )


def unconfirmed(now: datetime) -> Rows:
    """Give questions whose asker never proved the address."""
    rows = Question.objects.filter(state=QuestionState.UNCONFIRMED, asked_at__lt=now - UNCONFIRMED)
    return rows.exclude(public_id__in=still_provable(now))


def _over(before: datetime, hearing: str) -> Q:
    """Match what belongs to a hearing that was over before a moment; one that nobody ended, by its planned end."""
    ended = Q(**{f"{hearing}__ended_at__lt": before})
    return ended | Q(**{f"{hearing}__ended_at": None, f"{hearing}__ends_at__lt": before})


def not_taken(now: datetime) -> Rows:
    """Give questions that were not taken, a year after their hearing."""
    return Question.objects.filter(_over(now - A_YEAR, "hearing"), state__in=NOT_TAKEN)


def long_asked(now: datetime) -> Rows:
    """Give questions of the public record whose asker is still known, a year after their hearing.

    Whoever was promised an answer in writing is told when it comes.
    """
    rows = Question.objects.filter(_over(now - A_YEAR, "hearing")).exclude(asker=None)
    return rows.exclude(state__in=(*NOT_TAKEN, QuestionState.UNCONFIRMED, QuestionState.DEFERRED))


def _forget_askers(keys: list[Any]) -> int:
    """Leave of the askers what the public sees of them; gives how many questions."""
    rows = list(long_asked(clock.now()).filter(pk__in=keys))
    for question in rows:
        question.asker_name, question.asker = question.public_name, None
    Question.objects.bulk_update(rows, ["asker_name", "asker"], batch_size=AT_ONCE)
    return len(rows)


def _supports(person: Person) -> Rows:
    """Find by the digest, which is another one in each hearing."""
    keys: list[int] = []
    hearings = list(Hearing.objects.order_by("pk").values_list("public_id", flat=True))
    ids = [str(row.public_id) for row in person.participants]
    wanted = [key for uuid in hearings for one in ids for key in crypto.blind_indexes(one, voter_purpose(uuid))]
    for start in range(0, len(wanted), AT_ONCE):
        part = wanted[start : start + AT_ONCE]
        keys += Support.objects.filter(voter_key__in=part).values_list("pk", flat=True)
    return Support.objects.filter(pk__in=keys)


def _erase_supports(person: Person, rows: Rows) -> int:
    """Take support back where the hearing still runs, so that nobody counts twice; then forget who it was."""
    found = list(rows.select_related("question__hearing"))
    for support in found:
        question = support.question
        if support.value and question.state in ON_THE_LIST and question.hearing.state not in OVER:
            votes = [Vote(question.public_id, participant(one.public_id), value=False) for one in person.participants]
            set_supports(question.hearing, votes, by=CLOCK)
    return forget_voters([row.pk for row in found])


def forget_voters(keys: list[Any]) -> int:
    """Take the digest of who supported out of rows; the counts stay."""
    rows = list(Support.objects.filter(pk__in=keys).only("pk"))
    for row in rows:
        row.voter_key = gone_key()
    Support.objects.bulk_update(rows, ["voter_key"], batch_size=AT_ONCE)
    return len(rows)


def old_supports(now: datetime) -> Rows:
    """Give support, with its digest, a year after the hearing."""
    rows = Support.objects.filter(_over(now - A_YEAR, "question__hearing"))
    return rows.exclude(voter_key__startswith=f"{GONE}:")


def _forget_old(keys: list[Any]) -> int:
    return forget_voters(list(old_supports(clock.now()).filter(pk__in=keys).values_list("pk", flat=True)))


HOLDINGS = (
    Holding(
        "hearings.questions", _("Your questions at hearings"),
        ("hearings.Question.asker_name", "hearings.Question.place", *WORDS), _questions, _export, _erase,
        keeps=(Kept(WORDS, PUBLIC_RECORD),),
        retention=(
            Retention("unconfirmed", UNCONFIRMED_WORDS, unconfirmed, deletes(unconfirmed)),
            Retention("not_taken", _("Questions that were not taken are deleted a year after the hearing."),
                      not_taken, deletes(not_taken)),
            Retention("askers", _(
                "Who asked a question is forgotten a year after the hearing. The question stays, under the name that "
                "you chose to show."
            ), long_asked, _forget_askers),
        ),
    ),
    Holding(
        "hearings.supports", _("Your support for questions"), ("hearings.Support.voter_key",), _supports,
        lambda row: {"question": row.question.text, "value": row.value, "at": row.changed_at}, _erase_supports,
        retention=(
            Retention("old", _("That you supported a question is deleted a year after the hearing. The count stays."),
                      old_supports, _forget_old),
        ),
    ),
)  # fmt: skip
EXCEPTIONS = {
    "hearings.Question.reason_details": "a clerk's public words",
    "hearings.Question.answer": "a witness's public answer",
    "hearings.Question.answered_by": "a witness's public name",
    "hearings.Hearing.slug": "the address of a public page",
    "hearings.Broadcast.url": "an address of a broadcast",
    "hearings.Witness": "people whom the committee hears in public",
}
