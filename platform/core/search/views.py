"""The search page: one form, facets as links, no script. Whatever stands in the address, it answers 200."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core.limits.doors import Limited
from core.search import presenting
from core.search.backend import LAST_PAGE, LONGEST_QUERY, Asked, Results
from core.search.documents import find_type
from core.search.searching import find
from core.search.suggesting import did_you_mean, suggest


def asked_by(request: HttpRequest) -> Asked:
    """Read a question from the address; what cannot be meant (an unknown type, a page "x") is left out."""
    query = request.GET
    languages = {code for code, _name in settings.LANGUAGES}
    page = query.get("page", "")
    language = query.get("language", "")
    return Asked(
        text=" ".join(query.get("q", "").replace("\x00", " ").split())[:LONGEST_QUERY].strip(),
        reader=get_language() or settings.LANGUAGE_CODE,
        types=tuple(dict.fromkeys(key for key in query.getlist("type") if find_type(key))),
        language=language if language in languages else "",
        open_only=query.get("open") == "1",
        state=_key(query.get("state", "")),
        committee=_key(query.get("committee", "")),
        year=int(year) if is_year(year := query.get("year", "")) else 0,
        page=min(LAST_PAGE, max(1, int(page))) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )


def is_year(text: str) -> bool:
    """Tell whether a text is a year of four digits."""
    return len(text) == 4 and text.isascii() and text.isdigit() and text > "0000"


def _key(text: str) -> str:
    """Give a state or slug as it may stand in an address; nothing where it cannot be one."""
    return text if re.fullmatch(r"[\w-]{1,60}", text, re.ASCII) else ""


class SearchPage(Limited, TemplateView):
    """Shows the form; with words in `q` also the hits, what kinds and languages they are of, and further pages."""

    template_name = "search/results.html"
    limits = "search"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Search once; everything else is worked out from the results."""
        asked = asked_by(self.request)
        if asked.text:
            self.take_limits()
        results = find(asked)
        links = presenting.Links(self.request.path, asked)
        return super().get_context_data(
            **kwargs,
            query=asked.text,
            asked=asked,
            results=results,
            entries=[presenting.entry(hit, asked.reader) for hit in results.hits],
            facets=presenting.facets(results, links),
            chips=presenting.chips(asked, links),
            pages=presenting.pages(results, links),
            next_url=links.to(page=results.page + 1) if results.page < results.pages else "",
            other_kinds=sum(cell.count for cell in results.cells) if not results.total else 0,
            all_url=links.without_filters(),
            **_help(asked, results, links),
            found_language=_found_language(asked, results.asked),
            crumbs=[{"label": _("Home"), "url": f"/{asked.reader}/"}],
        )


def _help(asked: Asked, results: Results, links: presenting.Links) -> dict[str, Any]:
    """Give what helps when not all words were found: the words as they may have been meant, titles that begin so."""
    if not asked.text or (results.total and not results.asked.is_loose):
        return {"meant": "", "meant_url": "", "suggestions": []}
    meant = did_you_mean(asked)
    begun = [presenting.suggestion(found, asked.reader) for found in suggest(asked.text, asked.reader)]
    return {"meant": meant, "meant_url": links.to(text=meant, page=1), "suggestions": begun}


def _found_language(asked: Asked, used: Asked) -> str:
    """Name the language in which was found what the reader's own did not have; empty where it was."""
    return presenting.language_name(used.language) if used.language != asked.language else ""
