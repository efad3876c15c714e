"""ETags and caching of every answer of the API: 304 for who has it already, in every process alike.

The ETag is a strong one, drawn from the bytes of the answer: equal in all processes, and after a restart. Asking again
for what has not changed costs no query: each process keeps, for anonymous readers, the ETag it gave under the site's
stamp (core.pagecache), and believes it as long as the stamp stands and no longer than a page is kept. A file that is
streamed has a weak ETag, drawn from the stamp alone.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import parse_http_date_safe
from django.utils.translation import gettext as _

from api.versioning import deprecation_headers
from core.pagecache import stamp
from core.web.errors import problem

PREFIXES = ("/api/v1/", "/petitions.json", "/petitions/", "/archived/petitions")  # the last three: api.uk_shape
VARY = ("Accept", "Accept-Language", "Authorization", "Cookie")
FOR_ALL = "public, max-age=0, must-revalidate"
FOR_ONE = "private, no-store"
MOST = 4000
PROCESS = secrets.token_hex(4)  # the stamp counts what one process has seen, and begins anew with each
Kept = tuple[Any, float, dict[str, str]]


class ConditionalAnswers:
    """Middleware: sits outside the session, so that a 304 from memory costs nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next layer."""
        self.get_response = get_response
        self._kept: OrderedDict[tuple[str, ...], Kept] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request; what is not the API's goes through."""
        if not request.path.startswith(PREFIXES):
            return self.get_response(request)
        begun = stamp.current().now()
        if (headers := self._remembered(request, begun)) is not None:
            return HttpResponse(status=304, headers=headers)
        response = self.get_response(request)
        for name, value in deprecation_headers(request).items():
            response.headers.setdefault(name, value)
        patch_vary_headers(response, VARY)
        if request.method not in {"GET", "HEAD"} or response.status_code != 200:
            response.headers.setdefault("Cache-Control", "no-store")
            return response
        return self._conditional(request, response, begun)

    def _conditional(self, request: HttpRequest, response: Any, begun: Any) -> HttpResponseBase:
        response.headers.setdefault("Cache-Control", FOR_ONE if is_private(request) else FOR_ALL)
        if etag := etag_of(response, begun):
            response.headers["ETag"] = etag
        modified = parse_http_date_safe(response.headers.get("Last-Modified", ""))
        answer = get_conditional_response(request, etag, modified, response)
        if answer is None or answer.status_code == 412:
            return in_place_of(
                response, problem(412, "precondition_failed", _("It has changed since you last saw it."))
            )
        if etag and begun is not None and response.headers["Cache-Control"] == FOR_ALL:
            told = {name: response.headers[name] for name in ("ETag", "Cache-Control", "Vary", "Last-Modified")
                    if name in response.headers}  # fmt: skip
            self._remember(key_of(request), (begun, time.monotonic() + settings.PAGE_CACHE_SECONDS, told))
        return in_place_of(response, answer)

    def _remembered(self, request: HttpRequest, now: Any) -> dict[str, str] | None:
        """Give the headers of a 304 where this process knows that the asker has what it would get."""
        if now is None or request.method not in {"GET", "HEAD"} or is_private(request):
            return None
        wanted = request.headers.get("If-None-Match", "")
        kept = self._kept.get(key_of(request)) if wanted and "If-Match" not in request.headers else None
        if kept is None or kept[0] != now or kept[1] < time.monotonic() or kept[2]["ETag"] != wanted.strip():
            return None
        return kept[2]

    def _remember(self, key: tuple[str, ...], kept: Kept) -> None:
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = kept
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)


def in_place_of(response: Any, answer: Any) -> HttpResponseBase:
    """Give an answer that is sent instead of a response; it closes what the response held open once it is sent.

    To close the response here would end the request for Django (`request_finished`) while it still runs.
    """
    if answer is not response:
        answer._resource_closers.extend(response._resource_closers)
    return answer  # type: ignore[no-any-return]


def is_private(request: HttpRequest) -> bool:
    """Tell whether an answer may be for this asker alone: who comes with a token, or with any cookie."""
    return "Authorization" in request.headers or bool(request.COOKIES)


def key_of(request: HttpRequest) -> tuple[str, ...]:
    """Give all that an anonymous answer hangs on."""
    told = request.headers
    scheme = request.META.get("HTTP_X_FORWARDED_PROTO", request.META.get("wsgi.url_scheme", ""))
    host = told.get("Host", "")
    return scheme, host, request.get_full_path(), told.get("Accept", ""), told.get("Accept-Language", "")


def etag_of(response: Any, begun: Any) -> str | None:
    """Give the ETag of an answer: the view's own, else its digest; None for a stream where the stamp is not known."""
    if own := response.headers.get("ETag"):
        return str(own)
    if not response.streaming:
        kind = response.headers.get("Content-Type", "").encode()
        return f'"{hashlib.blake2b(kind + response.content, digest_size=16).hexdigest()}"'
    if begun is None:
        return None
    moment = int(time.time() // max(1, settings.PAGE_CACHE_SECONDS))
    sum_ = hashlib.blake2b(f"{PROCESS} {os.getpid()} {begun} {moment}".encode(), digest_size=8).hexdigest()
    return f'W/"{sum_}"'
