"""The mails of petitions: what may stand in their texts, and which of them are news."""

from django.utils.translation import gettext_lazy as _

from core.mail.kinds import Fact, Kind
from core.mail.models import Stream

PETITION = Fact("petition", "petition.action", _("what the petition asks"), "Bring back the night train")
CODE = Fact("code", "code", _("the six digits"), "123456")
LINK = Fact("link", "link", _("the address to open"), "https://parliament.example/…")
STATUS = Fact("status_link", "status_link", _("the petitioner’s own page"), "https://parliament.example/…")
REASON = Fact("reason", "petition.rejection_reason.title", _("why it was rejected"), "Not a matter for Parliament")
WORDING = Fact("explanation", "petition.rejection_reason.wording", _("the reason in full"), "Courts decide on this.")
DETAILS = Fact("details", "petition.rejection_details", _("what the clerk added"), "")
PROPOSED = Fact("title", "petition.proposed_action", _("the title that a clerk proposes"), "")
NEEDED = Fact(
    "needed", "petition.kind.supporters_needed", _("Supporters needed before a moderator reads it"), "5", is_number=True
)
ASKED = Fact("words", "words", _("the clerk’s words"), "Say in the first sentence what Parliament should do.")
NOTE = Fact("note", "note", _("what was corrected"), "The year of the report was wrong.")
OUTCOME = Fact("outcome", "milestone.outcome", _("what was done"), "The minister answered on 3 May.")
THRESHOLD = Fact("threshold", "milestone.threshold.title", _("the threshold"), "Debate in the House")
DAY = Fact("day", "day", _("until when"), "2027-05-03")
OWNER = Fact("owner", "milestone.owner", _("who owes the next step"), "The whole House")
NAME = Fact("name", "name", _("who signs"), "Ann Lee")
ALL = Fact("all_link", "all_link", _("the page with all that waits, if anything else does"), "")
RECEIPT = Fact("receipt", "receipt", _("the receipt"), "MZXW6YTBOI2DSNRXGQZDGNBVGY")
CHECK = Fact("check_link", "check_link", _("where the receipt is checked"), "https://parliament.example/…")
MANAGE = Fact("manage_link", "manage_link", _("the signer’s own page"), "https://parliament.example/…")
WHAT = Fact("what", "what", _("what happened"), "Presented")
WHOM = Fact("whom", "whom", _("to whom"), "The Speaker")
STEP_WORDS = Fact("words", "step.words", _("what was said"), "The petition lies on the Table of the House.")
STEPS = Fact("steps", "steps", _("what happened, step by step"), "3 May 2027: Presented")
SIGNING = "mail.sign"  # the rule of what somebody's signatures cause

WHY = Fact("reason", "reason", _("why, in the clerk’s words"), "The House is dissolved.")
OTHER = Fact("other", "other.action", _("what the other petition asks"), "More trains at night")
UNTIL = Fact("until", "until", _("until when"), "2027-05-03")
_CLOCK = {
    "pause": _("Petition: paused"), "resume": _("Petition: goes on"), "carry_over": _("Petition: in the new term"),
    "end": _("Petition: closed early"), "stop": _("Petition: stopped before it was published"),
}  # fmt: skip

_STATES = {
    "gathering_supporters": _("Petition: proven, gathers supporters"), "in_moderation": _("Petition: with a moderator"),
    "open": _("Petition: published"), "closed": _("Petition: closed"), "withdrawn": _("Petition: withdrawn"),
    "hidden": _("Petition: hidden"),
}  # fmt: skip

KINDS = (
    Kind(
        "petitions/ask_to_confirm_signature", _("Signature: the code"), Stream.PROOF,
        (PETITION, NAME, CODE, LINK, ALL), needs=("code", "link"), limit=SIGNING,
    ),
    Kind(
        "petitions/tell_already_signed", _("Signature: it is there already"), Stream.PROOF,
        (PETITION, NAME, LINK, MANAGE), limit=SIGNING,
    ),
    Kind(
        "petitions/send_signature_link", _("Signature: the way to the own page"), Stream.PROOF,
        (PETITION, NAME, LINK), needs=("link",), limit=SIGNING,
    ),
    Kind(
        "petitions/tell_signature_counted", _("Signature: thanks"),
        facts=(PETITION, NAME, LINK, RECEIPT, CHECK, MANAGE), needs=("receipt", "manage_link"),
    ),
    Kind("petitions/tell_signatures_counted", _("Several signatures: thanks")),
    Kind("petitions/tell_signature_withdrawn", _("Signature: taken back"), facts=(PETITION, LINK)),
    Kind(
        "petitions/ask_to_confirm_petition", _("Petition: the code"), Stream.PROOF, (PETITION, CODE, LINK),
        needs=("code", "link"),
    ),
    Kind("petitions/send_draft_link", _("Petition: the way back to a draft"), Stream.PROOF, (LINK,), needs=("link",)),
    Kind("petitions/send_petition_links", _("Petition: the ways to one’s petitions"), Stream.PROOF),
    Kind(
        "petitions/ask_petitioner", _("Petition: changes asked"), facts=(PETITION, PROPOSED, ASKED, STATUS),
        needs=("status_link",),
    ),
    Kind("petitions/tell_petitioner_lapsed", _("Petition: no supporters in time"), facts=(PETITION, NEEDED, STATUS)),
    Kind("petitions/tell_petitioner_corrected", _("Petition: text corrected"), facts=(PETITION, NOTE, STATUS)),
    *(
        Kind(f"petitions/tell_petitioner_why:{verb}", label, facts=(PETITION, WHY, LINK))
        for verb, label in _CLOCK.items()
    ),
    Kind("petitions/tell_petitioner_of_merge", _("Petition: merged"), facts=(PETITION, OTHER, UNTIL, WHY, LINK)),
    Kind(
        "petitions/ask_signer_to_join", _("Signature: shall it count for another petition"),
        facts=(PETITION, OTHER, NAME, UNTIL, LINK), needs=("link",),
    ),
    Kind(
        "petitions/ask_new_petitioner", _("Petition: do you take it over"), Stream.PROOF, (PETITION, NAME, LINK),
        needs=("link",),
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
    Kind(
        "petitions/tell_petitioner_of_step", _("Petition: a step in Parliament"), Stream.NEWS,
        (PETITION, WHAT, WHOM, STEP_WORDS, DAY, LINK),
    ),
    Kind(
        "petitions/tell_signers", _("Signers: what Parliament did"), Stream.NEWS, (PETITION, STEPS, LINK),
        needs=("steps",),
    ),
    Kind(
        "petitions/remind_office:near", _("Office: a duty is due soon"), facts=(PETITION, THRESHOLD, OWNER, DAY, LINK),
        needs=("link",),
    ),
    Kind(
        "petitions/remind_office:overdue", _("Office: a duty is overdue"),
        facts=(PETITION, THRESHOLD, OWNER, DAY, LINK), needs=("link",),
    ),
    Kind(
        "petitions/tell_signature_held", _("Signature: held for a check"),
        facts=(PETITION, LINK, Fact("days", "days", _("within how many days it is decided"), "7", is_number=True)),
    ),
    Kind(
        "petitions/tell_signature_refused", _("Signature: not counted"),
        facts=(PETITION, LINK, Fact("reason", "reason", _("why"), "Not made by a person"),
               Fact("words", "words", _("what the clerk added"), ""), Fact("appeal_link", "appeal_link",
               _("where one objects"), "https://parliament.example/…")),
        needs=("reason", "appeal_link"),
    ),
)  # fmt: skip
