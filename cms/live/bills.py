"""Bills on pages. An editor chooses the bill; shown is its newest public version."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.live.cards import LiveCard, LiveKind
from cms.live.words import closes_in
from consultations.bills.models import Bill, Version
from consultations.bills.rules import is_open
from consultations.bills.selectors import public_versions
from consultations.bills.states import VersionState
from core import clock
from core.web.numbers import digits
from core.web.times import when


def choosable() -> QuerySet[Bill]:
    """Give the bills with a public version."""
    return Bill.objects.filter(pk__in=public_versions().order_by().values("bill"))


def shown(pk: int) -> Version | None:
    """Give the newest public version of a bill."""
    return public_versions().filter(bill=pk).first()


def open_(limit: int) -> Iterable[Version]:
    """Give the bills that take comments, the nearest deadline first."""
    still = Q(comments_until=None) | Q(comments_until__gt=clock.now())
    return public_versions().filter(still, state=VersionState.PUBLISHED)[:limit]


def lead(version: Version) -> str:
    """Say until when comments are taken; one without a deadline is open until a clerk closes it."""
    if not is_open(version):
        return _("Comments are closed")
    return closes_in(version.comments_until) if version.comments_until else _("Open for comments")


def card(version: Version) -> LiveCard:
    """Show the deadline, the number of comments and the button to comment."""
    bill = version.bill
    takes = is_open(version)
    name = _("Bill %(number)s") % {"number": digits(bill.number)} if bill.number else _("Bill")
    due = bill.answers_due_on
    note = _("The committee answers by %(day)s.") % {"day": when(due, "day")} if takes and due else ""
    return LiveCard(
        kind="bill",
        title=str(bill.title),
        committee=bill.committee.slug if bill.committee else "",
        url=bill.get_absolute_url(),
        eyebrow=f"{name} · {bill.committee}" if bill.committee else name,
        lead=lead(version),
        text=str(bill.summary),
        until=version.comments_until if takes else None,
        is_open=takes,
        tag="open" if takes else "shut",
        tag_words=_("Open for comments") if takes else _("Closed"),
        action=_("Read and comment") if takes else _("Read the bill"),
        action_url=bill.get_absolute_url(),
        figure={
            "value": version.comments_count,
            "words": ngettext("comment", "comments", version.comments_count),
            "note": note,
        },
    )


KIND = LiveKind(key="bill", choosable=choosable, shown=shown, open=open_, card=card)
