"""How many anonymous pages a second: the home page and a news article from the page cache, beside a bare WSGI callable.

Method: the demo parliament is seeded into a scratch folder (SQLite, or what DATABASE_URL and REDIS_URL name), then
granian serves `config.wsgi` with as many worker processes as there are cores (one without Redis: each process needs the
same stamp). `wrk` (or, where it is missing, this script's own 64 sockets) asks for one address for some seconds, after
one second of warming. Client and server share the cores, so the figures are lower bounds. The bare callable answers
200 with the same bytes and nothing else, from the same granian in the same run. Logging is as shipped.

    python infra/bench/pages.py [--seconds 5] [--port 8790]
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

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


@dataclass(frozen=True)
class Run:
    """What all measurements of one run share."""

    wrk: str
    workers: int
    env: dict[str, str]
    port: int
    seconds: int


def main() -> int:
    """Run, print, answer."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--port", type=int, default=8790)
    options = parser.parse_args()
    if not (wrk := shutil.which("wrk")):
        sys.exit("needs wrk: infra/apt-install wrk")
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "ROSTRA_VAR": folder, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'platform'}:{folder}"}
        subprocess.run(
            [sys.executable, "manage.py", "demo", "--no-serve"],
            cwd=ROOT,
            env=env,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        workers = (os.cpu_count() or 1) if env.get("REDIS_URL") else 1
        run = Run(wrk, workers, env, options.port, options.seconds)
        print(f"{workers} worker(s), {CONNECTIONS} connections, {os.cpu_count()} cores for server and client")
        for name, path in PAGES.items():
            kept, body = _measure(run, "config.wsgi:application", path)
            (Path(folder) / "page.html").write_bytes(body)
            (Path(folder) / "bare_page.py").write_text(BARE.format(file=str(Path(folder) / "page.html")))
            bare, _body = _measure(run, "bare_page:application", path)
            print(f"{name}: {len(body):,} bytes, kept {kept:,.0f}/s, bare {bare:,.0f}/s, {kept / bare:.2f} of it")
    return 0


def _measure(run: Run, application: str, path: str) -> tuple[float, bytes]:
    """Give (answers a second, the body) of one address of one application."""
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(run.port),
        "--workers", str(run.workers), "--no-access-log", "--log-level", "error", application,
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=ROOT, env=run.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{run.port}{path}"
    try:
        body = _first(address)
        for _turn in range(20):
            urllib.request.urlopen(address).read()
        load = [run.wrk, "-t2", f"-c{CONNECTIONS}"]
        subprocess.run([*load, "-d1s", address], check=True, stdout=subprocess.DEVNULL)
        told = subprocess.run([*load, f"-d{run.seconds}s", address], check=True, capture_output=True, text=True)
    finally:
        server.terminate()
        server.wait(10)
    if "Non-2xx" in told.stdout or "Socket errors" in told.stdout:
        sys.exit(told.stdout)
    found = re.search(r"Requests/sec:\s+([\d.]+)", told.stdout)
    return float(found[1]) if found else 0.0, body


def _first(address: str) -> bytes:
    """Wait until the server answers."""
    for _turn in range(300):
        try:
            return urllib.request.urlopen(address).read()
        except OSError:
            time.sleep(0.1)
    sys.exit("the server did not start")


if __name__ == "__main__":
    sys.exit(main())
