"""The outermost WSGI layer for what open pages poll: the same few bytes for everybody, from this process's memory.

A copy is made anew at most once in each second of the clock, by one request, while the others get the one before; so
it is at most a second old however many ask, whatever else changes the site, and without Redis. Who has it already
gets 304, by ETag, or by Last-Modified once the answer has stood for two seconds: before that two processes could name
one second for two answers. `Poll-After` says in how many seconds to ask again; it grows with the crowd.
"""

from __future__ import annotations

import hashlib
import re
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from email.utils import formatdate, parsedate_to_datetime
from typing import Any

from core.operations.metrics.names import count_kept

Environ = dict[str, Any]
Start = Callable[..., Any]
App = Callable[[Environ, Start], Iterable[bytes]]
Headers = list[tuple[str, str]]

MOST_KEPT = 5_000
SETTLED_SECONDS = 2
STALE_SECONDS = 2  # a copy older than this is not given to anybody: who asks waits for the new one
WAIT_SECONDS = 5.0
# So many polls a second in one process, and the seconds until the next one.
CROWDS = ((4_000, 40), (2_000, 20), (0, 10))
OWN = {"content-length", "etag", "last-modified", "x-request-id", "vary", "poll-after"}


class Copy:
    """One answer as it stood in one second, ready to be sent in both forms."""

    def __init__(self, headers: Headers, body: bytes, second: int, before: Copy | None) -> None:
        """Take headers and body of a 200, the second in which it was made, and the copy that it follows."""
        self.second = second
        self.body = body
        self.etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        self.changed_at: int = before.changed_at if before and before.etag == self.etag else second
        self.is_settled = second - self.changed_at >= SETTLED_SECONDS
        kept = [(name, value) for name, value in headers if name.lower() not in OWN]
        kept += [("ETag", self.etag), ("Access-Control-Expose-Headers", "ETag, Poll-After")]
        if self.is_settled:
            kept.append(("Last-Modified", formatdate(self.changed_at, usegmt=True)))
        self.headers = {after: [*kept, ("Poll-After", str(after))] for _many, after in CROWDS}
        bare = [one for one in kept if one[0].lower() != "content-type"]
        self.bare_headers = {after: [*bare, ("Poll-After", str(after))] for _many, after in CROWDS}
        self.length = ("Content-Length", str(len(body)))

    def is_known_to(self, environ: Environ) -> bool:
        """Tell whether the asker has these bytes already."""
        tags: str | None = environ.get("HTTP_IF_NONE_MATCH")
        if tags is not None:
            return tags == self.etag or self.etag in tags or tags.strip() == "*"
        since: str | None = environ.get("HTTP_IF_MODIFIED_SINCE")
        return since is not None and self.is_settled and _moment(since) >= self.changed_at


class PolledAnswers:
    """Wraps a WSGI application for the paths that are polled."""

    def __init__(self, application: App, paths: Sequence[str]) -> None:
        """Take the application, and patterns of whole paths whose answers are the same for everybody."""
        self.application = application
        self.paths = re.compile("|".join(f"(?:{path})" for path in paths))
        self.copies: dict[tuple[str, str], Copy] = {}
        self._locks: dict[tuple[str, str], threading.Lock] = {}
        self._second, self._asked, self.after = 0, 0, CROWDS[-1][1]

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """Answer one request."""
        path = environ.get("PATH_INFO", "")
        if self.paths.fullmatch(path) is None or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return self.application(environ, start_response)
        key, second = (path, environ.get("HTTP_HOST", "")), int(time.time())
        self._count(second)
        copy = self.copies.get(key)
        if copy is None or copy.second != second:
            copy, parts = self._refreshed(key, copy, environ, start_response)
            if copy is None:
                return parts
        return self._send(copy, environ, start_response)

    def _refreshed(
        self, key: tuple[str, str], old: Copy | None, environ: Environ, start_response: Start
    ) -> tuple[Copy | None, Iterable[bytes]]:
        """Make the copy anew, or give the old one while another request does; what cannot be kept is passed on."""
        lock = self._locks.setdefault(key, threading.Lock())
        is_usable = old is not None and int(time.time()) - old.second < STALE_SECONDS
        held = lock.acquire(blocking=not is_usable, timeout=-1 if is_usable else WAIT_SECONDS)
        if not held and is_usable:
            return old, ()
        try:
            now = self.copies.get(key)
            if now is not None and now.second == int(time.time()):
                return now, ()
            return self._make(key, now, environ, start_response)
        finally:
            if held:
                lock.release()

    def _make(
        self, key: tuple[str, str], old: Copy | None, environ: Environ, start_response: Start
    ) -> tuple[Copy | None, Iterable[bytes]]:
        second, taken = int(time.time()), list[Any]()
        plain = {name: value for name, value in environ.items() if name not in {"HTTP_COOKIE", "HTTP_AUTHORIZATION"}}
        plain |= {"REQUEST_METHOD": "GET", "QUERY_STRING": ""}
        for name in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_ACCEPT_ENCODING"):
            plain.pop(name, None)
        parts = self.application(plain, lambda *args: taken.extend(args))
        try:
            body = b"".join(parts)
        finally:
            if close := getattr(parts, "close", None):
                close()
        status, headers = taken[0], taken[1]
        if not status.startswith("200") or any(name.lower() == "set-cookie" for name, _value in headers):
            self.copies.pop(key, None)
            self._locks.pop(key, None)  # an address that has nothing must not be remembered
            start_response(status, headers)
            return None, [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
        if len(self.copies) >= MOST_KEPT:
            self.copies.clear()
            self._locks.clear()
        copy = self.copies[key] = Copy(headers, body, second, old)
        return copy, ()

    def _count(self, second: int) -> None:
        """Count who asks; a race between threads costs a few of them, and nothing else."""
        if second != self._second:
            many = self._asked if second == self._second + 1 else 0
            self.after = next(after for least, after in CROWDS if many >= least)
            self._second, self._asked = second, 0
        self._asked += 1

    def _send(self, copy: Copy, environ: Environ, start_response: Start) -> Iterable[bytes]:
        count_kept(0.0)
        if ("HTTP_IF_NONE_MATCH" in environ or "HTTP_IF_MODIFIED_SINCE" in environ) and copy.is_known_to(environ):
            start_response("304 Not Modified", copy.bare_headers[self.after])
            return [b""]
        start_response("200 OK", [*copy.headers[self.after], copy.length])
        return [b""] if environ["REQUEST_METHOD"] == "HEAD" else [copy.body]


def _moment(text: str) -> float:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, TypeError):
        return 0.0
