"""The states of a hearing, a question and a witness (hearings.md section 5.1)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HearingState(TextChoices):
    """Where a hearing stands."""

    DRAFT = "draft", _("Draft")
    ANNOUNCED = "announced", _("Announced")
    OPEN = "open", _("Open for questions")
    LIVE = "live", _("Live now")
    PAUSED = "paused", _("In a break")
    ENDED = "ended", _("Ended")
    ANSWERING = "answering", _("Waiting for written answers")
    ARCHIVED = "archived", _("On record")
    CANCELLED = "cancelled", _("Cancelled")


class QuestionState(TextChoices):
    """Where a question stands. Unconfirmed: the asker's address is not proven, nobody reads it yet."""

    UNCONFIRMED = "unconfirmed", _("Waiting for your code")
    PENDING = "pending", _("With the clerk")
    PUBLISHED = "published", _("On the list")
    REJECTED = "rejected", _("Not taken")
    MERGED = "merged", _("Merged with another")
    SHORTLISTED = "shortlisted", _("Next")
    ON_AIR = "on_air", _("Being asked now")
    ANSWERED_LIVE = "answered_live", _("Answered")
    DEFERRED = "deferred", _("Promised in writing")
    ANSWERED_IN_WRITING = "answered_in_writing", _("Answered in writing")
    NOT_REACHED = "not_reached", _("Not reached")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class WitnessState(TextChoices):
    """Whether a witness comes."""

    INVITED = "invited", _("Invited")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")


class Display(TextChoices):
    """How an asker is shown in public."""

    NAME = "name", _("My full name")
    FIRST_NAME = "first_name", _("My first name only")
    PUBLIC = "public", _("Member of the public")


class Source(TextChoices):
    """How a question came in."""

    WEB = "web", _("Online")
    CLERK = "clerk", _("Entered by a clerk")


class Reason(TextChoices):
    """Why a question is not taken; told to the asker, counted in public."""

    OFF_TOPIC = "off_topic", _("It is about another subject")
    NAMES_A_PERSON = "names_a_person", _("It is about one private person")
    ASKED_ALREADY = "asked_already", _("Somebody asked it already")
    NOT_A_QUESTION = "not_a_question", _("It asks nothing")
    OFFENSIVE = "offensive", _("It insults somebody")


class Audience(TextChoices):
    """Who hears of a numbered event."""

    PUBLIC = "public", _("Everybody")
    STAFF = "staff", _("Clerks")


# What the public sees at all; every page, frame, document and API answer reads these sets and no other.
PUBLIC_HEARINGS = tuple(state for state in HearingState if state != HearingState.DRAFT)
TAKES_QUESTIONS = (HearingState.OPEN, HearingState.LIVE)
RUNNING = (HearingState.LIVE, HearingState.PAUSED)
ON_THE_LIST = (QuestionState.SHORTLISTED, QuestionState.PUBLISHED)
ASKED = (QuestionState.ANSWERED_LIVE, QuestionState.DEFERRED, QuestionState.ANSWERED_IN_WRITING)
PUBLIC_QUESTIONS = (*ON_THE_LIST, QuestionState.ON_AIR, *ASKED, QuestionState.NOT_REACHED)
# The events that are decisions of a moderator, with what each did (core.moderation.states.Outcome).
MODERATED = {"question.reject": "refused", "question.remove": "removed", "question.restore": "restored"}
