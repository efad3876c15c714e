"""What the search page shows, as plain data: lines, facets, chips, pages, and the addresses behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from core.parliament.models import Committee
from core.search.backend import Asked, Hit, Results
from core.search.documents import find_type, types
from core.search.suggesting import Suggestion
from core.web.numbers import digits

# Pages shown on each side of the one we are on.
NEAR = 2
# A list of years longer than this is no help.
MOST_YEARS = 12


class Links:
    """Makes addresses of this page with some of the question changed; what is not set stays out of them."""

    def __init__(self, path: str, asked: Asked) -> None:
        """Keep the path and the question."""
        self.path = path
        self.asked = asked

    def to(self, **changes: Any) -> str:
        """Give the address of the question with these changes."""
        asked = replace(self.asked, **changes)
        pairs = [("q", asked.text), *(("type", key) for key in asked.types)]
        pairs += [("language", asked.language), ("open", "1" if asked.open_only else "")]
        pairs += [("state", asked.state), ("committee", asked.committee), ("year", str(asked.year or ""))]
        pairs += [("page", str(asked.page) if asked.page > 1 else "")]
        return f"{self.path}?{urlencode([pair for pair in pairs if pair[1]])}"

    def without_filters(self) -> str:
        """Give the address of the words alone."""
        return self.to(types=(), language="", open_only=False, state="", committee="", year=0, page=1)


def entry(hit: Hit, reader: str) -> dict[str, Any]:
    """Give one line of the list; what it is, in the document's words or the reader's."""
    document = hit.document
    row = find_type(document.type)
    tag, tag_words = (row.states.get(document.state) if row else None) or ("", "")
    is_foreign = document.language != reader
    number = digits(document.number) if document.number.isdigit() else document.number
    return {
        "what": document.kicker or f"{row.label if row else document.type} {number}".strip(),
        "what_lang": document.language if document.kicker and is_foreign else "",
        "tag": tag,
        "tag_words": tag_words,
        "date": document.date,
        "title": hit.title,
        "text": hit.passage,
        "url": hit.url,
        "lang": document.language if is_foreign else "",
        "language": language_name(document.language) if is_foreign else "",
    }


def suggestion(found: Suggestion, reader: str) -> dict[str, Any]:
    """Give one title that begins like what was typed."""
    document = found.document
    row = find_type(document.type)
    is_foreign = document.language != reader
    return {
        "title": document.title,
        "url": found.url,
        "what": str(row.label) if row else "",
        "lang": document.language if is_foreign else "",
    }


def language_name(code: str) -> str:
    """Give the name of a language in itself; its code where nobody knows it."""
    if code in (site := dict(settings.LANGUAGES)):
        return str(site[code])
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code


def facets(results: Results, links: Links) -> list[dict[str, Any]]:
    """Give the groups of links: kinds, what is open, languages. A choice that would find nothing is not offered."""
    asked = links.asked
    groups = [
        {"legend": _("Kind"), "options": _kinds(results, links)},
        {"legend": _("You can still act"), "options": _open(results, links)},
        {"legend": _("State"), "options": _states(results, links)},
        {"legend": _("Committee"), "options": _committees(results, links)},
        {"legend": _("Year"), "options": _years(results, links)},
        {"legend": _("Language"), "options": _languages(results, links)},
    ]
    return [group for group in groups if group["options"]] if asked.text else []


def _option(words: Any, count: int | None, url: str, is_on: bool, lang: str = "") -> dict[str, Any]:
    return {"words": words, "count": count, "url": url, "is_on": is_on, "lang": lang}


def _kinds(results: Results, links: Links) -> list[dict[str, Any]]:
    counts, chosen = results.by_type, links.asked.types
    if not counts and not chosen:
        return []
    every = _option(_("All kinds"), sum(counts.values()), links.to(types=(), page=1), not chosen)
    return [every] + [
        _option(row.plural, counts[row.key], links.to(types=(row.key,), page=1), row.key in chosen)
        for row in types()
        if counts[row.key] or row.key in chosen
    ]


def _open(results: Results, links: Links) -> list[dict[str, Any]]:
    is_on = links.asked.open_only
    if not results.open_now and not is_on:
        return []
    return [_option(_("Open now"), results.open_now, links.to(open_only=not is_on, page=1), is_on)]


def _languages(results: Results, links: Links) -> list[dict[str, Any]]:
    counts, chosen = results.by_language, links.asked.language
    site = [code for code, _name in settings.LANGUAGES]
    options = [
        _option(language_name(code), counts[code], links.to(language=code, page=1), code == chosen, code)
        for code in site
        if counts[code] or code == chosen
    ]
    if len(options) < 2 and not chosen:
        return []
    return [_option(_("Best for you"), None, links.to(language="", page=1), not chosen), *options]


def _states(results: Results, links: Links) -> list[dict[str, Any]]:
    named = {key: state_name(key, results.asked.types) for key in results.by_state}
    return _one_of("state", results.by_state, sorted(named.items(), key=lambda pair: str(pair[1])), links)


def _committees(results: Results, links: Links) -> list[dict[str, Any]]:
    named = committee_names([*results.by_committee, links.asked.committee])
    return _one_of("committee", results.by_committee, sorted(named.items(), key=lambda pair: pair[1]), links)


def _years(results: Results, links: Links) -> list[dict[str, Any]]:
    counts = results.by_year
    newest = sorted(counts, reverse=True)[:MOST_YEARS]
    return _one_of("year", counts, [(year, digits(str(year))) for year in newest], links)


def _one_of(name: str, counts: Counter[Any], named: Iterable[tuple[Any, Any]], links: Links) -> list[dict[str, Any]]:
    """Give the values of a facet that takes one of them; nothing where there is no choice to make."""
    chosen = getattr(links.asked, name)
    options = [
        _option(words, counts[value], links.to(**{name: value, "page": 1}), value == chosen)
        for value, words in named
        if counts[value] or value == chosen
    ]
    if len(options) < 2 and not chosen:
        return []
    none: Any = 0 if name == "year" else ""
    return [_option(_("All"), None, links.to(**{name: none, "page": 1}), not chosen), *options]


def state_name(state: str, among: Iterable[str] = ()) -> str:
    """Give what a state is called, by the kinds asked for or else the first kind that has it; its key where none."""
    wanted = set(among)
    rows = sorted(types(), key=lambda row: row.key not in wanted)
    return next((str(row.states[state][1]) for row in rows if state in row.states), state)


def committee_names(slugs: Iterable[str]) -> dict[str, str]:
    """Give the names of committees in the active language; one that is unknown now keeps its slug."""
    wanted = {slug for slug in slugs if slug}
    if not wanted:
        return {}
    known = {row.slug: str(row) for row in Committee.objects.filter(slug__in=wanted)}
    return {slug: known.get(slug, slug) for slug in wanted}


def chips(asked: Asked, links: Links) -> list[dict[str, Any]]:
    """Give the filters that are on, each with the address without it."""
    items = [
        {"words": row.plural, "url": links.to(types=tuple(k for k in asked.types if k != row.key), page=1)}
        for row in types()
        if row.key in asked.types
    ]
    if asked.open_only:
        items.append({"words": _("Open now"), "url": links.to(open_only=False, page=1)})
    if asked.state:
        items.append({"words": state_name(asked.state, asked.types), "url": links.to(state="", page=1)})
    if asked.committee:
        name = committee_names([asked.committee])[asked.committee]
        items.append({"words": name, "url": links.to(committee="", page=1)})
    if asked.year:
        items.append({"words": digits(str(asked.year)), "url": links.to(year=0, page=1)})
    if asked.language:
        items.append({"words": language_name(asked.language), "url": links.to(language="", page=1)})
    return items


def pages(results: Results, links: Links) -> list[dict[str, Any]]:
    """Give the pages near the one shown, with the first and the last; one page needs no list."""
    if results.pages == 1:
        return []
    near = range(max(1, results.page - NEAR), min(results.pages, results.page + NEAR) + 1)
    return [
        {"number": number, "url": links.to(page=number), "is_current": number == results.page}
        for number in sorted({1, *near, results.pages})
    ]
