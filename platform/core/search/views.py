"""The search page: one form, facets as links, no script. Whatever stands in the address, it answers 200."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core.limits.doors import Limited
from core.search import presenting
from core.search.backend import LAST_PAGE, LONGEST_QUERY, Asked
from core.search.documents import find_type
from core.search.searching import find


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
        page=min(LAST_PAGE, max(1, int(page))) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )


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
            all_url=links.to(types=(), language="", open_only=False, page=1),
            found_language=_found_language(asked, results.asked),
            crumbs=[{"label": _("Home"), "url": f"/{asked.reader}/"}],
        )


def _found_language(asked: Asked, used: Asked) -> str:
    """Name the language in which was found what the reader's own did not have; empty where it was."""
    return presenting.language_name(used.language) if used.language != asked.language else ""
