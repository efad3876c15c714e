"""Asking: write, prove the address once a hearing, wait for the clerk; and withdraw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consultations.hearings.actions.moving import move_question
from consultations.hearings.models import Hearing, Question, Witness
from consultations.hearings.selectors import takes_questions
from consultations.hearings.states import Display, QuestionState, Source
from core import clock, events
from core.actors import Actor, participant
from core.errors import Invalid, NotFound, TooMany, WrongState
from core.privacy.notice import current_notice
from core.verification import actions as verification
from core.verification.models import Challenge, Participant

PURPOSE = "question.ask"
SHORTEST, NAME_LENGTH = 10, 120
PAUSE = timedelta(seconds=30)  # hearings.md section 5.2: one question in 30 seconds
UNPROVEN_AN_HOUR = 5


@dataclass(frozen=True)
class QuestionFacts:
    """What an asker gives: the question, how to be shown, and, without a pass, name and e-mail. `witness` is a key."""

    text: str
    display: str = Display.PUBLIC
    name: str = ""
    email: str = ""
    place: str = ""
    witness: str = ""
    language: str = "en"


def ask_question(hearing: Hearing, facts: QuestionFacts, *, by: Actor) -> tuple[Question, Challenge | None]:
    """Take a question. A participant (somebody with a pass) hands it in at once; else a challenge comes back.

    Raises WrongState where the hearing takes none now, Invalid with the field, TooMany with `retry_at`.
    """
    text = check_facts(hearing, facts, by)
    with transaction.atomic():
        asker = _asker(facts, by)
        if by.kind == "participant":
            _check_pace(
                hearing, asker
            )  # an unproven address is never held to it: the answer would tell that it is known
        question = _create(hearing, facts, text, asker)
        if by.kind == "participant":
            events.record("question.ask", question, actor=by, to_state=question.state, public=False)
            return move_question("confirm", question, by=by), None
        challenge = verification.open_challenge(PURPOSE, question.public_id, language=facts.language)
        # The same page whether a mail follows or not: nobody fills another person's mail box, nor learns of it.
        unproven = asker.questions.filter(
            state=QuestionState.UNCONFIRMED, asked_at__gt=clock.now() - timedelta(hours=1)
        )
        data = {"challenge": str(challenge.public_id)} if unproven.count() <= UNPROVEN_AN_HOUR else {}
        events.record("question.ask", question, actor=by, to_state=question.state, public=False, data=data)
        return question, challenge


def check_facts(hearing: Hearing, facts: QuestionFacts, by: Actor) -> str:
    """Check a question against the hearing's rules; gives its text. Raises WrongState, Invalid."""
    if not takes_questions(hearing):
        raise WrongState(_("This hearing does not take questions now."))
    text = " ".join(facts.text.split())
    wrong: dict[str, object] = {}
    if not SHORTEST <= len(text) <= hearing.question_limit:
        wrong["text"] = _("Write your question in %(least)d to %(most)d characters") % {
            "least": SHORTEST, "most": hearing.question_limit,
        }  # fmt: skip
    if facts.display not in Display.values:
        wrong["display"] = _("Choose how to be shown")
    if len(facts.name) > NAME_LENGTH:
        wrong["name"] = _("This text is too long.")
    if by.kind != "participant" and not facts.email:
        wrong["email"] = _("Enter an e-mail address in the form name@example.org")
    if wrong:
        raise Invalid(fields=wrong)
    return text


def confirm_question(redeem: Callable[[], Challenge]) -> tuple[Question, Actor]:
    """Redeem the asker's challenge and hand the question to the clerk; gives the question and its asker."""
    with transaction.atomic():
        challenge = redeem()
        question = Question.objects.select_related("asker", "hearing__chamber").get(public_id=challenge.subject_id)
        if question.asker is None:
            raise NotFound()
        asker = verification.meet_participant(question.asker.email)
        by = participant(asker.public_id)
        return move_question("confirm", question, by=by), by


def resend_question_code(handle: UUID, *, by: Actor) -> None:
    """Ask for a new code and link; silent where one was mailed less than a minute ago."""
    challenge = verification.find_to_resend(PURPOSE, handle)
    if challenge is None:
        return
    question = Question.objects.select_related("hearing__chamber").get(public_id=challenge.subject_id)
    events.record("question.ask_again", question, actor=by, public=False, data={"challenge": str(handle)})


def withdraw_question(question: Question, *, by: Actor) -> Question:
    """Withdraw one's own question. Raises Forbidden for anybody else."""
    return move_question("withdraw", question, by=by)


def enter_question(hearing: Hearing, facts: QuestionFacts, *, by: Actor) -> Question:
    """Bring in a question that came by post, by telephone or from a seed; it waits for the clerk like any other."""
    with transaction.atomic():
        question = _create(hearing, facts, " ".join(facts.text.split()), None, source=Source.CLERK)
        return move_question("confirm", question, by=by)


def _asker(facts: QuestionFacts, by: Actor) -> Participant:
    if by.kind == "participant":
        # Locked, so that two questions at once do not both find that none came before.
        asker = Participant.objects.select_for_update().filter(public_id=by.id).first()
        if asker is None:
            raise NotFound()
        return asker
    return verification.meet_participant(facts.email, name=facts.name, language=facts.language, verified=False)


def _check_pace(hearing: Hearing, asker: Participant) -> None:
    """Raise TooMany for a second question within the pause."""
    handed_in = asker.questions.filter(hearing=hearing, pending_at__gt=clock.now() - PAUSE)
    last = handed_in.order_by("-pending_at").values_list("pending_at", flat=True).first()
    if last is not None:
        raise TooMany(_("One question in 30 seconds. Please wait a little."), retry_at=last + PAUSE)


def _create(
    hearing: Hearing, facts: QuestionFacts, text: str, asker: Participant | None, source: str = Source.WEB
) -> Question:
    return Question.objects.create(
        hearing=hearing, asker=asker, asker_name=facts.name.strip() or (asker.name if asker else ""),
        display=facts.display, place=facts.place.strip(), text=text, language=facts.language, source=source,
        witness=Witness.objects.filter(hearing=hearing, key=facts.witness).first() if facts.witness else None,
        asked_at=clock.now(), notice_version=current_notice(),
    )  # fmt: skip
