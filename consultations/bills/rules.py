"""Questions about bills answered with yes or no."""

from typing import Any

from consultations.bills.states import PUBLIC, Moderation, VersionState
from core import clock
from core.accounts.rules import at_the_desk, is_committee_clerk

# A bill that no committee has yet is the business of clerks of the whole House.
is_bills_clerk = is_committee_clerk
may_open_bills = at_the_desk(is_bills_clerk, "clerk")


def is_public(version: Any) -> bool:
    """Tell whether everybody may read a version."""
    return bool(version.state in PUBLIC)


def is_open(version: Any) -> bool:
    """Tell whether comments are taken now, to the second."""
    until = version.comments_until
    return bool(version.state == VersionState.PUBLISHED and (until is None or clock.now() < until))


def is_read_first(bill: Any) -> bool:
    """Tell whether a moderator reads comments before they are shown."""
    return bool(bill.moderation == Moderation.PRE)
