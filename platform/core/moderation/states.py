"""The states of a report and of an appeal, what a decision did, and the house's rules."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReportState(TextChoices):
    """Where a report of abuse stands."""

    RECEIVED = "received", _("Received")
    IN_REVIEW = "in_review", _("Being looked at")
    UPHELD = "upheld", _("Upheld")
    NOT_UPHELD = "not_upheld", _("Not upheld")
    APPEALED = "appealed", _("Appealed")


class AppealState(TextChoices):
    """Where an appeal against a decision stands."""

    RECEIVED = "received", _("Received")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


class Outcome(TextChoices):
    """What a decision did to the thing it is about."""

    REFUSED = "refused", _("Not published")
    REMOVED = "removed", _("Taken down")
    KEPT = "kept", _("Left as it is")
    ALREADY_GONE = "already_gone", _("Upheld; it was down already")
    RESTORED = "restored", _("Restored")
    CONFIRMED = "confirmed", _("Confirmed after an appeal")


class Rule(TextChoices):
    """The rules of the house, for everything that people publish here."""

    PERSONAL_DATA = "personal_data", _("It shows private facts about a person")
    HATE = "hate", _("It is hateful or discriminates")
    THREAT = "threat", _("It threatens somebody or calls for violence")
    INSULT = "insult", _("It insults somebody")
    ILLEGAL = "illegal", _("It breaks the law in another way")
    IMPERSONATION = "impersonation", _("It pretends to come from somebody else")
    SPAM = "spam", _("It is advertising or spam")
    OTHER = "other", _("It breaks another rule")


# Work to do, what can be appealed, and what stays as it was: derived once, here.
OPEN_REPORTS = (ReportState.RECEIVED, ReportState.IN_REVIEW)
DECIDED_REPORTS = (ReportState.UPHELD, ReportState.NOT_UPHELD)
RESTRICTIVE = (Outcome.REFUSED, Outcome.REMOVED)
