"""The store: finished answers in memory, the least asked for going first when the room is full."""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

Headers = list[tuple[str, str]]
Key = tuple[str, ...]
OVERHEAD_BYTES = 2_000
WAIT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Form:
    """One form of an answer, ready to be sent."""

    headers: Headers
    body: bytes


class Answer:
    """One finished page: what it says, since when it is true and until when it is kept."""

    def __init__(self, headers: Headers, body: bytes, stamp: int, seconds: float) -> None:
        """Take the headers and body of a 200, the stamp under which it was begun, and how long it may be kept."""
        self.stamp = stamp
        self.ends_at = time.monotonic() + seconds
        self.etag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
        kept = [(name, value) for name, value in headers if name.lower() not in {"content-length", "x-request-id"}]
        self.headers: Headers = [*kept, ("ETag", self.etag)]
        self.bare_headers = [one for one in self.headers if one[0].lower() != "content-type"]
        self.plain = Form([*self.headers, ("Content-Length", str(len(body)))], body)

    @cached_property
    def packed(self) -> Form:
        """The page in gzip; packed once, when first asked for. Nothing secret stands in a page for everybody."""
        body = gzip.compress(self.plain.body, compresslevel=6, mtime=0)
        length = ("Content-Length", str(len(body)))
        return Form([*self.headers, ("Content-Encoding", "gzip"), length], body)

    @property
    def size(self) -> int:
        """Bytes that this answer takes, both forms of it."""
        return len(self.plain.body) * 4 // 3 + OVERHEAD_BYTES


class Store:
    """Answers by key; one thread makes an answer while others wait for it."""

    def __init__(self, most_bytes: int) -> None:
        """Take the room there is, in bytes."""
        self.most_bytes = most_bytes
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()
        self._making: dict[Key, threading.Lock] = {}

    def get(self, key: Key, stamp: int) -> Answer | None:
        """Give the answer if it is still true."""
        answer = self._answers.get(key)
        if answer is None or answer.stamp != stamp or answer.ends_at < time.monotonic():
            return None
        return answer

    def put(self, key: Key, answer: Answer) -> None:
        """Keep an answer; what is oldest gives way. One that is larger than a tenth of the room is not kept."""
        if answer.size > self.most_bytes // 10:
            return
        with self._lock:
            if old := self._answers.pop(key, None):
                self._size -= old.size
            self._answers[key] = answer
            self._size += answer.size
            while self._size > self.most_bytes:
                _key, gone = self._answers.popitem(last=False)
                self._size -= gone.size

    @contextmanager
    def making(self, key: Key) -> Iterator[None]:
        """Hold the right to make one answer; who waits too long makes it as well."""
        with self._lock:
            lock = self._making.setdefault(key, threading.Lock())
        held = lock.acquire(timeout=WAIT_SECONDS)
        try:
            yield
        finally:
            if held:
                lock.release()
            with self._lock:
                if not lock.locked():
                    self._making.pop(key, None)
