"""How long one event takes to all viewers of a hearing, and what it costs: our hub beside `websockets` and Channels.

Method: three servers in three processes (`realtime_server.py`): Rostra as shipped with the door of a demo hearing, a
bare `broadcast` of the library websockets, and a plain Channels consumer with `group_send`. This process holds the
viewers of all three, one socket each (`realtime_crowd.py`). Frames of the same size go out one after another, each
received by everybody before the next; a frame carries the monotonic clock as it was before publishing, and arrival is
the moment when a client's loop is handed the bytes. The servers take turns in blocks, so that a busy machine burdens
all alike. Printed for each: p50, p99 and worst of all deliveries, and CPU of the server process (user and system) per
delivery. On a busy machine the CPU and the ratio to the bare broadcast of the same run are the sure figures.

Then, at the hub alone: some more clients join, with small receive buffers. In turns they read and do not read: then
frames for them alone fill what the kernel keeps for them, until each mailbox has overflowed. Printed: p99 of the
healthy ones in both cases, and what the memory of the process grew by. At the end they read again and must find a
resync.

    .venv/bin/python infra/bench/fanout.py [--viewers 1000] [--events 40] [--blocks 4] [--stalled 50] [--json FILE]

The demo is seeded into ROSTRA_VAR, or a scratch folder. With REDIS_URL the hub's frames go through that Redis.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import uvloop
from realtime_crowd import Viewer, crowd, heard

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
KINDS = {"hub": "Rostra's hub", "bare": "websockets broadcast", "layer": "Channels group_send"}
WARM = 5
FIRST_NUMBER = 1_000_000  # above what the demo hearing has counted so far
PAUSE = 0.03
Figures = dict[str, Any]


class Server:
    """One server process and its viewers."""

    def __init__(self, kind: str, env: dict[str, str]) -> None:
        """Start it on a free port."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, str(HERE / "realtime_server.py"), kind, str(self.port)]
        self.process = subprocess.Popen(
            command, env=env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.viewers: list[Viewer] = []
        self.number = FIRST_NUMBER
        self.delays: list[float] = []
        self.redis: Any = None
        self.cpu = 0.0
        self.deliveries = 0

    def ask(self, do: str, **facts: Any) -> dict[str, Any]:
        """Give its answer to a command."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"do": do, **facts}) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    async def join(self, count: int, *, small: bool = False) -> list[Viewer]:
        """Let so many viewers in, as soon as the door answers."""
        door = await asyncio.to_thread(self.ask, "door")
        await self.answers()
        hello = json.dumps({"t": "hello", "ticket": door["ticket"]}) if door["ticket"] else ""
        return await crowd(count, self.port, door["path"], hello, small=small)

    async def answers(self, seconds: float = 60) -> None:
        """Wait until it listens."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            await asyncio.sleep(0.05)
        raise RuntimeError(f"nobody listens on {self.port}")

    async def cast(self, count: int, size: int, listening: list[Viewer]) -> list[float]:
        """Send so many frames one after another; gives the delays of all who listen, in milliseconds."""
        for one in listening:
            one.got.clear()
        for turn in range(1, count + 1):
            self.number += 1
            self.ask("cast", number=self.number, size=size)
            await heard(listening, turn)
            await asyncio.sleep(PAUSE)
        return [delay for one in listening for delay in one.delays()]

    async def measure(self, count: int, size: int) -> None:
        """Run one block."""
        before = self.ask("usage")["cpu"]
        self.delays += await self.cast(count, size, self.viewers)
        self.cpu += self.ask("usage")["cpu"] - before
        self.deliveries += count * len(self.viewers)

    def figures(self) -> Figures:
        """Give what was measured."""
        return {**spread(self.delays), "us": self.cpu / self.deliveries * 1e6, "deliveries": self.deliveries}

    def stop(self) -> None:
        """End the process."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(20)


def spread(delays: list[float]) -> Figures:
    """Give p50, p99 and the worst."""
    ordered = sorted(delays)
    return {"p50": ordered[len(ordered) // 2], "p99": ordered[int(len(ordered) * 0.99)], "worst": ordered[-1]}


async def compare(servers: dict[str, Server], options: argparse.Namespace) -> Figures:
    """Let the servers take turns; gives the figures of each."""
    for server in servers.values():
        server.viewers = await server.join(options.viewers)
        await server.cast(WARM, options.bytes, server.viewers)
    for _block in range(options.blocks):
        for server in servers.values():
            await server.measure(max(1, options.events // options.blocks), options.bytes)
    return {kind: server.figures() for kind, server in servers.items()}


async def stall(hub: Server, options: argparse.Namespace) -> Figures:
    """Let some stop reading, in turns; gives p99 of the others in both cases, and the growth of memory."""
    hub.ask("mark")
    slow = await hub.join(options.stalled, small=True)
    events = max(1, options.events // options.blocks)
    delays: dict[bool, list[float]] = {False: [], True: []}
    memory: dict[bool, list[float]] = {False: [], True: []}
    stuck = []
    for _block in range(options.blocks):
        for is_stalled in (False, True):
            for one in slow:
                one.transport.pause_reading() if is_stalled else one.transport.resume_reading()  # type: ignore[union-attr]
            await asyncio.sleep(0.5)
            if is_stalled:
                stuck.append(hub.ask("fill")["stuck"])
            delays[is_stalled] += await hub.cast(events, options.bytes, hub.viewers)
            memory[is_stalled].append(hub.ask("memory")["memory"])
    for one in slow:
        one.transport.resume_reading()  # type: ignore[union-attr]
    until = time.monotonic() + 30
    while (told := sum(is_told(one) for one in slow)) < len(slow) and time.monotonic() < until:
        await asyncio.sleep(0.5)
    lost = sum(bool(one.closed_with) for one in slow)
    growth = (max(memory[True]) - min(memory[False])) / 1024
    return {"reading": spread(delays[False]), "stalled": spread(delays[True]), "stuck": min(stuck), "resynced": told,
            "closed": lost, "growth_mib": growth}  # fmt: skip


def is_told(viewer: Viewer) -> bool:
    """Tell whether a client was told to read the page again."""
    return any(b'"resync"' in text for _now, text in viewer.got)


def show(found: Figures) -> None:
    """Print the tables."""
    print(f"\n{'':<24}{'p50 ms':>9}{'p99 ms':>9}{'worst':>9}{'us CPU':>9}{'x bare':>9}")
    for kind, row in found["fanout"].items():
        ratio = row["us"] / found["fanout"]["bare"]["us"]
        print(
            f"{KINDS[kind]:<24}{row['p50']:>9.1f}{row['p99']:>9.1f}{row['worst']:>9.1f}{row['us']:>9.1f}{ratio:>9.2f}"
        )
    if rows := found.get("stall"):
        print(f"\n{'healthy viewers while':<24}{'p50 ms':>9}{'p99 ms':>9}{'worst':>9}")
        for name in ("reading", "stalled"):
            print(
                f"{'the others ' + name:<24}" + "".join(f"{rows[name][key]:>9.1f}" for key in ("p50", "p99", "worst"))
            )
        print(
            f"{rows['stuck']} of the stalled overflowed, {rows['resynced']} found a resync, {rows['closed']} were "
            f"closed; memory {rows['growth_mib']:+.1f} MiB"
        )


async def run(options: argparse.Namespace, env: dict[str, str]) -> Figures:
    """Start the servers, measure, end them."""
    print(f"{options.viewers} viewers, frames of {options.bytes} bytes, load {os.getloadavg()[0]:.1f} before")
    servers = {kind: Server(kind, env) for kind in options.kinds.split(",")}
    try:
        found: Figures = {"viewers": options.viewers, "bytes": options.bytes, "load": list(os.getloadavg())}
        found["fanout"] = await compare(servers, options)
        if options.stalled:
            found["stall"] = await stall(servers["hub"], options)
    finally:
        for server in servers.values():
            server.stop()
    return found


def main() -> None:
    """Read the options, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in {"viewers": 1000, "events": 40, "blocks": 4, "stalled": 50, "bytes": 512}.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        env = {"ROSTRA_VAR": scratch, **os.environ}
        if not (Path(env["ROSTRA_VAR"]) / "demo" / "demo.sqlite3").exists():
            command = [sys.executable, "manage.py", "demo", "--no-serve"]
            subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
        found = uvloop.run(run(options, env))
    show(found)
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n")
    else:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
