"""The life cycles of hearing and question: the only writers of their states."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.hearings.models import Hearing, Question
from consultations.hearings.rules import has_proven_the_address, is_asker, is_hearings_clerk, is_question_moderator
from consultations.hearings.states import ASKED, ON_THE_LIST, RUNNING, HearingState, Reason
from consultations.hearings.states import QuestionState as Q
from core import clock
from core.actors import an_import
from core.errors import Invalid, WrongState
from core.lifecycle import Changes, Lifecycle, move

H = HearingState


def announce_now(hearing: Hearing) -> Changes:
    """Keep the moment of the announcement."""
    return {"announced_at": clock.now()}


def open_now(hearing: Hearing) -> Changes:
    """Keep the moment from which questions are taken."""
    return {"questions_open_at": clock.now()}


def start_now(hearing: Hearing) -> Changes:
    """Keep the moment of going live."""
    return {"started_at": clock.now(), "questions_open_at": hearing.questions_open_at or clock.now()}


def end_now(hearing: Hearing) -> Changes:
    """Keep the moment of the end."""
    return {"ended_at": clock.now()}


def nobody_is_on_air(hearing: Hearing) -> None:
    """Guard: raises WrongState while a question is being asked."""
    if hearing.questions.filter(state=Q.ON_AIR).exists():
        raise WrongState(_("A question is being asked. Mark it as answered first."))


def the_hearing_runs(question: Question) -> None:
    """Guard: raises WrongState unless the hearing is live."""
    if question.hearing.state not in RUNNING:
        raise WrongState(_("The hearing is not live."))


def next_version(question: Question, **facts: Any) -> Changes:
    """Count the change: a page keeps the newest version of a question that it has seen."""
    # Under the hearing's row lock no rival changes the version between this read and the UPDATE.
    return {"version": question.version + 1, **facts}


def hand_in(question: Question) -> Changes:
    """Keep the moment from which the clerk's clock runs."""
    return next_version(question, pending_at=clock.now())


def publish_now(question: Question) -> Changes:
    """Keep the moment of publication."""
    return next_version(question, published_at=clock.now())


def keep_reason(question: Question, *, code: str, words: str = "") -> Changes:
    """Keep why a question is not taken. Raises Invalid for an unknown reason."""
    if code not in Reason.values:
        raise Invalid(fields={"reason_code": _("Choose why the question is not taken.")})
    return next_version(question, reason=code, reason_details=words.strip())


def take_off(question: Question, *, words: str = "") -> Changes:
    """Keep why a question is no longer shown. Raises Invalid without words."""
    if not words.strip():
        raise Invalid(fields={"reason": _("Say why, in words that everybody may read")})
    return next_version(question, reason_details=words.strip())


def show_again(question: Question) -> Changes:
    """Put a question on the list again; the reason goes."""
    return next_version(question, published_at=question.published_at or clock.now(), reason="", reason_details="")


def begin_now(question: Question) -> Changes:
    """Keep the moment when the question is put."""
    return next_version(question, on_air_at=clock.now())


def answered_now(question: Question) -> Changes:
    """Keep the moment when the answer ended."""
    return next_version(question, answered_at=clock.now())


def keep_answer(question: Question, *, answer: str = "", answered_by: str = "") -> Changes:
    """Keep a written answer. Raises Invalid without words."""
    if not answer.strip():
        raise Invalid(fields={"answer": _("Enter the answer")})
    return next_version(question, answer=answer.strip(), answered_by=answered_by.strip(), answered_at=clock.now())


HEARING = Lifecycle(
    "hearing",
    move("announce", H.DRAFT, H.ANNOUNCED, may=is_hearings_clerk, then=announce_now, label=_("Announce")),
    move("open", H.ANNOUNCED, H.OPEN, may=is_hearings_clerk, then=open_now,
         label=pgettext_lazy("a button", "Open for questions")),
    move("start", (H.ANNOUNCED, H.OPEN), H.LIVE, may=is_hearings_clerk, then=start_now, label=_("Go live")),
    move("pause", H.LIVE, H.PAUSED, may=is_hearings_clerk, label=_("Take a break")),
    move("resume", H.PAUSED, H.LIVE, may=is_hearings_clerk, label=_("Go on")),
    move("end", RUNNING, H.ENDED, may=is_hearings_clerk, when=nobody_is_on_air, then=end_now,
         label=_("End the hearing")),
    move("await_answers", H.ENDED, H.ANSWERING, may=is_hearings_clerk, label=_("Ask for written answers")),
    move("archive", (H.ENDED, H.ANSWERING), H.ARCHIVED, may=is_hearings_clerk, label=_("Put on record")),
    move("cancel", (H.ANNOUNCED, H.OPEN), H.CANCELLED, may=is_hearings_clerk, label=_("Cancel"),
         needs=("reason",)),
    states=H,
    starts=(H.DRAFT,),
)  # fmt: skip

QUESTION = Lifecycle(
    "question",
    move("confirm", Q.UNCONFIRMED, Q.PENDING, may=has_proven_the_address | is_hearings_clerk | an_import, then=hand_in,
         public=False),
    move("approve", Q.PENDING, Q.PUBLISHED, may=is_question_moderator, then=publish_now, label=_("Approve")),
    move("reject", Q.PENDING, Q.REJECTED, may=is_question_moderator, then=keep_reason, label=_("Reject"),
         needs=("reason_code", "reason"), public=False),
    move("remove", (*ON_THE_LIST, *ASKED, Q.NOT_REACHED), Q.REJECTED, may=is_question_moderator, then=take_off,
         label=_("Take it down"), needs=("rule", "reason")),
    move("restore", Q.REJECTED, Q.PUBLISHED, may=is_question_moderator, then=show_again, label=_("Show it after all")),
    move("shortlist", Q.PUBLISHED, Q.SHORTLISTED, may=is_hearings_clerk, then=next_version, label=_("Make it next")),
    move("unlist", Q.SHORTLISTED, Q.PUBLISHED, may=is_hearings_clerk, then=next_version, label=_("Not next")),
    move("put_on_air", ON_THE_LIST, Q.ON_AIR, may=is_hearings_clerk, when=the_hearing_runs, then=begin_now,
         label=_("Ask now")),
    move("take_off_air", Q.ON_AIR, Q.PUBLISHED, may=is_hearings_clerk, then=next_version, label=_("Back to the list")),
    move("mark_answered", Q.ON_AIR, Q.ANSWERED_LIVE, may=is_hearings_clerk, then=answered_now, label=_("Answered")),
    move("defer", (Q.ON_AIR, Q.ANSWERED_LIVE), Q.DEFERRED, may=is_hearings_clerk, then=next_version,
         label=_("Promised in writing")),
    move("answer_in_writing", (Q.DEFERRED, Q.NOT_REACHED), Q.ANSWERED_IN_WRITING, may=is_hearings_clerk,
         then=keep_answer, label=_("Publish the written answer"), needs=("answer", "answered_by")),
    move("leave_unasked", ON_THE_LIST, Q.NOT_REACHED, may=is_hearings_clerk, then=next_version, label=_("Not reached")),
    move("withdraw", (Q.UNCONFIRMED, Q.PENDING, *ON_THE_LIST), Q.WITHDRAWN, may=is_asker, then=next_version,
         label=_("Withdraw"), public=False),
    states=Q,
    starts=(Q.UNCONFIRMED,),
)  # fmt: skip
