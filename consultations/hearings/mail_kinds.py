"""The mails of hearings: what may stand in their texts, and which of them are news."""

from django.utils.translation import gettext_lazy as _

from core.mail.kinds import Fact, Kind
from core.mail.models import Stream

HEARING = Fact("hearing", "hearing.title", _("the hearing"), "Why people wait")
QUESTION = Fact("question", "question.text", _("the question"), "Who pays for it all?")
CODE = Fact("code", "code", _("the six digits"), "123456")
LINK = Fact("link", "link", _("the address to open"), "https://parliament.example/…")
REASON = Fact("reason", "question.get_reason_display", _("why it was not taken"), "It was asked already")
DETAILS = Fact("details", "question.reason_details", _("what the clerk added"), "")
ANSWER = Fact("answer", "question.answer", _("the written answer"), "The Ministry pays.")

KINDS = (
    Kind(
        "hearings/ask_to_confirm_question", _("Question: the code"), Stream.PROOF, (HEARING, QUESTION, CODE, LINK),
        needs=("code", "link"),
    ),
    Kind(
        "hearings/ask_to_confirm_joining", _("Support for questions: the code"), Stream.PROOF, (HEARING, CODE),
        needs=("code",),
    ),
    Kind("hearings/tell_question_decided:published", _("Question: on the list"), facts=(HEARING, QUESTION, LINK)),
    Kind(
        "hearings/tell_question_decided:rejected", _("Question: not taken"),
        facts=(HEARING, QUESTION, REASON, DETAILS, LINK), needs=("reason",),
    ),
    Kind(
        "hearings/tell_question_decided:answered_in_writing", _("Question: a written answer"), Stream.NEWS,
        (HEARING, QUESTION, ANSWER, LINK), needs=("answer",),
    ),
    Kind(
        "hearings/tell_question_decided:answered_live", _("Question: answered in the room"), Stream.NEWS,
        (HEARING, QUESTION, LINK),
    ),
)  # fmt: skip
