"""The language of a page is the one in its address; other doors follow the Accept-Language header."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware as DjangoLocaleMiddleware

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
    """Django's middleware, with one difference: a machine door's 404 stays a 404.

    The page tree takes every path, so Django would lead any unknown address to one with a language in front.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Lead pages to their language; leave machine doors alone."""
        if response.status_code == 404 and request.path.startswith(MACHINE_DOORS):
            return response
        return super().process_response(request, response)
