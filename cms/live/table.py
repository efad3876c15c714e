"""The table of live kinds: which domain knows which. Its selectors are looked up when asked, never at import."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from django.apps import apps

from cms.live.cards import LiveCard, LiveKind

# kind -> the app that must be installed, and the module here that speaks with it. In the order of the order paper.
_TABLE = {
    "hearing": ("consultations.hearings", "cms.live.hearings"),
    "bill": ("consultations.bills", "cms.live.bills"),
    "petition": ("petitions", "cms.live.petitions"),
    "call": ("consultations.evidence", "cms.live.evidence"),
}

# How many of each kind are looked through for a committee.
SEEN = 12


def find_kind(key: str) -> LiveKind | None:
    """Give a kind by its key; None where its domain is absent."""
    app, module = _TABLE.get(key, ("", ""))
    if not app or not apps.is_installed(app):
        return None
    kind: LiveKind = import_module(module).KIND
    return kind


def installed() -> list[LiveKind]:
    """List the kinds whose domain is there."""
    return [kind for key in _TABLE if (kind := find_kind(key))]


def card_of(key: str, pk: int | None) -> LiveCard | None:
    """Give the card of a chosen record; None where it is gone, hidden, or its domain is absent."""
    kind = find_kind(key)
    if kind is None or pk is None:
        return None
    shown: Any = kind.shown(pk)
    return None if shown is None else kind.card(shown)


def petition_list(which: str, count: int, *, committee: str = "", area: str = "") -> dict[str, Any]:
    """Give {entries, url} of a list of open petitions; nothing where the domain is absent."""
    if not apps.is_installed("petitions"):
        return {}
    lists = import_module("cms.live.petition_lists")
    found: dict[str, Any] = lists.shown(lists.Wanted(which, count, committee, area))
    return found


def open_now(limit: int, but_not: Iterable[str] = ()) -> list[LiveCard]:
    """Give today's order paper: one of each kind in turn, shown by what happens now and what closes soonest.

    `but_not` names addresses that stand on the page already.
    """
    there = set(but_not)
    rows = [
        [card for record in kind.open(limit) if (card := kind.card(record)).url not in there] for kind in installed()
    ]
    taken: list[LiveCard] = []
    for place in range(limit):
        taken += [row[place] for row in rows if len(row) > place]
    return sorted(taken[:limit], key=lambda card: card.order)


def open_of(committee: str, limit: int) -> list[LiveCard]:
    """Give what a committee has open, what happens now first."""
    cards = [kind.card(record) for kind in installed() for record in kind.open(SEEN)]
    return sorted((card for card in cards if card.committee == committee), key=lambda card: card.order)[:limit]
