"""What one constituency signs, and what is owed to petitions: rows of their pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from core.parliament.models import Area
from core.web.numbers import digits
from petitions.models import Milestone
from petitions.presenting.charts import rate_of
from petitions.presenting.page import TAGS, page_address
from petitions.presenting.way import owner_of
from petitions.states import MilestoneState

Plain = dict[str, Any]
SHAPES = {MilestoneState.DUE: "open", MilestoneState.OVERDUE: "no", MilestoneState.DONE: "done"}


def rows_of_place(petitions: Iterable[Any], area: Area, electors: int) -> list[Plain]:
    """Give the petitions that a constituency signs: here, for each thousand electors here, and in the country."""
    return [
        {
            "words": petition.words(),
            "url": page_address(petition),
            "tag": TAGS[petition.state],
            "tag_words": petition.get_state_display(),
            "here": petition.signed_here,
            "rate": rate_of(petition.signed_here, area.electorate),
            "country": rate_of(petition.signature_count, electors),
        }
        for petition in petitions
    ]


def milestone_entry(row: Milestone) -> Plain:
    """Give one duty: of which petition, what, by whom, until when, and how it stands."""
    petition = row.petition
    words = petition.words()
    return {
        "tag": SHAPES[row.state_now],
        "tag_words": row.state_now.label,
        "number": _("Petition %(number)s") % {"number": digits(str(petition.number))},
        "title": words.action,
        "lang": words.language,
        "url": page_address(petition),
        "count": row.threshold.count,
        "duty": row.threshold.title,
        "owner": owner_of(row),
        "reached_at": row.reached_at,
        "due_on": row.due_on,
        "done_at": row.done_at,
        "is_late": row.state_now == MilestoneState.OVERDUE,
    }
