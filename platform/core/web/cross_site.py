"""No other site may post here (decision 18). Anonymous forms carry no cookie and no token: such a page may be cached.

The rule for every unsafe method: what the browser says about the sender must be this site. `Sec-Fetch-Site` is asked
first, then `Origin`, then `Referer`. A request that says nothing at all does not come from a browser (each one has sent
`Origin` with every POST since 2020) and carries nobody's session; a session that it did carry would still meet Django's
token below.
"""

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware

from core.web.errors import refuse_cross_site

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# The browser reports of itself where a page broke the policy; it may do so from an opaque origin.
REPORT_PATH = "/csp-report/"


def own_origins(request: HttpRequest) -> set[str]:
    """Give the origins that are this site: the one asked, and those the settings name."""
    return origins_of("https" if request.is_secure() else "http", request.get_host())


def origins_of(scheme: str, host: str) -> set[str]:
    """Give the origins that are this site for a request to a host (checked by the caller), for doors without Django."""
    return {f"{scheme}://{host}".lower()} | _configured(settings.SITE_URL, *settings.CSRF_TRUSTED_ORIGINS)


@lru_cache(maxsize=8)
def _configured(*addresses: str) -> frozenset[str]:
    """Give the origins that the settings name; they are taken apart once, and not for each post of a crowd."""
    return frozenset("{0.scheme}://{0.netloc}".format(urlsplit(url)).lower() for url in addresses if url)


def refusal(headers: dict[str, str], own: set[str]) -> str:
    """Give why these headers (lower-case names) mean another site, or an empty string.

    Also for doors without a request object: the websocket passes its headers.
    """
    fetch_site = headers.get("sec-fetch-site", "").lower()
    origin = headers.get("origin", "").lower()
    if fetch_site and fetch_site not in {"same-origin", "none"}:
        return f"sec-fetch-site {fetch_site}"
    if fetch_site == "same-origin":
        return ""
    if origin:
        return "" if origin in own else "origin"
    if referer := headers.get("referer", ""):
        parts = urlsplit(referer)
        return "" if f"{parts.scheme}://{parts.netloc}".lower() in own else "referer"
    return ""


class CrossSiteMiddleware:
    """Refuses, with 403, every unsafe request that another site sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let safe methods and our own pages pass."""
        if request.method in SAFE_METHODS or request.path == REPORT_PATH:
            return self.get_response(request)
        headers = {name.lower(): value for name, value in request.headers.items()}
        if reason := refusal(headers, own_origins(request)):
            return refuse_cross_site(request, reason)
        return self.get_response(request)


class SignedInCsrfMiddleware(CsrfViewMiddleware):
    """Django's token, asked only of requests that carry a signed-in person's session (decision 18).

    Login views keep their own `csrf_protect`, which calls Django's middleware itself and is not touched by this.
    """

    def process_view(
        self, request: HttpRequest, callback: Callable, args: tuple, kwargs: dict
    ) -> HttpResponseForbidden | None:
        """Skip the token where there is no session to abuse."""
        has_cookie = settings.SESSION_COOKIE_NAME in request.COOKIES
        if not has_cookie or not request.user.is_authenticated:
            return None
        return super().process_view(request, callback, args, kwargs)
