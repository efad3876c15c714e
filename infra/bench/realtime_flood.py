"""One client that says 1,000 things a second and comes back whenever it is closed: what the other viewers feel.

Method: one server process as shipped (see fanout.py) and its viewers. Frames go out one after another, first in peace,
then while the flooder writes ten messages every ten milliseconds and opens a new socket as soon as the old one is
closed. Printed: p50 and p99 of the viewers in both cases, CPU of
the server in both cases, the codes with which the flooder was closed, how often the door stayed shut (HTTP 403), and
how many of its messages went out. The viewers have the flooder's own address, and none may be lost.

    .venv/bin/python infra/bench/realtime_flood.py [--viewers 200] [--events 100]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import uvloop
from fanout import ROOT, Server, spread
from realtime_crowd import join

AT_ONCE, EVERY_SECONDS = 10, 0.01
NONSENSE = '{"t":"nonsense","op":1}'


class Flooder:
    """Says much, and comes back."""

    def __init__(self, server: Server) -> None:
        """Ask where the door is."""
        door = server.ask("door")
        self.port, self.path = server.port, door["path"]
        self.hello = json.dumps({"t": "hello", "ticket": door["ticket"]})
        self.ends: Counter[int] = Counter()
        self.shut = self.sent = 0

    async def run(self) -> None:
        """Flood until cancelled."""
        while True:
            try:
                viewer = await join(self.port, self.path, self.hello)
            except asyncio.CancelledError:
                if asyncio.current_task().cancelling():  # type: ignore[union-attr]
                    raise
                self.shut += 1
                await asyncio.sleep(EVERY_SECONDS)
                continue
            while not viewer.closed_with:
                for _one in range(AT_ONCE):
                    viewer.say(NONSENSE)
                self.sent += AT_ONCE
                await asyncio.sleep(EVERY_SECONDS)
            self.ends[viewer.closed_with] += 1


async def measure(server: Server, events: int) -> dict[str, Any]:
    """Send frames to all; gives their delays and the CPU of the server for each second."""
    before, begun = server.ask("usage")["cpu"], time.monotonic()
    delays = await server.cast(events, 512, server.viewers)
    return {**spread(delays), "cpu": (server.ask("usage")["cpu"] - before) / (time.monotonic() - begun)}


async def run(options: argparse.Namespace, env: dict[str, str]) -> None:
    """Measure in peace and in the flood; print."""
    server = Server("hub", env)
    try:
        server.viewers = await server.join(options.viewers)
        await server.cast(5, 512, server.viewers)
        peace = await measure(server, options.events)
        flooder = Flooder(server)
        task = asyncio.create_task(flooder.run())
        await asyncio.sleep(0.5)
        flood = await measure(server, options.events)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        lost = sum(bool(one.closed_with) for one in server.viewers)
        for name, row in {"in peace": peace, "in the flood": flood}.items():
            print(f"{name:<14} p50 {row['p50']:6.1f}  p99 {row['p99']:6.1f} ms  CPU {row['cpu']:5.1%} of a core")
        print(f"flooder: {flooder.sent} messages, closed {dict(flooder.ends)}, door shut {flooder.shut} times; "
              f"{lost} of {options.viewers} viewers lost; load {os.getloadavg()[0]:.1f}")  # fmt: skip
    finally:
        server.stop()


def main() -> None:
    """Read the options, run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--viewers", type=int, default=200)
    parser.add_argument("--events", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        env = {"ROSTRA_VAR": scratch, **os.environ}
        if not (Path(env["ROSTRA_VAR"]) / "demo" / "demo.sqlite3").exists():
            subprocess.run([sys.executable, "manage.py", "demo", "--no-serve"], cwd=ROOT, env=env, check=True)
        uvloop.run(run(options, env))


if __name__ == "__main__":
    main()
