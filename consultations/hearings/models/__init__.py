"""The tables of hearings."""

from consultations.hearings.models.events import HearingEvent
from consultations.hearings.models.hearings import AgendaItem, Broadcast, Hearing, Witness
from consultations.hearings.models.questions import Question, QuestionTranslation, Support

__all__ = [
    "AgendaItem", "Broadcast", "Hearing", "HearingEvent", "Question", "QuestionTranslation", "Support", "Witness",
]  # fmt: skip
