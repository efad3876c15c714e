"""A clause's page: its text as a tree, what can be commented on, the tabs, where a comment goes."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from consultations.bills.models import ClauseCounter, Provision, Version
from consultations.bills.presenting.bill import bill_glance
from consultations.bills.presenting.heat import heat_of, heat_words
from consultations.bills.rules import is_open
from consultations.bills.states import Stance
from consultations.bills.text import printed
from core.web.times import when

Plain = dict[str, Any]


def clause_glance(version: Version) -> list[Plain]:
    """Give the strip State, You can, Next, Until of a clause."""
    words = _("Comment or propose wording") if is_open(version) else ""
    return bill_glance(version, action_url="#say" if is_open(version) else "#com", action_words=words)


def law_tree(rows: list[Provision], counters: dict[int, ClauseCounter], version: Version) -> Plain:
    """Give the clause (the first row) with everything in it, words and inner provisions in turn."""
    nodes: dict[int | None, Plain] = {}
    busiest = max((counters[row.clause_id].total for row in rows[1:] if row.clause_id in counters), default=0)
    for row in rows:
        counter = counters.get(row.clause_id)
        count = counter.total if counter else 0
        heat = heat_of(count, busiest)
        nodes[row.pk] = {
            "code": row.clause.code,
            "number": printed(row.number),
            "heading": row.heading,
            "count": count,
            "heat": heat,
            "heat_words": heat_words(heat),
            "children": [],
            "html": row.html,
            "is_first_level": row.parent_id == rows[0].pk and not row.is_quoted,
            "comment_url": f"?on={row.clause.code}#say" if is_open(version) else "",
        }
    for row in rows[1:]:
        nodes[row.parent_id]["children"].append(nodes[row.pk])
    for node in nodes.values():
        node["parts"] = _parts(node)
    return nodes[rows[0].pk]


def _parts(node: Plain) -> list[Plain]:
    """Give words and runs of inner provisions in their order."""
    parts: list[Plain] = []
    for at, html in enumerate(node["html"]):
        if html:
            # Cleaned by nh3 against a list of tags when the file came in.
            parts.append({"html": mark_safe(html)})  # noqa: S308
        if at < len(node["children"]):
            if not parts or "inner" not in parts[-1]:
                parts.append({"inner": []})
            parts[-1]["inner"].append(node["children"][at])
    return parts


def places_to_comment(rows: list[Provision], name: str) -> list[tuple[str, str]]:
    """Give what one can comment on: the whole clause, then each piece by its printed numbers."""
    labels: dict[int | None, str] = {rows[0].pk: ""}
    choices = [(rows[0].clause.code, _("The whole of %(clause)s") % {"clause": name})]
    for row in rows[1:]:
        labels[row.pk] = labels.get(row.parent_id, "") + printed(row.number)
        if row.number and not row.is_quoted:
            choices.append((row.clause.code, labels[row.pk]))
    return choices


def stance_tabs(url: str, counter: ClauseCounter | None, chosen: str) -> list[Plain]:
    """Give the links that filter comments by stance."""
    words = {
        "": _("All"), Stance.SUPPORT: _("Support"), Stance.CHANGE: _("Change"), Stance.OPPOSE: _("Oppose"),
        Stance.QUESTION: _("Questions"),
    }  # fmt: skip
    counts = {"": counter.total, **counter.by_stance} if counter else {}
    return [
        {
            "words": text,
            "url": f"{url}?stance={stance}#com" if stance else f"{url}#com",
            "count": counts.get(str(stance), 0),
            "is_current": stance == chosen,
        }
        for stance, text in words.items()
    ]


def way_of_a_comment(version: Version) -> list[Plain]:
    """Give the thread from comment to law: dates where they are known."""
    takes = is_open(version)
    answers = {"when": version.bill.answers_due_on, "style": "date"} if version.bill.answers_due_on else {}
    until = (
        {"note": _("until %(day)s") % {"day": when(version.comments_until, "date")}} if version.comments_until else {}
    )
    return [
        {"state": "now" if takes else "done", "name": _("Comment"), **until},
        {"state": "" if takes else "now", "name": _("Groups"), "note": _("Clerks group what says the same")},
        {"state": "", "name": _("Answer"), "note": _("By the committee"), **answers},
        {"state": "", "name": _("Amendment"), "note": _("In the second reading")},
        {"state": "", "name": _("Law"), "note": _("If the House agrees")},
    ]


def address_of(version: Version, unit: Provision) -> str:
    """Give the address of a clause's page."""
    return reverse("bills:clause", args=[version.bill.slug, unit.clause.code])
