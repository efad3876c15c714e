"""The mails of bills: what may stand in their texts, and which of them are news."""

from django.utils.translation import gettext_lazy as _

from core.mail.kinds import Fact, Kind
from core.mail.models import Stream

BILL = Fact("bill", "bill.title", _("the bill"), "Rivers and Shores Bill")
TEXT = Fact("comment", "text", _("what was written"), "Two hours are too short.")
CODE = Fact("code", "code", _("the six digits"), "123456")
LINK = Fact("link", "link", _("the address to open"), "https://parliament.example/…")
REASON = Fact("reason", "reason", _("why it is hidden"), "It named a private person.")
OUTCOME = Fact("outcome", "outcome", _("what the committee did with it"), "Taken up in part")
ANSWER = Fact("answer", "answer", _("the committee’s answer"), "The deadline is now three hours.")

KINDS = (
    Kind(
        "bills/ask_to_confirm_comment", _("Comment: the code"), Stream.PROOF, (BILL, TEXT, CODE, LINK),
        needs=("code", "link"),
    ),
    Kind("bills/tell_comment_received", _("Comment: received"), facts=(BILL, LINK)),
    Kind("bills/tell_comment_published", _("Comment: published"), facts=(BILL, LINK)),
    Kind("bills/tell_comment_hidden", _("Comment: hidden"), facts=(BILL, REASON, LINK), needs=("reason",)),
    Kind(
        "bills/tell_comment_answered", _("Comment: the committee’s answer"), Stream.NEWS,
        (BILL, OUTCOME, ANSWER, LINK),
    ),
)  # fmt: skip
