"""The mails of petitions: what may stand in their texts, and which of them are news."""

from django.utils.translation import gettext_lazy as _

from core.mail.kinds import Fact, Kind
from core.mail.models import Stream

PETITION = Fact("petition", "petition.action", _("what the petition asks"), "Bring back the night train")
CODE = Fact("code", "code", _("the six digits"), "123456")
LINK = Fact("link", "link", _("the address to open"), "https://parliament.example/…")
STATUS = Fact("status_link", "status_link", _("the petitioner's own page"), "https://parliament.example/…")
REASON = Fact("reason", "petition.rejection_reason.title", _("why it was rejected"), "Not a matter for Parliament")
WORDING = Fact("explanation", "petition.rejection_reason.wording", _("the reason in full"), "Courts decide on this.")
DETAILS = Fact("details", "petition.rejection_details", _("what the clerk added"), "")
OUTCOME = Fact("outcome", "milestone.outcome", _("what was done"), "The minister answered on 3 May.")
THRESHOLD = Fact("threshold", "milestone.threshold.title", _("the threshold"), "Debate in the House")
DAY = Fact("day", "day", _("until when"), "2027-05-03")
OWNER = Fact("owner", "milestone.threshold.owner", _("who owes the next step"), "The whole House")

_STATES = {
    "gathering_supporters": _("Petition: proven, gathers supporters"), "in_moderation": _("Petition: with a moderator"),
    "open": _("Petition: published"), "closed": _("Petition: closed"), "withdrawn": _("Petition: withdrawn"),
    "hidden": _("Petition: hidden"),
}  # fmt: skip

KINDS = (
    Kind(
        "petitions/ask_to_confirm_signature", _("Signature: the code"), Stream.PROOF, (PETITION, CODE, LINK),
        needs=("code", "link"),
    ),
    Kind("petitions/tell_already_signed", _("Signature: it counts already"), Stream.PROOF, (PETITION, LINK)),
    Kind("petitions/tell_signature_counted", _("Signature: thanks"), facts=(PETITION, LINK)),
    Kind(
        "petitions/ask_to_confirm_petition", _("Petition: the code"), Stream.PROOF, (PETITION, CODE, LINK),
        needs=("code", "link"),
    ),
    *(
        Kind(f"petitions/tell_petitioner:{state}", label, facts=(PETITION, LINK, STATUS))
        for state, label in _STATES.items()
    ),
    Kind(
        "petitions/tell_petitioner:rejected", _("Petition: rejected"),
        facts=(PETITION, REASON, WORDING, DETAILS, LINK, STATUS), needs=("reason",),
    ),
    Kind(
        "petitions/tell_petitioner_of_milestone", _("Petition: a threshold"), Stream.NEWS,
        (PETITION, THRESHOLD, OWNER, DAY, OUTCOME, LINK),
    ),
)  # fmt: skip
