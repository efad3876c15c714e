"""The language of a page is the one in its address; other doors follow the Accept-Language header.

Only languages on offer count (core.institution): an address in another one leads to the default language.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware as DjangoLocaleMiddleware
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from core.institution import facts

# Doors without a language in front: what is not found there is not looked for among the pages.
MACHINE_DOORS = (
    "/admin/",
    "/api/",
    "/static/",
    "/media/",
    "/documents/",
    "/ws/",
    "/health/",
    "/csp-report/",
    "/theme-",
    "/sitemap",
    "/robots.txt",
    "/eid/",
)


class LocaleMiddleware(DjangoLocaleMiddleware):
    """Django's middleware, with two differences: only languages on offer count, and a machine door's 404 stays a 404.

    The page tree takes every path, so Django would lead any unknown address to one with a language in front.
    """

    def process_request(self, request: HttpRequest) -> HttpResponseBase | None:  # type: ignore[override]
        """Set the language; lead readers away from one that is not on offer."""
        super().process_request(request)
        offered = facts.codes()
        if len(offered) == len(settings.LANGUAGES) and offered[0] == settings.LANGUAGE_CODE:
            return None
        named = translation.get_language_from_path(request.path_info)
        if named in offered:
            return None
        if named is None:
            translation.activate(_wished(request, offered))
            request.LANGUAGE_CODE = translation.get_language()
            return None
        rest = request.get_full_path().split("/", 2)[2:]
        return HttpResponseRedirect("/".join(["", offered[0], *rest])) if request.method in {"GET", "HEAD"} else None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Lead pages to their language; leave machine doors alone."""
        if response.status_code == 404 and request.path.startswith(MACHINE_DOORS):
            return response
        return super().process_response(request, response)


def _wished(request: HttpRequest, offered: list[str]) -> str:
    """Give the first language on offer that the reader's browser asks for, else the default one."""
    for wish, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        for code in (wish, wish.partition("-")[0]):
            if code in offered:
                return code
    return offered[0]
