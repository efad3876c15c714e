"""The store: finished answers in memory, the least asked for going first when the room is full."""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

Headers = list[tuple[str, str]]
OVERHEAD_BYTES = 2_000
WAIT_SECONDS = 5.0


class Answer:
    """One finished page: what it says, since when it is true and until when it is kept."""

    def __init__(self, headers: Headers, body: bytes, stamp: int, seconds: float) -> None:
        """Take the headers and body of a 200, the stamp under which it was begun, and how long it may be kept."""
        self.body = body
        self.stamp = stamp
        self.ends_at = time.monotonic() + seconds
        self.etag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
        kept = [(name, value) for name, value in headers if name.lower() not in {"content-length", "x-request-id"}]
        self.headers: Headers = [*kept, ("ETag", self.etag)]

    @cached_property
    def packed(self) -> bytes:
        """The body in gzip; packed once, when first asked for. Nothing secret stands in a page for everybody."""
        return gzip.compress(self.body, compresslevel=6, mtime=0)

    @property
    def size(self) -> int:
        """Bytes that this answer takes, both forms of it."""
        return len(self.body) * 4 // 3 + OVERHEAD_BYTES


class Store:
    """Answers by key; one thread makes an answer while others wait for it."""

    def __init__(self, most_bytes: int) -> None:
        """Take the room there is, in bytes."""
        self.most_bytes = most_bytes
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()
        self._making: dict[str, threading.Lock] = {}

    def get(self, key: str, stamp: int) -> Answer | None:
        """Give the answer if it is still true."""
        answer = self._answers.get(key)
        if answer is None or answer.stamp != stamp or answer.ends_at < time.monotonic():
            return None
        return answer

    def put(self, key: str, answer: Answer) -> None:
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
    def making(self, key: str) -> Iterator[None]:
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
