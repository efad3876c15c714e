"""The actions of hearings: the only code that changes anything."""

from consultations.hearings.actions.asking import (
    QuestionFacts,
    ask_question,
    confirm_question,
    enter_question,
    resend_question_code,
    withdraw_question,
)
from consultations.hearings.actions.deciding import (
    answer_question_in_writing,
    approve_question,
    defer_question,
    leave_question_unasked,
    mark_question_answered,
    put_question_on_air,
    reject_question,
    shortlist_question,
    take_question_off_air,
    unlist_question,
)
from consultations.hearings.actions.running import (
    announce_hearing,
    archive_hearing,
    await_answers,
    cancel_hearing,
    end_hearing,
    open_hearing,
    pause_hearing,
    resume_hearing,
    start_hearing,
)
from consultations.hearings.actions.supporting import (
    Vote,
    confirm_supporter,
    join_hearing,
    resend_join_code,
    set_supports,
)
from consultations.hearings.actions.writing import HearingFacts, save_hearing

__all__ = [
    "HearingFacts", "QuestionFacts", "Vote", "announce_hearing", "answer_question_in_writing",
    "approve_question", "archive_hearing", "ask_question", "await_answers", "cancel_hearing",
    "confirm_question", "confirm_supporter", "defer_question", "end_hearing", "enter_question", "join_hearing",
    "leave_question_unasked", "mark_question_answered", "open_hearing", "pause_hearing", "put_question_on_air",
    "reject_question", "resend_join_code", "resend_question_code", "resume_hearing", "save_hearing",
    "set_supports", "shortlist_question", "start_hearing", "take_question_off_air", "unlist_question",
    "withdraw_question",
]  # fmt: skip
