"""The actions of evidence: the only code that changes anything."""

from consultations.evidence.actions.attaching import attach_file, record_reading, remove_file
from consultations.evidence.actions.calling import (
    CallFacts,
    close_call,
    close_due_calls,
    open_call,
    open_due_calls,
    save_call,
)
from consultations.evidence.actions.deciding import (
    accept_submission,
    keep_submission_confidential,
    publish_submission,
    restore_submission,
    return_submission,
    take_down_submission,
    take_up_submission,
)
from consultations.evidence.actions.drafting import (
    SenderFacts,
    WishFacts,
    add_return_link,
    save_evidence,
    save_sender,
    save_wish,
    start_submission,
)
from consultations.evidence.actions.keeping import (
    ask_for_link_of,
    ask_for_links,
    drop_submissions,
    keep_link_alive,
    old_drafts,
)
from consultations.evidence.actions.sending import (
    confirm_submission,
    hand_in,
    resend_confirmation,
    send_submission,
    withdraw_submission,
)

__all__ = [
    "CallFacts",
    "SenderFacts",
    "WishFacts",
    "accept_submission",
    "add_return_link",
    "ask_for_link_of",
    "ask_for_links",
    "attach_file",
    "close_call",
    "close_due_calls",
    "confirm_submission",
    "drop_submissions",
    "hand_in",
    "keep_link_alive",
    "keep_submission_confidential",
    "old_drafts",
    "open_call",
    "open_due_calls",
    "publish_submission",
    "record_reading",
    "remove_file",
    "resend_confirmation",
    "restore_submission",
    "return_submission",
    "save_call",
    "save_evidence",
    "save_sender",
    "save_wish",
    "send_submission",
    "start_submission",
    "take_down_submission",
    "take_up_submission",
    "withdraw_submission",
]
