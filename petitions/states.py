"""The states of a petition, a signature and a milestone (decision 26)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PetitionState(TextChoices):
    """Where a petition stands."""

    DRAFT = "draft", _("Draft")
    GATHERING_SUPPORTERS = "gathering_supporters", _("Gathering supporters")
    IN_MODERATION = "in_moderation", _("Being checked")
    OPEN = "open", _("Open for signatures")
    CLOSED = "closed", _("Closed")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    HIDDEN = "hidden", _("Hidden")
    PAUSED = "paused", _("Paused")


class SignatureState(TextChoices):
    """Where a signature stands; only confirmed ones count."""

    PENDING = "pending", _("Waiting for confirmation")
    CONFIRMED = "confirmed", _("Confirmed")
    HELD = "held", _("Held for review")
    INVALIDATED = "invalidated", _("Not counted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class MilestoneState(TextChoices):
    """Where the duty stands that a crossed threshold created."""

    DUE = "due", _("Due")
    DONE = "done", _("Done")
    OVERDUE = "overdue", _("Overdue")


class Duty(TextChoices):
    """What somebody owes once a threshold is crossed."""

    RESPOND = "respond", _("Answer in writing")
    CONSIDER = "consider", _("Consider in committee")
    PRESENT = "present", _("Present to the House")
    REFER = "refer", _("Refer to a committee")
    DEBATE = "debate", _("Debate in the House")


class CountedClass(TextChoices):
    """How a counted signature came in."""

    ONLINE = "online", _("Signed here")
    IMPORTED = "imported", _("Brought over")
    PAPER = "paper", _("On paper")
    VERIFIED = "verified", _("Signed with an electronic identity")


class CountedFor(TextChoices):
    """Which signatures a threshold counts."""

    ALL = "all", _("Every signature")
    HERE = "here", _("Signatures of people in a constituency")
    VERIFIED = "verified", _("Signatures with an electronic identity")


class Verdict(TextChoices):
    """What became of one request of a petition."""

    YES = "yes", _("Agreed")
    PARTLY = "partly", _("Agreed in part")
    NO = "no", _("Not agreed")
    OPEN = "open", _("Still open")


class Standard(TextChoices):
    """What every petition must keep; its writer answers yes or no to each."""

    ASKS = "asks", _("It asks Parliament or the Government to do something that they can do")
    POLITE = "polite", _("It is polite, and it says nothing that is false as far as you know")
    PRIVATE = "private", _("It names no private person, and no case before a court")


class StepKind(TextChoices):
    """What happened to a petition in the House, one public record each."""

    REFERRED = "referred", _("Referred")
    PRESENTED = "presented", _("Presented")
    CONSIDERED = "considered", _("Considered")
    ANSWERED = "answered", _("Answered")
    DEBATE_SCHEDULED = "debate_scheduled", _("Debate planned")
    DEBATED = "debated", _("Debated")
    NOT_DEBATED = "not_debated", _("Not debated")
    REPORTED = "reported", _("Closing report")


class ProposedVerb(TextChoices):
    """What needs two people of the desk (docs/decisions/0027-two-people-to-hide.md)."""

    HIDE = "hide", _("Hide")
    REFUSE = "refuse", _("Reject and hide the text")
    REMOVE = "remove", _("Remove by order")


class ProposalState(TextChoices):
    """Where a proposal for a second person stands."""

    OPEN = "open", _("Waits for a second person")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")
    LAPSED = "lapsed", _("Taken back")


class DeskMark(TextChoices):
    """Why a petition on the desk waits."""

    PARKED = "parked", _("Parked")
    OPINION = "second_opinion", _("Second opinion asked")


class MergeAnswer(TextChoices):
    """What a signer said who was asked to move a signature."""

    NONE = "none", _("No answer")
    YES = "yes", _("Moved")
    THERE = "there", _("Signed the other one already")


class HandoverState(TextChoices):
    """Where a change of petitioner stands."""

    ASKED = "asked", _("Waits for the new petitioner")
    DONE = "done", _("Done")
    LAPSED = "lapsed", _("Taken back")


class HeldBy(TextChoices):
    """By what signatures are counted to find too many at once."""

    NETWORK = "network", _("Network")
    DOMAIN = "domain", _("Domain of the address")
    PETITION = "petition", _("Petition")


class SourceIs(TextChoices):
    """What a listed source means: all of it is held, or none of it by its number."""

    HELD = "held", _("Always held")
    TRUSTED = "trusted", _("Never held by its number")


class WarningState(TextChoices):
    """Where a warning of the trends stands."""

    NEW = "new", _("New")
    SEEN = "seen", _("Seen")


class InvalidReason(TextChoices):
    """Why a signature does not count, in words that everybody may read."""

    AUTOMATED = "automated", _("Not made by a person")
    SAME_PERSON = "same_person", _("The same person more than once")
    NOT_OWN = "not_own", _("Made in the name of somebody else")
    NOT_ENTITLED = "not_entitled", _("Not entitled to sign")
    ORDER = "order", _("By order of a court or an authority")


class InvalidationState(TextChoices):
    """How far an invalidation has come."""

    DRAFT = "draft", _("Not started")
    ASKED = "asked", _("Waits for a second person")
    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped")
    DONE = "done", _("Done")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")
    DISCARDED = "discarded", _("Not made")


class PaperState(TextChoices):
    """How far a batch of sheets has come."""

    TYPED = "typed", _("Being typed")
    CHECKING = "checking", _("Waits for the sample")
    CHECKED = "checked", _("Sample compared")
    ACCEPTED = "accepted", pgettext_lazy("state", "Counted")
    REFUSED = "refused", _("Not counted")


class LineFate(TextChoices):
    """What became of one line of a sheet."""

    TYPED = "typed", _("Typed")
    ADDED = "added", pgettext_lazy("state", "Counted")
    ONLINE = "online", _("Signed online already")
    TWICE = "twice", _("Twice on paper")
    BAD = "bad", _("Not readable or not right")
    LEFT = "left", _("Signed online later")


class MailingState(TextChoices):
    """Where a message to signers stands."""

    DRAFT = "draft", _("Draft")
    PREVIEWED = "previewed", _("Looked at")
    RUNNING = "running", _("Being sent")
    DONE = "done", _("Sent")
    STOPPED = "stopped", _("Stopped")


class Audience(TextChoices):
    """Which signers a message goes to; of each only those who want news."""

    ALL = "all", _("All signers who want news")
    AREAS = "areas", _("Signers of some constituencies who want news")


# While a petition stands here its count still changes: signatures come, are taken back, move.
STILL_COUNTED = (
    PetitionState.OPEN, PetitionState.PAUSED, PetitionState.GATHERING_SUPPORTERS, PetitionState.IN_MODERATION,
    PetitionState.HIDDEN,
)  # fmt: skip
# What the public sees at all, and where one may sign: derived once, here, from the life cycle's own states.
PUBLIC_STATES = (
    PetitionState.OPEN, PetitionState.CLOSED, PetitionState.REJECTED, PetitionState.PAUSED, PetitionState.WITHDRAWN,
)  # fmt: skip
# Of these, where a petition may end before a moderator has opened it: then nobody sees it (petitions.rules.is_public).
MAY_END_UNREAD = (PetitionState.CLOSED, PetitionState.WITHDRAWN)
# The events that are decisions of a moderator, with what each did (core.moderation.states.Outcome).
MODERATED = {
    "petition.reject": "refused", "petition.hide": "removed", "petition.restore": "restored",
    "petition.restore_closed": "restored", "petition.restore_withdrawn": "restored", "petition.reconsider": "restored",
    "petition.refuse": "refused", "petition.remove": "removed",
}  # fmt: skip
