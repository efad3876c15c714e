"""How many polls of a count a second, with 304s, while people sign: the whole of it on the cores of one machine.

Method: a small parliament in a scratch database (SQLite, or what DATABASE_URL names, which must be empty or a database
of this bench) with one open petition. granian serves `config.wsgi` with two worker processes, metrics and logging as
shipped. A third process signs, confirms and folds through the ordinary actions, twenty people at a time, all the
while. `wrk` asks for /petitions/N/count.json: first always whole, then with If-None-Match of the answer before, as an
open page does. A fourth process polls ten times a second and notes when it first saw each total that the signing
process had committed and folded: the largest of these delays is the age of the figure that is told.
Server, signers and wrk share the cores, so the figures are lower bounds.

    [DATABASE_URL=...] python infra/bench/poll.py [--seconds 15] [--port 8795] [--aim 10000]
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from subprocess import DEVNULL, PIPE

ROOT = Path(__file__).resolve().parents[2]
CONNECTIONS = 128
SEED = """
from petitions.models import Petition, PetitionKind
from core.parliament.models import Chamber
from core import clock
from datetime import timedelta
chamber, _ = Chamber.objects.get_or_create(key="bench", defaults={"name": {"en": "House"}})
facts = {"name": {"en": "Bench"}, "chamber": chamber}
kind, _ = PetitionKind.objects.get_or_create(key="bench", version=1, defaults=facts)
now = clock.now()
Petition.objects.get_or_create(number=987654, defaults=dict(kind=kind, state="open", action="Poll this", created_at=now,
    opened_at=now, closes_at=now + timedelta(days=30)))
"""
SIGN = """
import os, sys, time
from core.actors import participant
from petitions.actions import SignatureFacts, sign_petition
from petitions.actions.signing import confirm_signatures
from petitions.counting import fold
from petitions.models import Petition
petition = Petition.objects.select_related("kind").get(number=987654)
turn = 0
while True:
    turn += 1
    people = [SignatureFacts(name="Ann", email=f"b{os.getpid()}-{turn}-{n}@example.org", country="FR", is_eligible=True)
              for n in range(20)]
    sign_petition(petition, people, by=participant("x"))
    pending = list(petition.signatures.filter(state="pending").values_list("pk", flat=True))
    confirm_signatures(pending, by=participant("x"))
    print(fold(petition.pk), time.time(), flush=True)
"""
# What an open page does: it sends the tag of the answer that it has.
LUA = """
local tag = nil
request = function()
  if tag then wrk.headers["If-None-Match"] = tag end
  return wrk.format("GET")
end
response = function(status, headers, body)
  local new = headers["ETag"] or headers["etag"]
  if new then tag = new end
  if status == 304 then known = (known or 0) + 1 else whole = (whole or 0) + 1 end
end
local threads = {}
setup = function(thread) table.insert(threads, thread) end
done = function(summary, latency, requests)
  local k, w = 0, 0
  for _, thread in ipairs(threads) do k = k + (thread:get("known") or 0); w = w + (thread:get("whole") or 0) end
  io.write(string.format("known %d whole %d p99 %.1f\\n", k, w, latency:percentile(99) / 1000))
