"""The tabs of a petition's screens: each screen about one petition puts itself in, and every one of them shows all.

A screen of its own is a Wagtail view whose URL name takes the petition's primary key; its template includes
`cms/backoffice/petition_tabs.html` with `tabs=tabs_of(request_actor, petition, "its url name")`. The desk's item screen
is the first tab and shows the others by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.actors import Actor, Predicate
from petitions.models import Petition
from petitions.rules import is_petitions_clerk

DESK = "backoffice_item"


@dataclass(frozen=True)
class Tab:
    """One screen about a petition: its words, its URL name (called with the primary key), and who may open it."""

    label: Any
    url_name: str
    may: Predicate


TABS: list[Tab] = []


def add_tab(tab: Tab) -> None:
    """Put a screen in once; a second call for the same address changes nothing."""
    if tab.url_name not in {one.url_name for one in TABS}:
        TABS.append(tab)


def tabs_of(actor: Actor, petition: Petition, here: str = DESK) -> list[dict[str, Any]]:
    """Give the tabs that an actor may open for a petition, the desk's own first; `here` is the screen one stands on."""
    desk = {
        "label": _("Text and decision"),
        "url": reverse(DESK, args=["petitions", petition.pk]),
        "is_here": here == DESK,
    }
    others = [
        {"label": tab.label, "url": reverse(tab.url_name, args=[petition.pk]), "is_here": here == tab.url_name}
        for tab in TABS
        if tab.may(actor, petition)
    ]
    return [desk, *others] if is_petitions_clerk(actor, petition) else others
