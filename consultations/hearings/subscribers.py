"""What follows from what: one ordered table from event to functions. The push comes first: people are waiting."""

from __future__ import annotations

from consultations.hearings import emails
from consultations.hearings.messages import push_hearing, push_question, push_supports
from consultations.hearings.search import hearing_of_question
from core.events.subscribers import Subscriber
from core.search.indexing import follow

_index = follow("hearing")
_index_with_question = follow("hearing", subjects=hearing_of_question)
_pushed: list[Subscriber] = [push_question]
_told: list[Subscriber] = [push_question, emails.tell_question_decided, _index_with_question]

_hearing_moves = ("announce", "open", "start", "pause", "resume", "end", "await_answers", "archive", "cancel")

SUBSCRIBERS: dict[str, list[Subscriber]] = {
    **{f"hearing.{verb}": [push_hearing, _index] for verb in _hearing_moves},
    "hearing.write": [_index],
    "hearing.support": [push_supports],
    "hearing.join": [emails.ask_to_confirm_joining],
    "question.ask": [emails.ask_to_confirm_question],
    "question.ask_again": [emails.ask_to_confirm_question],
    "question.confirm": _pushed,
    "question.approve": _told,
    "question.reject": [push_question, emails.tell_question_decided],
    "question.remove": _told,
    "question.restore": _told,
    "question.shortlist": _pushed,
    "question.unlist": _pushed,
    "question.put_on_air": _pushed,
    "question.take_off_air": _pushed,
    "question.mark_answered": _told,
    "question.defer": _pushed,
    "question.answer_in_writing": _told,
    "question.leave_unasked": _pushed,
    "question.erase_person": [push_question, _index_with_question],
    "question.withdraw": [push_question, _index_with_question],
}

# People who watch do not wait for the worker; the table above does it again where the acting process died.
_PUSHES = (push_hearing, push_question)
AT_ONCE: dict[str, list[Subscriber]] = {
    verb: [push for push in _PUSHES if push in functions] for verb, functions in SUBSCRIBERS.items()
}
