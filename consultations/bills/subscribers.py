"""What follows from what: one ordered table from event to functions."""

from __future__ import annotations

from consultations.bills import emails
from consultations.bills.models import Bill, Clause, Provision
from consultations.bills.search import bill_of_version
from consultations.bills.states import PUBLIC, Place
from core import events
from core.actors import CLOCK
from core.events.models import Event
from core.events.subscribers import Subscriber
from core.search import follow
from core.search.indexing import index_now

# Clauses indexed in one transaction: a bill of 300 clauses must not hold up other writers for seconds.
AT_ONCE = 15

_index_bill = follow("bill", subjects=bill_of_version)


def index_clauses(event: Event) -> None:
    """Index the next clauses of a version's bill, and ask for the rest by an event of its own.

    The clauses of its older versions too: what the newest one no longer holds is taken out of the index.
    """
    begin, version_id = int(event.data.get("begin", 0)), event.data.get("version", str(event.subject_id))
    bill = Bill.objects.get(versions__public_id=version_id)
    pages = Provision.objects.filter(version__bill=bill, version__state__in=PUBLIC, place=Place.UNIT)
    clauses = Clause.objects.filter(pk__in=pages.values("clause")).order_by("pk")
    batch = list(clauses.values_list("public_id", flat=True)[begin : begin + AT_ONCE])
    for public_id in batch:
        index_now("clause", public_id, event.pk)
    if len(batch) == AT_ONCE:
        rest = {"version": version_id, "begin": begin + AT_ONCE}
        events.record("bill.index", bill, actor=CLOCK, public=False, data=rest)


SUBSCRIBERS: dict[str, list[Subscriber]] = {
    "version.publish": [_index_bill, index_clauses],
    "version.close": [_index_bill, index_clauses],
    "version.reopen": [_index_bill, index_clauses],
    "version.write": [_index_bill, index_clauses],
    "bill.index": [index_clauses],
    "comment.write": [emails.ask_to_confirm_comment],
    "comment.ask_again": [emails.ask_to_confirm_comment],
    "comment.confirm": [emails.tell_comment_received],
    "comment.publish": [emails.tell_comment_published],
    "comment.answer": [emails.tell_comment_answered],
    "comment.hide": [emails.tell_comment_hidden],
}
