"""The content security policy and its companions: strict on every public page, laxer only under the back office."""

import logging
import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject, empty

from core.web.cross_site import REPORT_PATH

log = logging.getLogger("rostra.csp")
COUNTER = "csp-reports"

PUBLIC: dict[str, str] = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "report-uri": REPORT_PATH,
}
# Wagtail 8.0: its rich text editor and its charts write style attributes, its date choosers bring inline scripts, its
# previews stand in a frame of its own. Nothing here reaches a page that a citizen sees.
BACK_OFFICE: dict[str, str] = {
    **PUBLIC,
    "script-src": "'self' 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "frame-src": "'self'",
    "frame-ancestors": "'self'",
}
HEADERS: dict[str, str] = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def back_office_prefix() -> str:
    """Give the path under which the back office stands."""
    return str(getattr(settings, "BACK_OFFICE_PREFIX", "/admin/"))


def is_back_office(path: str) -> bool:
    """Tell whether a path belongs to the back office, with or without a language in front."""
    prefix = back_office_prefix()
    if path.startswith(prefix):
        return True
    _empty, _language, *rest = path.split("/", 2)
    return bool(rest) and f"/{rest[0]}".startswith(prefix)


def policy(path: str, nonce: str = "", host: str = "") -> str:
    """Give the policy for a path, with the nonce that a template used; our own socket is named for old browsers."""
    rules = dict(BACK_OFFICE if is_back_office(path) else PUBLIC)
    if nonce and not is_back_office(path):
        rules["script-src"] += f" 'nonce-{nonce}'"
        rules["style-src"] += f" 'nonce-{nonce}'"
    if host:
        rules["connect-src"] += f" ws://{host} wss://{host}"
    for name, extra in getattr(settings, "CSP_EXTRA", {}).items():
        rules[name] = f"{rules.get(name, rules['default-src'])} {extra}"
    return "; ".join(f"{name} {value}" for name, value in rules.items())


class CspMiddleware:
    """Sends the policy with every page; `request.csp_nonce` gives a nonce, and only its use puts it in the header."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the headers that the view has not set itself."""
        nonce = SimpleLazyObject(lambda: secrets.token_urlsafe(16))
        request.csp_nonce = nonce  # type: ignore[attr-defined]
        response = self.get_response(request)
        used = "" if nonce._wrapped is empty else str(nonce)
        response.headers.setdefault("Content-Security-Policy", policy(request.path, used, _host(request)))
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not is_back_office(request.path):
            response.headers["X-Frame-Options"] = "DENY"
        return response


def _host(request: HttpRequest) -> str:
    """Give the host asked for, or nothing where the request named one that is not ours."""
    try:
        return request.get_host()
    except Exception:
        return ""


def count_report(document: str, directive: str, blocked: str) -> None:
    """Count one breach and log it without its query string, which might name a person's search."""
    try:
        cache.add(COUNTER, 0, None)
        cache.incr(COUNTER)
    except ValueError:
        cache.set(COUNTER, 1, None)
    page, source = urlsplit(document), urlsplit(blocked)
    log.warning("csp breach %s on %s by %s", directive[:60], page.path[:200], (source.netloc or blocked)[:100])


def reports_counted() -> int:
    """Give how many breaches were reported since the cache was last empty."""
    return int(cache.get(COUNTER, 0))
