"""A bill in a list, at the head of its page, and its clauses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.bills.models import ClauseCounter, Provision, Stage, Version
from consultations.bills.naming import clause_name, heading_of
from consultations.bills.presenting.heat import heat_of, heat_words
from consultations.bills.rules import is_open
from consultations.bills.states import Place
from core import clock
from core.web.numbers import digits, number
from core.web.times import days_until, when

Plain = dict[str, Any]


def list_entry(version: Version) -> Plain:
    """Give one row of the list of bills."""
    bill = version.bill
    meta = [_("Bill %(number)s") % {"number": digits(bill.number)}] if bill.number else []
    if bill.committee:
        meta.append(str(bill.committee))
    if is_open(version) and version.comments_until:
        meta.append(days_left(version))
    return {
        **state_tag(version),
        "meta": meta,
        "title": str(bill.title),
        "url": bill.get_absolute_url(),
        "text": str(bill.summary),
        "figure": {"value": version.comments_count, "words": _comments_on_clauses(version)},
    }


def _comments_on_clauses(version: Version) -> str:
    """Give the words beside the count of comments."""
    clauses = ngettext("on %(number)s clause", "on %(number)s clauses", version.units_count)
    words = ngettext("comment", "comments", version.comments_count)
    return f"{words} {clauses % {'number': number(version.units_count)}}"


def state_tag(version: Version) -> Plain:
    """Give the tag of a version's state."""
    if is_open(version):
        return {"tag": "open", "tag_words": _("Open for comments")}
    return {"tag": "shut", "tag_words": _("Comments closed")}


def days_left(version: Version) -> str:
    """Say how many days are left; the last day says so."""
    days = days_until(version.comments_until) if version.comments_until else 0
    if days <= 0:
        return _("closes today")
    return ngettext("%(number)s day left", "%(number)s days left", days) % {"number": number(days)}


def bill_glance(version: Version, *, action_url: str, action_words: str, action_note: str = "") -> list[Plain]:
    """Give the strip State, You can, Next, Until."""
    takes, state = is_open(version), state_tag(version)
    you_can = {"value": action_words, "note": action_note} if takes else {"value": _("Read what people said")}
    return [
        {"label": _("State"), "tag": state["tag"], "value": state["tag_words"]},
        {"label": _("You can"), "url": action_url, **you_can},
        {"label": _("Next"), "value": _("Committee answers"), "note": _answers_note(version)},
        _until(version, takes=takes),
    ]


def _answers_note(version: Version) -> str:
    """Say by when the committee answers, where a day is set."""
    due = version.bill.answers_due_on
    return _("by %(date)s") % {"date": when(due, "date")} if due else _("every comment is read")


def _until(version: Version, *, takes: bool) -> Plain:
    """Give the deadline, or that there is none; a day that was to come is not told of comments closed before it."""
    until = version.comments_until
    if until is None or (not takes and until > clock.now()):
        return {"label": _("Until"), "value": _("No date set") if takes else _("over")}
    note = days_left(version) if takes else _("over")
    return {"label": _("Until"), "when": until, "style": "full", "note": note}


def stages(rows: Iterable[Stage]) -> list[Plain]:
    """Give the thread of a bill's way: done, now, still to come, by today's date."""
    rows, today = list(rows), clock.today()
    begun = [row for row in rows if row.starts_on and row.starts_on <= today]
    return [
        {
            "state": "" if row not in begun else "now" if row is begun[-1] else "done",
            "name": str(row.name),
            "when": row.starts_on,
            "style": "date",
            "note": str(row.note),
        }
        for row in rows
    ]


def contents_tree(rows: Iterable[Provision], version: Version) -> list[Plain]:
    """Give the contents as a tree: groups by name, clauses by number, both with their address."""
    slug = version.bill.slug
    tops: list[Plain] = []
    by_key: dict[int | None, Plain] = {}
    for row in rows:
        node = {
            "code": row.clause.code,
            "heading": heading_of(row, version.language),
            "children": [],
            "is_group": row.place == Place.GROUP,
        }
        if node["is_group"]:
            node |= {"name": clause_name(row, version), "url": f"#{row.clause.code}"}
        else:
            node |= {"number": digits(row.number), "url": reverse("bills:clause", args=[slug, row.clause.code])}
            node["heading"] = node["heading"] or clause_name(row, version)
        if node["is_group"] and node["name"] == node["heading"]:
            node["heading"] = ""
        by_key[row.pk] = node
        above = by_key.get(row.parent_id)
        (above["children"] if above else tops).append(node)
    return tops


def removed_rows(rows: Iterable[Provision], version: Version) -> list[Plain]:
    """Give the clauses that a bill no longer holds: name, number of comments and the page that keeps them."""
    found = []
    for row in rows:
        name, heading = clause_name(row, row.version), heading_of(row, version.language)
        found.append(
            {
                "name": f"{name}: {heading}" if heading != name and heading else name,
                "url": reverse("bills:clause", args=[version.bill.slug, row.clause.code]),
                "version": row.version.number,
                "count": row.said or 0,  # type: ignore[attr-defined]
            }
        )
    return found


def clause_cards(rows: Iterable[Provision], counters: dict[int, ClauseCounter], version: Version) -> list[Plain]:
    """Give groups, their own words and clauses in the order of the text, with counts and levels of heat.

    A group's row carries `words`, its HTML around what it groups; without them only its heading is shown.
    """
    rows = list(rows)
    units = {row.clause_id for row in rows if row.place == Place.UNIT}
    busiest = max((counter.total for clause, counter in counters.items() if clause in units), default=0)
    under: dict[int | None, list[Provision]] = defaultdict(list)
    for row in rows:
        under[row.parent_id].append(row)
    cards = []
    for piece in chain.from_iterable(_in_order(row, under) for row in under[None]):
        if isinstance(piece, str):
            # Cleaned by nh3 against a list of tags when the file came in.
            cards.append({"html": mark_safe(piece)})  # noqa: S308
        else:
            cards.append(_card(piece, counters.get(piece.clause_id), busiest, version))
    return cards


def _in_order(row: Provision, under: dict[int | None, list[Provision]]) -> Iterator[Provision | str]:
    """Give a clause; or a group, then its own words and what it groups in turn."""
    yield row
    inner = iter(under[row.pk])
    for html in getattr(row, "words", None) or ():
        if html:
            yield html
        if child := next(inner, None):
            yield from _in_order(child, under)
    for child in inner:
        yield from _in_order(child, under)


def _card(row: Provision, counter: ClauseCounter | None, busiest: int, version: Version) -> Plain:
    """Give the head of a group, or a clause with its count."""
    name, heading = clause_name(row, version), heading_of(row, version.language)
    # The text as a whole stands under an h2.
    level = min(3 + row.depth, 6)
    card = {"code": row.clause.code, "name": name, "heading": heading if heading != name else "", "level": level}
    if row.place == Place.GROUP:
        return {**card, "is_group": True}
    count = counter.total if counter else 0
    heat = heat_of(count, busiest)
    return {
        **card,
        "number": digits(row.number),
        "summary": str(row.clause.summary),
        "lead": row.lead,
        "count": count,
        "heat": heat,
        "heat_words": heat_words(heat),
        "url": reverse("bills:clause", args=[version.bill.slug, row.clause.code]),
        "takes": is_open(version),
    }
