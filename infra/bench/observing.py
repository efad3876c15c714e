"""What measuring costs: microseconds a request for a page from memory, and for one that Django answers.

Method: the page cache's own layer answers one kept page over and over in this process, with no server and no socket,
once as shipped and once with the counting left out; the same for Django's middleware around an empty view, with its log
line written to /dev/null and without it. Each is run in turns of 20,000 (2,000), timed by the thread's own CPU time;
the cheapest of seven turns counts, so that what others do falls out as far as it can. The load stands beside it.

    python infra/bench/observing.py
"""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TURNS = 7


def quickest(call: Callable[[], Any], many: int) -> float:
    """Give the CPU microseconds of one call, in the cheapest of some turns."""
    found = []
    for _turn in range(TURNS):
        begun = time.thread_time()
        for _one in range(many):
            call()
        found.append((time.thread_time() - begun) / many * 1e6)
    return min(found)


def kept_page(*, counted: bool) -> float:
    """Measure a page from memory."""
    from core.pagecache import door

    def page(_environ: Any, start: Any) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Vary", "Cookie, Accept-Encoding")])
        return [b"x" * 30_000]

    shipped = door.count_kept
    door.count_kept = shipped if counted else lambda *_facts: None
    cache = door.PageCache(page, megabytes=8, seconds=3600)
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/en/", "HTTP_HOST": "h", "QUERY_STRING": ""}
    try:
        return quickest(lambda: cache(environ, lambda *_told: None), 20_000)
    finally:
        door.count_kept = shipped


def made_page(*, logged: bool) -> tuple[float, float]:
    """Measure the middleware around an empty view: with it, and without."""
    from django.http import HttpResponse
    from django.test import RequestFactory

    from core.operations.observing import ObserveMiddleware
    from core.web.logs import formatter

    answer, request = HttpResponse("x"), RequestFactory().get("/en/")
    request.resolver_match = None
    log = logging.getLogger("rostra.access")
    log.setLevel(logging.INFO if logged else logging.WARNING)
    log.propagate = False
    with Path(os.devnull).open("w") as nowhere:
        handler = logging.StreamHandler(nowhere)
        handler.setFormatter(formatter())
        log.addHandler(handler)
        layer = ObserveMiddleware(lambda _request: answer)
        found = quickest(lambda: layer(request), 2_000)
        log.removeHandler(handler)
    return found, quickest(lambda: answer, 2_000)


def main() -> int:
    """Run, print, answer."""
    sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    with_it, without = kept_page(counted=True), kept_page(counted=False)
    print(f"page from memory: {with_it:.2f} us with counting, {without:.2f} us without: {with_it - without:.2f} us")
    logged, bare = made_page(logged=True)
    silent, _bare = made_page(logged=False)
    print(f"page by Django: {logged - bare:.1f} us with its log line, {silent - bare:.1f} us measured alone")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return 0


if __name__ == "__main__":
    sys.exit(main())
