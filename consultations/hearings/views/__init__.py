"""The citizen's pages of hearings."""

from consultations.hearings.views.asking import (
    AskQuestion,
    ConfirmQuestion,
    ConfirmQuestionLink,
    MyQuestions,
    WithdrawQuestion,
)
from consultations.hearings.views.pages import HearingDetail, HearingList, TicketDoor
from consultations.hearings.views.supporting import ConfirmSupporter, SupportQuestion

__all__ = [
    "AskQuestion", "ConfirmQuestion", "ConfirmQuestionLink", "ConfirmSupporter", "HearingDetail", "HearingList",
    "MyQuestions", "SupportQuestion", "TicketDoor", "WithdrawQuestion",
]  # fmt: skip
