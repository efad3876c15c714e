"""The outermost WSGI layer: answers anonymous readers from memory, everything else goes through to Django."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Any

from core.operations.metrics.names import PAGE_CACHE, count_kept
from core.pagecache import stamp
from core.pagecache.store import Answer, Headers, Key, Store

Environ = dict[str, Any]
Start = Callable[..., Any]
App = Callable[[Environ, Start], Iterable[bytes]]

READS = frozenset({"GET", "HEAD"})
# Pages stand under a language; machine doors have their own caching.
PAGE = re.compile(r"/[a-z]{2,3}(?:-[a-z]+)?/")
LONGEST_QUERY = 300
KEEPABLE_VARY = frozenset({"cookie", "accept-encoding", ""})
REFUSED_CONTROL = ("no-store", "private", "no-cache")


class PageCache:
    """Wraps Django's WSGI application. `seconds` bounds what only the clock changes ("3 days left")."""

    def __init__(self, application: App, *, megabytes: int, seconds: float) -> None:
        """Take the application, the room for pages, and how long a page is kept where nothing changes."""
        self.application = application
        self.seconds = seconds
        self.store = Store(megabytes * 1_000_000)
        self.hits = 0
        self.misses = 0

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """Answer one request."""
        begun = perf_counter()
        method = environ["REQUEST_METHOD"]
        if method not in READS or "HTTP_COOKIE" in environ or "HTTP_AUTHORIZATION" in environ:
            return self.application(environ, start_response)
        now = stamp.current().now()
        if now is None:
            return self.application(environ, start_response)
        key = _key(environ)
        answer = self.store.get(key, now)
        if answer is not None:
            self.hits += 1
            parts = _send(answer, environ, start_response)
            count_kept(perf_counter() - begun)
            return parts
        if method == "HEAD" or not _may_be_kept(environ):  # an answer to HEAD has no body that could be kept
            return self.application(environ, start_response)
        return self._make(key, environ, start_response)

    def _make(self, key: Key, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """Let Django answer, one thread for each page, and keep what may be kept."""
        with self.store.making(key):
            begun = stamp.current().now()
            if begun is not None and (answer := self.store.get(key, begun)) is not None:
                self.hits += 1
                count_kept(0.0)
                return _send(answer, environ, start_response)
            self.misses += 1
            PAGE_CACHE.add("miss")
            taken: list[Any] = []
            parts = self.application(environ, lambda *args: taken.extend(args))
            try:
                body = b"".join(parts)
            finally:
                if close := getattr(parts, "close", None):
                    close()
            status, headers = taken[0], taken[1]
            if begun is None or not _is_for_everybody(status, headers):
                start_response(status, headers)
                return [body]
            answer = Answer(headers, body, begun, self.seconds)
            self.store.put(key, answer)
        return _send(answer, environ, start_response)


def _may_be_kept(environ: Environ) -> bool:
    """Tell whether the answer to a request is worth a look: what stands in the store has passed this."""
    query, path = environ.get("QUERY_STRING", ""), environ.get("PATH_INFO", "")
    return len(query) <= LONGEST_QUERY and PAGE.match(path) is not None


def _key(environ: Environ) -> Key:
    """Give what tells one page from another. Five words, not one text: a path may hold a question mark."""
    told = environ.get
    return (
        told("PATH_INFO", ""), told("QUERY_STRING", ""), told("HTTP_HOST") or told("SERVER_NAME", ""),
        told("HTTP_X_FORWARDED_PROTO", ""), told("wsgi.url_scheme", ""),
    )  # fmt: skip


def _is_for_everybody(status: str, headers: Headers) -> bool:
    """Tell whether an answer is a page that looks the same to every anonymous reader."""
    if not status.startswith("200"):
        return False
    told = {name.lower(): value for name, value in headers}
    control = told.get("cache-control", "").lower()
    varies = {part.strip().lower() for part in told.get("vary", "").split(",")}
    return (
        "set-cookie" not in told
        and told.get("content-type", "").startswith("text/html")
        and not any(word in control for word in REFUSED_CONTROL)
        and varies <= KEEPABLE_VARY
        and "nonce-" not in told.get("content-security-policy", "")
    )


def _send(answer: Answer, environ: Environ, start_response: Start) -> Iterable[bytes]:
    """Send a kept answer: 304 to who has it already, packed to who can unpack."""
    if environ.get("HTTP_IF_NONE_MATCH", "").strip() == answer.etag:
        start_response("304 Not Modified", [*answer.bare_headers, _request_id()])
        return [b""]
    form = answer.packed if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "") else answer.plain
    start_response("200 OK", [*form.headers, _request_id()])
    return [b""] if environ["REQUEST_METHOD"] == "HEAD" else [form.body]


def _request_id() -> tuple[str, str]:
    """Give a kept page's request an id in the form of a UUID; it must differ, not be hard to guess."""
    digits = f"{random.getrandbits(128):032x}"
    return "X-Request-Id", f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:]}"
