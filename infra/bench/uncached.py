"""What a page costs that is not kept: queries, and our CPU time for each, in one process without a server.

Method: each address is answered by Django below the page cache, as for an anonymous reader; some turns warm what a
process remembers, then each address is asked in turn and again, many times. The CPU is `time.process_time` (the
database's own work is not in it on PostgreSQL); the median of the turns counts. Uses the demo seeded under ROSTRA_VAR.

    ROSTRA_VAR=seeded-before python infra/bench/uncached.py [--turns 40] [--profile /en/]
"""

# ruff: noqa: E402 - Django must be set up before anything of it is imported

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import statistics
import sys
import time
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from django.db import connection
from django.urls import reverse
from django.utils import translation

from consultations.bills.models import Bill
from consultations.hearings.models import Hearing
from petitions.models import Petition

ARTICLE = "/en/news/nine-hours-hearing-today/"


def main() -> int:
    """Run, print, answer."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--turns", type=int, default=40)
    parser.add_argument("--profile", default="", help="an address to look into")
    options = parser.parse_args()
    if options.profile:
        return profile(options.profile, options.turns)
    print(f"load {os.getloadavg()[0]:.1f}; median of {options.turns}")
    paths = ["/en/", ARTICLE, *addresses()]
    for path in paths * 3:
        ask(path)
    took: dict[str, list[float]] = {path: [] for path in paths}
    for _turn in range(options.turns):
        for path in paths:
            begun = time.process_time()
            ask(path)
            took[path].append(time.process_time() - begun)
    for path in paths:
        milliseconds = statistics.median(took[path]) * 1000
        print(f"{queries(path):4} queries  {milliseconds:6.1f} ms  {min(took[path]) * 1000:6.1f} least  {path}")
    return 0


def addresses() -> list[str]:
    """Give a petition, a bill and a hearing that the demo has."""
    petition = Petition.objects.filter(state="open").order_by("number").first()
    bill, hearing = Bill.objects.order_by("id").first(), Hearing.objects.order_by("id").first()
    if not (petition and bill and hearing):
        sys.exit("no demo stands there: ROSTRA_VAR=folder manage.py demo --no-serve")
    translation.activate("en")
    shown = reverse("hearings:hearing_detail", args=[hearing.slug])
    return ["/en/petitions/", petition.get_absolute_url(), bill.get_absolute_url(), shown]


def ask(path: str) -> bytes:
    """Answer one request as for an anonymous reader. Ends the run where it is no page."""
    told: list[Any] = []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": "localhost", "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "localhost", "wsgi.url_scheme": "http", "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
    }  # fmt: skip
    parts = application(environ, lambda status, headers, *_rest: told.extend((status, headers)))
    body = b"".join(parts)
    parts.close()
    if not told[0].startswith("200"):
        sys.exit(f"{path}: {told[0]}")
    return body


def queries(path: str) -> int:
    """Give the number of queries of one request."""
    seen: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        seen.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        ask(path)
    if os.environ.get("SHOW_QUERIES"):
        print("\n".join(sql[:300] for sql in seen))
    return len(seen)


def profile(path: str, turns: int) -> int:
    """Print where the time of one address goes."""
    for _turn in range(3):
        ask(path)
    profiler = cProfile.Profile()
    profiler.enable()
    for _turn in range(turns):
        ask(path)
    profiler.disable()
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(70)
    return 0


if __name__ == "__main__":
    sys.exit(main())
