"""Lists of petitions: rows, orders, facets, and the same list as data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from textwrap import shorten
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core.parliament.models import Area, Committee
from core.web.numbers import digits
from core.web.times import when
from petitions.listing import ANY, Facets, Filter
from petitions.models import Petition, PetitionKind
from petitions.presenting.page import TAGS, page_address, signed_noun, to_go_words
from petitions.selectors import next_threshold
from petitions.states import PUBLIC_STATES, PetitionState

Plain = dict[str, Any]
MOST_YEARS = 12


def stage_words() -> dict[str, str]:
    """Give what the stages of the list are called."""
    return {
        "awaiting_answer": _("Waiting for an answer"),
        "answered": _("Answered"),
        "awaiting_debate": _("Waiting for a debate"),
        "debated": _("Debated"),
        "not_debated": _("Not to be debated"),
        "overdue": _("Something is overdue"),
    }


def list_entry(petition: Petition) -> Plain:
    """Give one row of a list."""
    goal = next_threshold(petition) if petition.state == PetitionState.OPEN else None
    words = petition.words()
    meta = [_("Petition %(number)s") % {"number": digits(str(petition.number))}]
    if petition.state == PetitionState.OPEN and petition.closes_at:
        meta.append(_("until %(day)s") % {"day": when(petition.closes_at, "date")})
    if petition.committee:
        meta.append(str(petition.committee))
    return {
        "tag": TAGS[petition.state],
        "tag_words": petition.get_state_display(),
        "meta": meta,
        "title": words.action,
        "url": page_address(petition),
        "text": shorten(words.background, 200, placeholder=" …"),
        "lang": words.language,
        "figure": _figure(petition, goal),
    }


def _figure(petition: Petition, goal: Any) -> Plain:
    note = to_go_words(goal, goal.count - petition.signature_count) if goal else ""
    if petition.state == PetitionState.OPEN and not goal:
        note = _("All thresholds are reached")
    return {
        "value": petition.signature_count,
        "words": signed_noun(petition.signature_count),
        "max": goal.count if goal else None,
        "label": _("Signatures towards the next threshold"),
        "note": note,
    }


def rejected_entry(petition: Petition) -> Plain:
    """Give one row of the rejected ones: the day, the reason, what was said to the petitioner."""
    reason = petition.rejection_reason
    told = [str(reason.title) if reason else "", petition.rejection_details]
    entry = list_entry(petition)
    entry["meta"] = [entry["meta"][0], when(petition.rejected_at, "date") if petition.rejected_at else ""]
    return {**entry, "figure": None, "reason": told[0], "details": told[1]}


def reason_rows(found: Iterable[Plain], chosen: str, path: str) -> list[Plain]:
    """Give the reasons with their counts, each with its address and its words for the public."""
    return [
        {
            "title": line["reason"].title,
            "wording": line["reason"].wording,
            "count": line["total"],
            "url": f"{path}?{urlencode({'reason': line['code']})}",
            "is_on": line["code"] == chosen,
        }
        for line in found
    ]


def order_tabs(asked: Filter) -> list[Plain]:
    """Give the links that order the list."""
    words = {
        "signed": _("Most signed"), "near": _("Closest to a threshold"), "newest": _("Newest"),
        "closing": _("Closing soon"),
    }  # fmt: skip
    usual = "" if asked.q else "signed"
    tabs = [("", _("Best match"))] if asked.q else []
    return [
        {"words": text, "url": list_url(replace(asked, order=order)), "is_current": (asked.order or usual) == order}
        for order, text in [*tabs, *words.items()]
    ]


def facet_groups(asked: Filter, counts: Facets, rooms: Sequence[Committee], places: Sequence[Area]) -> list[Plain]:
    """Give the filters: state and stage, committee, kind, language, year, each with its counts; constituency."""
    states: list[tuple[Any, Any]] = [(state, PetitionState(state).label) for state in PUBLIC_STATES]
    states += stage_words().items()
    kinds = {kind.key: str(kind.name) for kind in PetitionKind.objects.order_by("version")}
    years = sorted(counts.year, reverse=True)[:MOST_YEARS]
    seats = sorted(((area.code, str(area)) for area in places), key=lambda pair: pair[1])
    groups = [
        _group(_("State"), "state", asked.state, states, counts.state, keeps=PUBLIC_STATES),
        _group(_("Committee"), "committee", asked.committee, [(c.slug, str(c)) for c in rooms], counts.committee),
        _group(_("Kind"), "kind", asked.kind, list(kinds.items()), counts.kind),
        _group(_("Written in"), "language", asked.language, list(settings.LANGUAGES), counts.language),
        _group(_("Year"), "year", asked.year, [(year, digits(str(year))) for year in years], counts.year),
        {
            "legend": _("Signed in"), "name": "constituency", "is_list": True,
            "options": [{"value": "", "words": _("All constituencies"), "is_on": not asked.constituency}]
            + [{"value": key, "words": name, "is_on": key == asked.constituency} for key, name in seats],
        },
    ]  # fmt: skip
    return [group for group in groups if len(group["options"]) > 2 or group["name"] == "state"]


def _group(legend: str, name: str, chosen: Any, known: Any, counts: Any, *, keeps: Sequence[Any] = ()) -> Plain:
    """Give one group; a choice behind which nothing stands is left out, unless it is chosen or kept."""
    all_ = ANY if name == "state" else ""
    options = [{"value": all_, "words": _("All"), "count": None, "is_on": not chosen}]
    options += [
        {
            "value": str(key), "words": words, "count": counts[key], "is_on": str(key) == str(chosen),
            "lang": key if name == "language" else "",
        }
        for key, words in known
        if counts[key] or key in keeps or str(key) == str(chosen)
    ]  # fmt: skip
    return {"legend": legend, "name": name, "one": True, "options": options}


def chips(asked: Filter, places: Iterable[Area]) -> list[Plain]:
    """Give the filters that are on, each with the address without it; the state is said by its own choice."""
    names = {area.code: str(area) for area in places}
    committee = Committee.objects.filter(slug=asked.committee).first() if asked.committee else None
    kind = PetitionKind.objects.filter(key=asked.kind).order_by("-version").first() if asked.kind else None
    found = {
        "committee": str(committee or asked.committee),
        "kind": str(kind.name) if kind else asked.kind,
        "constituency": names.get(asked.constituency, asked.constituency),
        "language": str(dict(settings.LANGUAGES).get(asked.language, "")),
        "year": digits(str(asked.year)) if asked.year else "",
        "q": f"“{asked.q}”" if asked.q else "",
    }
    off: Plain = {"year": 0}
    return [
        {"words": words, "url": list_url(replace(asked, **{name: off.get(name, "")}))}
        for name, words in found.items()
        if words
    ]


def known_words(asked: Filter) -> dict[str, str]:
    """Give what stands in the list's own address: the usual state is left out, all states are said."""
    words = asked.words()
    if asked.state == PetitionState.OPEN:
        del words["state"]
    return words if asked.state else {"state": ANY, **words}


def list_url(asked: Filter) -> str:
    """Give the list's address for a filter."""
    words = known_words(asked)
    return reverse("petitions:petition_list") + (f"?{urlencode(words)}" if words else "")


def data_links(route: str, words: dict[str, str], *args: Any) -> Plain:
    """Give the addresses of the same list as CSV and as JSON."""
    kept = {name: value for name, value in words.items() if value}
    path = reverse(route, args=args)
    return {"csv": f"{path}?{urlencode({**kept, 'format': 'csv'})}", "json": f"{path}?{urlencode(kept)}"}


def feed_link(name: str, *args: Any) -> Plain:
    """Give what readers' programs look for on a page: a feed in its language."""
    titles = {
        "feed_new": _("New petitions"), "feed_duties": _("What is owed to petitions"),
        "feed_constituency": _("New petitions signed in this constituency"),
        "feed_petition": _("What happens to this petition"),
    }  # fmt: skip
    return {"url": reverse(f"petitions:{name}", args=args), "title": titles[name]}
