"""The outermost WSGI layer: answers anonymous readers from memory, everything else goes through to Django."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Any

from core.operations.metrics.names import PAGE_CACHE, count_kept
from core.pagecache import stamp
from core.pagecache.store import Answer, Headers, Store

Environ = dict[str, Any]
Start = Callable[..., Any]
App = Callable[[Environ, Start], Iterable[bytes]]

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
        now = stamp.current().now() if self._may_be_kept(environ) else None
        if now is None:
            return self.application(environ, start_response)
        key = _key(environ)
        answer = self.store.get(key, now)
        if answer is not None:
            self.hits += 1
            parts = _send(answer, environ, start_response)
            count_kept(environ["REQUEST_METHOD"], perf_counter() - begun)
            return parts
        return self._make(key, environ, start_response)

    def _may_be_kept(self, environ: Environ) -> bool:
        return (
            environ["REQUEST_METHOD"] in {"GET", "HEAD"}
            and not environ.get("HTTP_COOKIE")
            and not environ.get("HTTP_AUTHORIZATION")
            and len(environ.get("QUERY_STRING", "")) <= LONGEST_QUERY
            and PAGE.match(environ.get("PATH_INFO", "")) is not None
        )

    def _make(self, key: str, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """Let Django answer, one thread for each page, and keep what may be kept."""
        if environ["REQUEST_METHOD"] == "HEAD":
            return self.application(environ, start_response)  # has no body that could be kept
        with self.store.making(key):
            begun = stamp.current().now()
            if begun is not None and (answer := self.store.get(key, begun)) is not None:
                self.hits += 1
                count_kept("GET", 0.0)
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


def _key(environ: Environ) -> str:
    host = environ.get("HTTP_HOST") or environ.get("SERVER_NAME", "")
    scheme = environ.get("HTTP_X_FORWARDED_PROTO") or environ.get("wsgi.url_scheme", "")
    return f"{scheme} {host} {environ.get('PATH_INFO', '')}?{environ.get('QUERY_STRING', '')}"


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
    headers = [*answer.headers, ("X-Request-Id", str(uuid.uuid4()))]
    if environ.get("HTTP_IF_NONE_MATCH", "").strip() == answer.etag:
        start_response("304 Not Modified", [one for one in headers if one[0].lower() != "content-type"])
        return [b""]
    body = answer.body
    if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
        body = answer.packed
        headers += [("Content-Encoding", "gzip")]
    headers += [("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [b""] if environ["REQUEST_METHOD"] == "HEAD" else [body]
