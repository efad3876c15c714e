"""The states of a call for evidence and of a submission, and the words for what a sender may choose."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CallState(TextChoices):
    """Where a call stands."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class SubmissionState(TextChoices):
    """Where a submission stands. "Received" is not "accepted as evidence": two states, two mails, two words."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Received")
    IN_REVIEW = "in_review", _("Being read")
    ACCEPTED = "accepted", _("Accepted as evidence")
    PUBLISHED = "published", _("Published")
    KEPT_CONFIDENTIAL = "kept_confidential", _("Kept for the committee alone")
    RETURNED = "returned", _("Returned")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class SenderKind(TextChoices):
    """For whom somebody writes."""

    PERSON = "person", _("For myself")
    ORGANISATION = "organisation", _("For an organisation")


class Wish(TextChoices):
    """How the sender would like to see the evidence published; the committee decides."""

    NAMED = "named", _("With my name")
    ANONYMOUS = "anonymous", _("Without my name")
    CONFIDENTIAL = "confidential", _("Not at all")


class Concern(TextChoices):
    """What a clerk must know before anything is published."""

    THIRD_PERSON = "third_person", _("It names another private person")
    COURT = "court", _("It is about a case before a court")
    UNDER_18 = "under_18", _("The writer is under 18")


# What the public may know of, once and here.
PUBLIC_CALLS = (CallState.OPEN, CallState.CLOSED)
# Until publication a sender may take the text back (ux.md 4 e).
BEFORE_PUBLICATION = (
    SubmissionState.DRAFT, SubmissionState.SUBMITTED, SubmissionState.IN_REVIEW, SubmissionState.ACCEPTED,
)  # fmt: skip
# The events that are decisions of a moderator, with what each did (core.moderation.states.Outcome).
MODERATED = {
    "submission.return": "refused", "submission.take_down": "removed", "submission.restore": "restored",
    "submission.reconsider": "restored",
}  # fmt: skip
