"""Live pages with Redis: many joins at once, a long silence, and a Redis that is away for half a minute.

Method: a Redis of its own (without persistence) and two server processes as shipped (pages and sockets of a demo
hearing, one database), half of the viewers at each; all processes have the locked versions.

1. All viewers join in the same moment. Counted: refused, not greeted, seconds until the last greeting.
2. Nobody says anything for `--idle` seconds. Counted: sockets lost; then one frame must reach all, and how fast.
3. Redis is stopped for `--away` seconds. Meanwhile, each second, somebody asks by socket and a clerk in another process
   approves what was acknowledged; and a reader without socket reads the page. Counted: sockets lost, answers other than
   an acknowledgement, pages that failed, approved questions that the next reading did not show, and how long the
   slowest of each took. Then Redis comes back. Counted: seconds until the last viewer was told to read again, and
   questions that were acknowledged but are not in the database.

    .venv/bin/python infra/bench/realtime_redis.py [--viewers 500] [--idle 120] [--away 30]

The demo is copied from ROSTRA_VAR, or seeded, into a scratch folder. Ends with 1 where something was lost.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import uvloop
from fanout import ROOT, Server, spread
from realtime_crowd import Viewer, heard, join

Figures = dict[str, Any]


class Redis:
    """A Redis of our own, to be stopped and started."""

    def __init__(self, port: int) -> None:
        """Find the program; start it."""
        self.port, self.binary = port, shutil.which("redis-server") or sys.exit("needs redis-server")
        self.url = f"redis://127.0.0.1:{port}/0"
        self.start()

    def start(self) -> None:
        """Start it."""
        command = [self.binary, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        time.sleep(0.5)

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(10)


async def join_all(servers: list[Server], count: int) -> tuple[list[Viewer], Figures]:
    """Let all in at once."""
    doors = [server.ask("door") for server in servers]
    for server in servers:
        await server.answers()
    hellos = [json.dumps({"t": "hello", "ticket": door["ticket"]}) for door in doors]
    begun = time.monotonic()
    joining = [join(servers[one % 2].port, doors[one % 2]["path"], hellos[one % 2]) for one in range(count)]
    found = await asyncio.wait_for(asyncio.gather(*joining, return_exceptions=True), 120)
    inside = [one for one in found if isinstance(one, Viewer)]
    return inside, {"joined": len(inside), "refused": count - len(inside), "seconds": time.monotonic() - begun}


async def be_silent(server: Server, viewers: list[Viewer], seconds: float) -> Figures:
    """Wait, then send one frame."""
    await asyncio.sleep(seconds)
    lost = sum(bool(one.closed_with) for one in viewers)
    here = [one for one in viewers if not one.closed_with]
    delays = await server.cast(1, 512, here)
    return {"seconds": seconds, "lost": lost, "reached": len(delays), **spread(delays)}


def read(port: int, page: str) -> tuple[int, float, str]:
    """Read a page as a browser without socket does; gives status, seconds and text."""
    begun = time.monotonic()
    try:
        with urllib.request.urlopen(f"http://localhost:{port}{page}", timeout=30) as answer:
            return answer.status, time.monotonic() - begun, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, time.monotonic() - begun, ""


async def ask(asker: Viewer, number: int) -> tuple[dict[str, Any], float]:
    """Ask by socket; gives the answer and its seconds."""
    begun, op = time.monotonic(), f"op{number}"
    text = f"How many trains were late in month {number} of this year?"
    asker.say(json.dumps({"t": "ask", "op": op, "text": text, "display": "public", "language": "en"}))
    while time.monotonic() < begun + 20:
        for _now, raw in asker.got:
            frame = json.loads(raw)
            if frame.get("op") == op:
                return frame, time.monotonic() - begun
        await asyncio.sleep(0.01)
    return {"t": "nothing"}, time.monotonic() - begun


async def live_without(servers: list[Server], seconds: int) -> tuple[Figures, list[str]]:
    """Ask, approve and read while Redis is away; gives the figures and what was acknowledged."""
    door = servers[0].ask("door")
    tickets = servers[1].ask("askers", count=seconds)["tickets"]
    hellos = [json.dumps({"t": "hello", "ticket": ticket}) for ticket in tickets]
    askers = [await join(servers[0].port, door["path"], hello) for hello in hellos]
    await asyncio.to_thread(read, servers[0].port, door["page"])  # the first reading of a process compiles templates
    servers[0].redis.stop()
    until, acknowledged, others = time.monotonic() + seconds, [], []
    slowest = {"ask": 0.0, "approve": 0.0, "page": 0.0}
    bad_pages = stale = 0
    for number, asker in enumerate(askers):
        begun = time.monotonic()
        if begun > until:
            break
        answer, took = await ask(asker, number)
        slowest["ask"] = max(slowest["ask"], took)
        if answer["t"] == "ack":
            acknowledged.append(answer["id"])
            approved = await asyncio.to_thread(servers[1].ask, "approve", question=answer["id"])
            slowest["approve"] = max(slowest["approve"], approved["seconds"])
        else:
            others.append(answer)
        status, took, text = await asyncio.to_thread(read, servers[0].port, door["page"])
        slowest["page"] = max(slowest["page"], took)
        bad_pages += status != 200
        stale += bool(acknowledged) and acknowledged[-1] not in text
        await asyncio.sleep(max(0.0, begun + 1 - time.monotonic()))
    await asyncio.sleep(max(0.0, until - time.monotonic()))
    return {"asked": len(acknowledged) + len(others), "acknowledged": len(acknowledged), "others": others,
            "bad_pages": bad_pages, "stale_pages": stale, "slowest": slowest}, acknowledged  # fmt: skip


async def go_away(servers: list[Server], viewers: list[Viewer], seconds: int) -> Figures:
    """Take Redis away and bring it back."""
    for one in viewers:
        one.got.clear()
    found, acknowledged = await live_without(servers, seconds)
    lost = sum(bool(one.closed_with) for one in viewers)
    here = [one for one in viewers if not one.closed_with]
    begun = time.monotonic()
    servers[0].redis.start()
    while time.monotonic() < begun + 30 and not all(_was_told(one) for one in here):
        await asyncio.sleep(0.05)
    found |= {"lost_sockets": lost, "told_again": sum(_was_told(one) for one in here), "of": len(here),
              "told_after": time.monotonic() - begun}  # fmt: skip
    rows = set(servers[0].ask("written")["questions"])
    found["lost_questions"] = len([one for one in acknowledged if one not in rows])
    for one in here:
        one.got.clear()
    servers[1].number += 1
    servers[1].ask("cast", number=servers[1].number + 1000, size=512)
    await heard(here, 1)
    return found


def _was_told(viewer: Viewer) -> bool:
    return any(b'"resync"' in text for _now, text in viewer.got)


async def run(options: argparse.Namespace, env: dict[str, str], redis: Redis) -> Figures:
    """Do all three; gives the figures."""
    servers = [Server("hub", env) for _one in range(2)]
    for server in servers:
        server.redis = redis
    try:
        viewers, joined = await join_all(servers, options.viewers)
        print("joins at once  ", joined, flush=True)
        silent = await be_silent(servers[0], viewers, options.idle)
        print("silence        ", silent, flush=True)
        away = await go_away(servers, viewers, options.away)
        print("Redis away     ", away, flush=True)
        return {"joins": joined, "silence": silent, "away": away, "load": os.getloadavg()}
    finally:
        for server in servers:
            server.stop()


def main() -> int:
    """Read the options, run, answer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in {"viewers": 500, "idle": 120, "away": 30, "redis-port": 61799}.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    given = os.environ.get("ROSTRA_VAR", "")
    with tempfile.TemporaryDirectory() as scratch:
        env = {**os.environ, "ROSTRA_VAR": f"{scratch}/var"}
        if given and (Path(given) / "demo" / "demo.sqlite3").exists():
            shutil.copytree(given, env["ROSTRA_VAR"])
        else:
            subprocess.run([sys.executable, "manage.py", "demo", "--no-serve"], cwd=ROOT, env=env, check=True)
        redis = Redis(options.redis_port)
        try:
            found = uvloop.run(run(options, env | {"REDIS_URL": redis.url}, redis))
        finally:
            redis.stop()
    print(json.dumps(found))
    away = found["away"]
    lost = (found["joins"]["refused"], found["silence"]["lost"], away["lost_sockets"], away["lost_questions"],
            away["bad_pages"], away["of"] - away["told_again"], len(away["others"]))  # fmt: skip
    return int(any(lost))


if __name__ == "__main__":
    sys.exit(main())
