"""How many anonymous pages a second: the home page and a news article from the page cache, beside a bare WSGI callable.

Method: the demo parliament is seeded into a scratch folder (SQLite, or what DATABASE_URL names), then granian serves
`config.wsgi` with two worker processes where REDIS_URL is set, else with one (several need Redis for the stamp).
Logging and metrics are as shipped. `wrk` asks for one address for some seconds, after one of warming. It and the server
share the cores, so the figures are lower bounds. The bare callable answers 200 with the same bytes and nothing else,
from the same granian in the same run; each is measured in turns, and the median of the turns counts.

With Redis it is then measured how soon a publishing is seen through every process: a third process publishes the
article under a new title and delivers its event as the worker does; all workers are asked, on ever new connections,
until none has shown the old title for a second. Told is the last moment at which one did, after the publishing.

    REDIS_URL=... python infra/bench/pages.py [--seconds 5] [--turns 3] [--port 8790] [--folder seeded-before]
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE

ROOT = Path(__file__).resolve().parents[2]
PAGES = {"home": "/en/", "article": "/en/news/nine-hours-hearing-today/"}
CONNECTIONS = 64
BARE = """
BODY = open({file!r}, "rb").read()
HEADERS = [("Content-Type", "text/html"), ("Content-Length", str(len(BODY)))]


def application(environ, start_response):
    start_response("200 OK", HEADERS)
    return [BODY]
"""


PUBLISH = """
import sys, time
from cms.models import NewsPage
from core.events.outbox import drain
page = NewsPage.objects.live().get(slug="nine-hours-hearing-today", locale__language_code="en")
for title in sys.stdin:
    page.title = title.strip()
    page.save_revision().publish()
    print(time.time(), flush=True)
    drain()
"""


@dataclass(frozen=True)
class Run:
    """What all measurements of one run share."""

    wrk: str
    workers: int
    env: dict[str, str]
    port: int
    seconds: int
    turns: int


def main() -> int:
    """Run, print, answer."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--port", type=int, default=8790)
    parser.add_argument("--folder", default="", help="a demo that was seeded there before (ROSTRA_VAR)")
    options = parser.parse_args()
    if not (wrk := shutil.which("wrk")):
        sys.exit("needs wrk: infra/apt-install wrk")
    with tempfile.TemporaryDirectory() as scratch:
        env = {
            **os.environ,
            "ROSTRA_VAR": options.folder or scratch,
            "DJANGO_SETTINGS_MODULE": "config.settings.demo",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'platform'}{os.pathsep}{scratch}",
        }
        if not options.folder:
            seed = [sys.executable, "manage.py", "demo", "--no-serve"]
            subprocess.run(seed, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
        run = Run(wrk, 2 if env.get("REDIS_URL") else 1, env, options.port, options.seconds, options.turns)
        return _tell(run, Path(scratch))


def _tell(run: Run, scratch: Path) -> int:
    print(f"{run.workers} worker(s), {CONNECTIONS} connections, {os.cpu_count()} cores for server and client; ", end="")
    print(f"load {os.getloadavg()[0]:.1f} before")
    for name, path in PAGES.items():
        with _served(run, "config.wsgi:application", path) as body:
            (scratch / "page.html").write_bytes(body)
        (scratch / "bare_page.py").write_text(BARE.format(file=str(scratch / "page.html")))
        kept, bare = [], []
        for _turn in range(run.turns):
            kept.append(_rate(run, "config.wsgi:application", path))
            bare.append(_rate(run, "bare_page:application", path))
        ours, floor = statistics.median(kept), statistics.median(bare)
        ratio = statistics.median(one / other for one, other in zip(kept, bare, strict=True))
        print(f"{name}: {len(body):,} bytes, kept {ours:,.0f}/s, bare {floor:,.0f}/s, {ratio:.2f} of it")
    if run.workers > 1:
        print(f"a publishing is seen through all {run.workers} processes after {_staleness(run):.2f} s at the latest")
    return 0


@contextmanager
def _served(run: Run, application: str, path: str) -> Iterator[bytes]:
    """Serve an application while the block runs; gives the body of one address."""
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(run.port),
        "--workers", str(run.workers), "--no-access-log", "--log-level", "error", application,
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=ROOT, env=run.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield _first(f"http://127.0.0.1:{run.port}{path}")
    finally:
        server.terminate()
        server.wait(20)


def _rate(run: Run, application: str, path: str) -> float:
    """Give the answers a second for one address of one application."""
    address = f"http://127.0.0.1:{run.port}{path}"
    with _served(run, application, path):
        for _turn in range(20):
            urllib.request.urlopen(address).read()
        load = [run.wrk, "-t2", f"-c{CONNECTIONS}"]
        subprocess.run([*load, "-d1s", address], check=True, stdout=subprocess.DEVNULL)
        told = subprocess.run([*load, f"-d{run.seconds}s", address], check=True, capture_output=True, text=True)
    if "Non-2xx" in told.stdout:
        sys.exit(told.stdout)
    found = re.search(r"Requests/sec:\s+([\d.]+)", told.stdout)
    return float(found[1]) if found else 0.0


def _staleness(run: Run) -> float:
    """Give how long after a publishing by a third process the old title was last shown; the worst of five."""
    path, worst = PAGES["article"], 0.0
    address = f"http://127.0.0.1:{run.port}{path}"
    publish = [sys.executable, "manage.py", "shell", "--no-imports", "-c", PUBLISH]
    with (
        _served(run, "config.wsgi:application", path),
        subprocess.Popen(publish, cwd=ROOT, env=run.env, text=True, stdin=PIPE, stdout=PIPE) as editor,
    ):
        for turn in range(5):
            title = f"Title {turn} of {os.getpid()}"
            print(title, file=editor.stdin, flush=True)
            published = float(editor.stdout.readline())
            worst = max(worst, _last_shown_without(address, title) - published)
            for _turn in range(40):
                urllib.request.urlopen(address).read()  # kept again in every process
        editor.stdin.close()
    return worst


def _last_shown_without(address: str, title: str) -> float:
    """Ask on ever new connections until every answer of a whole second has the title; gives the last without it."""
    last = time.time()
    while time.time() - last < 1:
        if title.encode() not in urllib.request.urlopen(address).read():
            last = time.time()
    return last


def _first(address: str) -> bytes:
    """Wait until the server answers."""
    for _turn in range(600):
        try:
            return urllib.request.urlopen(address).read()
        except OSError:
            time.sleep(0.1)
    sys.exit("the server did not start")


if __name__ == "__main__":
    sys.exit(main())
