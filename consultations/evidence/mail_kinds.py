"""The mails of evidence: what may stand in their texts."""

from django.utils.translation import gettext_lazy as _

from core.mail.kinds import Fact, Kind
from core.mail.models import Stream

CALL = Fact("call", "call.title", _("the call for evidence"), "Renting a home")
RECEIPT = Fact("receipt", "submission.receipt", _("the receipt number"), "R-2026-0007")
NUMBER = Fact("number", "submission.label", _("the number of the evidence"), "REN0012")
CODE = Fact("code", "code", _("the six digits"), "123456")
LINK = Fact("link", "link", _("the address to open"), "https://parliament.example/…")
REASON = Fact("reason", "submission.return_reason", _("why it was returned"), "This is about another law.")

KINDS = (
    Kind("evidence/send_return_link", _("Evidence: the way back"), Stream.PROOF, (CALL, LINK), needs=("link",)),
    Kind(
        "evidence/ask_to_confirm_submission", _("Evidence: the code"), Stream.PROOF, (CALL, CODE, LINK),
        needs=("code", "link"),
    ),
    Kind(
        "evidence/acknowledge_submission", _("Evidence: received"), facts=(CALL, RECEIPT, LINK),
        needs=("receipt", "link"),
    ),
    Kind("evidence/tell_decision:accepted", _("Evidence: accepted"), facts=(CALL, NUMBER, LINK)),
    Kind("evidence/tell_decision:published", _("Evidence: published"), facts=(CALL, NUMBER, LINK)),
    Kind("evidence/tell_decision:returned", _("Evidence: returned"), facts=(CALL, REASON, LINK), needs=("reason",)),
    Kind("evidence/tell_decision:kept_confidential", _("Evidence: kept from the public"), facts=(CALL, LINK)),
)  # fmt: skip
