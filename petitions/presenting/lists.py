"""Lists of petitions: rows, orders, facets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from core.web.numbers import digits
from petitions.models import Petition
from petitions.presenting.page import TAGS, page_address
from petitions.selectors import next_threshold
from petitions.states import PetitionState

Plain = dict[str, Any]


def list_entry(petition: Petition) -> Plain:
    """Give one row of a list."""
    goal = next_threshold(petition)
    words = petition.words()
    meta = [_("Petition %(number)s") % {"number": digits(str(petition.number))}]
    if petition.committee:
        meta.append(str(petition.committee))
    return {
        "tag": TAGS[petition.state],
        "tag_words": petition.get_state_display(),
        "meta": meta,
        "title": words.action,
        "url": page_address(petition),
        "text": words.background[:200],
        "lang": words.language,
        "figure": {
            "value": petition.signature_count,
            "words": _("signatures"),
            "max": goal.count if goal and petition.state == PetitionState.OPEN else None,
            "label": _("Signatures towards the next threshold"),
            "note": str(goal.title) if goal and petition.state == PetitionState.OPEN else "",
        },
    }


def order_tabs(chosen: dict[str, str]) -> list[Plain]:
    """Give the links that order the list."""
    words = {"signed": _("Most signed"), "newest": _("Newest"), "closing": _("Closing soon")}
    return [
        {"words": text, "url": page_url({**chosen, "order": order}), "is_current": chosen["order"] == order}
        for order, text in words.items()
    ]


def facet_groups(chosen: dict[str, str], counts: dict[str, int], committees: Iterable[Any]) -> list[Plain]:
    """Give the filters: state with counts, committee."""
    states = [
        {"value": state, "words": PetitionState(state).label, "count": count, "is_on": chosen["state"] == state}
        for state, count in counts.items()
    ]
    states.append({"value": "all", "words": _("All"), "count": sum(counts.values()), "is_on": chosen["state"] == "all"})
    rooms = [{"value": "", "words": _("All committees"), "count": None, "is_on": not chosen["committee"]}]
    rooms += [
        {"value": c.slug, "words": str(c), "count": None, "is_on": chosen["committee"] == c.slug} for c in committees
    ]
    return [
        {"legend": _("State"), "name": "state", "one": True, "options": states},
        {"legend": _("Committee"), "name": "committee", "one": True, "options": rooms},
    ]


def page_url(chosen: dict[str, str], page: int = 1) -> str:
    """Give the list's address for a choice and a page."""
    query = {key: value for key, value in chosen.items() if value}
    if page > 1:
        query["page"] = str(page)
    return f"{reverse('petitions:petition_list')}?{urlencode(query)}"