end
"""


def main() -> int:
    """Run, print, answer: 1 where the aim is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=int, default=15)
    parser.add_argument("--port", type=int, default=8795)
    parser.add_argument("--aim", type=int, default=10_000)
    options = parser.parse_args()
    if not (wrk := shutil.which("wrk")):
        sys.exit("needs wrk: infra/apt-install wrk")
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as ends:
        env = {**os.environ, "ROSTRA_VAR": scratch, "DJANGO_SETTINGS_MODULE": "config.settings.demo",
               "ROSTRA_WORKER_APART": "1", "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'platform'}",
               "ROSTRA_LIMITS_FACTOR": "1000000"}  # fmt: skip
        manage = [sys.executable, str(ROOT / "manage.py")]
        subprocess.run([*manage, "migrate", "-v0"], env=env, cwd=ROOT, check=True)
        subprocess.run([*manage, "shell", "--no-imports", "-c", SEED], env=env, cwd=ROOT, check=True, stdout=DEVNULL)
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(options.port),
            "--workers", "2", "--no-access-log", "--log-level", "error", "config.wsgi:application",
        ]  # fmt: skip
        start(ends, command, env)
        address = f"http://127.0.0.1:{options.port}/petitions/987654/count.json"
        wait_for(address)
        lua = Path(scratch) / "page.lua"
        lua.write_text(LUA)
        print(f"{CONNECTIONS} connections, {os.cpu_count()} cores for all; load {os.getloadavg()[0]:.1f} before")
        print(f"quiet, with 304s:   {told(run(wrk, address, options.seconds, lua))}")
        signer = start(ends, [*manage, "shell", "--no-imports", "-c", SIGN], env, stdout=PIPE)
        committed, seen = [], []
        threading.Thread(target=follow, args=(signer, committed), daemon=True).start()
        threading.Thread(target=watch, args=(address, seen), daemon=True).start()
        while not committed:
            time.sleep(0.2)
        first = committed[-1]
        print(f"signing, whole:     {told(run(wrk, address, options.seconds))}")
        out = run(wrk, address, options.seconds, lua)
        last = committed[-1]
        print(f"signing, with 304s: {told(out)}")
        pace = (last[0] - first[0]) / (last[1] - first[1])
        print(f"counted meanwhile:  {pace:,.0f} signatures/s, shown after {age(committed, seen):.2f} s at the latest")
        print(f"load {os.getloadavg()[0]:.1f} after")
        return int(rate(out) < options.aim)


def start(ends: ExitStack, command: list[str], env: dict[str, str], **more: object) -> subprocess.Popen[bytes]:
    """Start a process that ends with the run."""
    process = subprocess.Popen(command, cwd=ROOT, env=env, **{"stdout": DEVNULL, "stderr": DEVNULL, **more})

    def end() -> None:
        process.terminate()
        process.wait(20)

    ends.callback(end)
    return process


def run(wrk: str, address: str, seconds: int, script: Path | None = None) -> str:
    """Ask for some seconds; gives wrk's words."""
    words = [wrk, "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", *(["-s", str(script)] if script else [])]
    return subprocess.run([*words, address], check=True, capture_output=True, text=True).stdout


def rate(out: str) -> float:
    """Give the answers a second."""
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])


def told(out: str) -> str:
    """Give a run's line."""
    latency = re.search(r"99%\s+(\S+)", out)[1]
    parts = re.search(r"known (\d+) whole (\d+)", out)
    known = f", {int(parts[1]) / (int(parts[1]) + int(parts[2])):.1%} of them 304" if parts else ""
    bad = " NON-2xx ANSWERS" if "Non-2xx" in out and not parts else ""
    return f"{rate(out):,.0f} polls/s, p99 {latency}{known}{bad}"


def wait_for(address: str) -> None:
    """Wait until the server answers."""
    for _turn in range(600):
        try:
            urllib.request.urlopen(address).read()
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit("the server did not start")


def follow(signer: subprocess.Popen[bytes], committed: list[tuple[int, float]]) -> None:
    """Note each total that the signing process has folded, and when."""
    for line in signer.stdout or ():
        total, moment = line.split()
        committed.append((int(total), float(moment)))


def watch(address: str, seen: list[tuple[int, float]]) -> None:
    """Note what a poll shows, ten times a second."""
    while True:
        try:
            seen.append((json.load(urllib.request.urlopen(address))["signature_count"], time.time()))
        except OSError:
            return
        time.sleep(0.1)


def age(committed: list[tuple[int, float]], seen: list[tuple[int, float]]) -> float:
    """Give the longest time from a folded total to the first poll that showed it or more."""
    worst, place = 0.0, 0
    for total, moment in committed:
        while place < len(seen) and seen[place][0] < total:
            place += 1
        if place == len(seen):
            break
        worst = max(worst, seen[place][1] - moment)
    return worst


if __name__ == "__main__":
    sys.exit(main())
