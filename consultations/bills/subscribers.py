"""What follows from what: one ordered table from event to functions."""

from __future__ import annotations

from consultations.bills import emails
from consultations.bills.search import bill_of_version, clauses_of_version
from core.events.subscribers import Subscriber
from core.search import follow

_index_bill = follow("bill", subjects=bill_of_version)
_index_clauses = follow("clause", subjects=clauses_of_version)

SUBSCRIBERS: dict[str, list[Subscriber]] = {
    "version.publish": [_index_bill, _index_clauses],
    "version.close": [_index_bill, _index_clauses],
    "version.reopen": [_index_bill, _index_clauses],
    "comment.write": [emails.ask_to_confirm_comment],
    "comment.ask_again": [emails.ask_to_confirm_comment],
    "comment.confirm": [emails.tell_comment_received],
    "comment.publish": [emails.tell_comment_published],
    "comment.hide": [emails.tell_comment_hidden],
}
