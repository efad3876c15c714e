"""How many signatures a second count: signed by the lane, mailed, confirmed by code, folded into the shown figure.

Method. On the PostgreSQL that DATABASE_URL names a scratch database is made. Everything runs on this machine's cores:

- where REDIS_URL is set, as a parliament runs it, limits are counted in Redis, else in the database; it is printed;
- PostgreSQL with the settings that are printed (shipped: infra/postgres/rostra.conf); every commit is durable: fsync
  and synchronous_commit are on, no table is unlogged. The bench ends with 1 where they are not;
- one uvicorn process with the lane and, behind it, the pages; each request comes with an address of its own through
  X-Forwarded-For, and limits are counted (with room: ROSTRA_LIMITS_FACTOR);
- one worker process: deliveries (mail rows with fresh codes, the fold, the log), seals of the audit trail. Mails are
  written, not sent. How the load generator learns the codes: sign_worker.py;
- the load generator (raw sockets, one loop, in this process): signs, and confirms each code it hears of.

Counted is a signature that was signed and confirmed, both acknowledged. Latencies are of all requests; with --rate they
are taken from the moment at which the request was due. Once a second the shown figure is read: it must hold all that
had been acknowledged two seconds before. At the end acknowledged = rows = ledger = tallies = shown, else it answers 1.

Beside it, in the same run: pgbench's single durable insert into a table like that of signatures (8 clients), the
ordinary Django form POST (granian, two workers, as in compose), and the lane's sign POST alone.

    eval "$(infra/services env)" && python infra/bench/sign.py [--seconds 600] [--rate 1000] [--only counted]
    python infra/bench/sign.py --rows      cost of a signature at ten thousand rows and at ten million
    python infra/bench/sign.py --sqlite    the same actions by sets of 256 on SQLite, durable (synchronous=FULL)

On a shared machine put `chrt -r 1` in front, and look at the CPU a signature: it is the surer figure.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import sign_house as house
from sign_load import Load, load_average, quantile

DATABASE = "rostra_bench_sign"
PORT = 18431
FRESH_SECONDS = 2.0
WARM = 500  # so many are counted before the measurement begins: every process has read its code by then


def main() -> int:
    """Run what was asked for; gives the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--rate", type=float, default=0, help="signatures a second; 0: as many as it takes")
    parser.add_argument("--connections", type=int, default=448)
    parser.add_argument("--window", type=int, default=3000, help="so many may be signed and not confirmed")
    parser.add_argument("--only", choices=["counted", "floors"], default="")
    parser.add_argument("--rows", action="store_true")
    parser.add_argument("--many", type=int, default=10_000_000, help="rows of the second measurement of --rows")
    parser.add_argument("--sqlite", action="store_true")
    options = parser.parse_args()
    if options.sqlite:
        from sign_sets import on_sqlite

        return on_sqlite(int(options.seconds))
    url = house.begin(DATABASE)
    try:
        if options.rows:
            from sign_sets import by_rows

            return by_rows(options.many)
        return measure(url, options)
    finally:
        house.end(DATABASE)


def measure(url: str, options: argparse.Namespace) -> int:
    """Print the floors and the counted figure."""
    petition = house.fill()
    settings = house.settings_of_postgres()
    print(f"PostgreSQL: {settings}")
    print(f"limits counted in {'Redis' if os.environ.get('REDIS_URL') else 'the database'}")
    print(f"load {load_average()}, {os.cpu_count()} cores")
    is_durable = all(f"{name}=on" in settings for name in ("fsync", "synchronous_commit", "full_page_writes"))
    faults = 0 if is_durable else 1
    seconds = int(min(options.seconds, 15))
    with tempfile.TemporaryDirectory() as folder:
        run = Run(house.House(url, f"{folder}/codes"), petition, options, f"{folder}/codes")
        try:
            if options.only != "counted":
                run.floors(seconds)
                house.forget_waiting()
            if options.only != "floors":
                faults += run.counted()
        finally:
            run.house.stop_all()
    return int(bool(faults))


class Run:
    """One run of the bench."""

    def __init__(self, found: house.House, petition: int, options: argparse.Namespace, codes: str) -> None:
        """Take processes, petition and options."""
        self.house, self.petition, self.options, self.codes = found, petition, options, codes
        self.late: list[float] = []

    def floors(self, seconds: int) -> None:
        """Print pgbench's floor, the Django view, the lane's POST alone, and the ratios."""
        floor = house.floor(seconds)
        print(f"pgbench, single durable insert, 8 clients: {floor:,.0f}/s")
        self.house.serve_django(PORT + 1)
        view = self._posts(PORT + 1, "django", seconds, 32)
        self.house.stop("django")
        self.house.serve(PORT)
        lane = self._posts(PORT, "web", seconds, self.options.connections)
        self.house.stop("web")
        print(f"lane to pgbench: {lane / floor:.2f}; lane to the Django view: {lane / view:.1f}")

    def _posts(self, port: int, name: str, seconds: int, connections: int) -> float:
        load = Load(port, house.NUMBER, window=1, seed=secrets.token_hex(3))
        load.confirms = False
        before = {}

        def warm() -> None:
            load.signed, load.taken = 0, []
            before.update(self.house.cpu())

        took = drive(load, connections, seconds, self._unpaced(), warm=warm)
        after = self.house.cpu()
        rate = load.signed / took
        each = {part: (after[part] - before[part]) / max(load.signed, 1) * 1e6 for part in (name, "load", "postgres")}
        told = ", ".join(f"{part} {cost:.0f}" for part, cost in each.items())
        print(
            f"sign POST, {name}: {rate:,.0f}/s, {latencies(load)}, failed {load.failed} {load.statuses};"
            f" CPU us each: {told}; load {load_average()}"
        )
        return rate

    @staticmethod
    def _unpaced() -> Callable[[Load, float], None]:
        return lambda load, moment: None

    def counted(self) -> int:
        """Sign and confirm for the whole time, then check every figure; gives the number of faults."""
        options = self.options
        first = house.figures(self.petition)["rows"]
        load = Load(PORT, house.NUMBER, window=options.window, seed=secrets.token_hex(3))
        load.is_paced = bool(options.rate)
        before: dict[str, float] = {}

        def pace(one: Load, moment: float) -> None:
            if options.rate:
                while len(one.due) < options.rate / 4:
                    self.moment = max(getattr(self, "moment", moment), moment - 5) + 1 / options.rate
                    one.due.append(self.moment)

        def warm() -> None:
            load.taken = []
            self.warm = (load.signed, load.confirmed)
            before.update(self.house.cpu())

        self.house.serve(PORT)
        took = drive(
            load, options.connections, options.seconds, pace, warm=warm, codes=self.codes, each_second=self.look,
            begin=lambda: self.house.start("worker", "infra/bench/sign_worker.py"), settle=self.settled,
        )  # fmt: skip
        stale, found = self.tell(load, took, before), house.figures(self.petition)
        acknowledged = load.confirmed + first
        is_exact = {acknowledged} == {found[name] for name in ("rows", "ledger", "tallies", "shown")}
        print(f"acknowledged {acknowledged}, {found}: {'equal' if is_exact else 'NOT EQUAL'}")
        return int(not is_exact) + int(load.failed > 0) + int(stale > 0)

    def look(self, load: Load) -> None:
        """Read the shown figure: it must hold what was acknowledged two seconds ago."""
        wanted = load.acknowledged_before(FRESH_SECONDS)
        shown = house.figures_shown(self.petition)
        self.late.append(max(0, wanted - shown))

    def settled(self) -> bool:
        """Tell whether everything is delivered."""
        return house.figures(self.petition)["waiting"] == 0

    def tell(self, load: Load, took: float, before: dict[str, float]) -> int:
        """Print what was counted, how fast, at what cost; gives the number of looks at which the figure was stale."""
        after = self.after
        counted = min(now - then for now, then in zip(self.counted_in_time, self.warm, strict=True))
        cost = {part: (after[part] - before.get(part, 0.0)) / max(counted, 1) * 1e6 for part in after}
        told = ", ".join(f"{part} {value:.0f}" for part, value in cost.items())
        stale = sum(1 for late in self.late if late)
        print(
            f"counted (sign + confirm): {counted / took:,.0f}/s over {took:.0f} s;"
            f" {latencies(load)}; failed {load.failed} {load.statuses}"
        )
        print(f"CPU us a counted signature: {told}; all {sum(cost.values()):.0f}; load {load_average()}")
        print(f"shown figure two seconds old at most: {len(self.late) - stale} of {len(self.late)} looks")
        return stale


def latencies(load: Load) -> str:
    """Give the middle and the slow end, in words."""
    return f"p50 {quantile(load.taken, 0.5):.1f} ms, p99 {quantile(load.taken, 0.99):.1f} ms"


def drive(load: Load, connections: int, seconds: float, pace: Callable[[Load, float], None], **hooks: object) -> float:
    """Run the load for so many seconds after a warm-up; gives how long it took."""
    return asyncio.run(_drive(load, connections, seconds, pace, hooks))


async def _drive(
    load: Load, connections: int, seconds: float, pace: Callable[[Load, float], None], hooks: dict
) -> float:
    if codes := hooks.get("codes"):
        load.hear(str(codes))
    if begin := hooks.get("begin"):
        begin()
    task = asyncio.ensure_future(load.run(connections))
    looker = threading.Event()
    began, warmed, run = time.perf_counter(), 0.0, getattr(hooks.get("each_second"), "__self__", None)
    warm_seconds = 3.0 if not codes else 5.0
    watch = None
    while True:
        await asyncio.sleep(0.05)
        now = time.perf_counter()
        pace(load, now)
        load.note()
        ready = now - began > warm_seconds and (load.confirmed if codes else load.signed) > WARM
        if not warmed and ready:
            warmed = now
            hooks["warm"]()
            if look := hooks.get("each_second"):
                watch = threading.Thread(target=_watch, args=(looker, look, load), daemon=True)
                watch.start()
        if (warmed and now - warmed >= seconds) or (hooks.get("over") and hooks["over"]()):
            break
    took = time.perf_counter() - warmed
    if run is not None:
        run.after, run.counted_in_time = run.house.cpu(), (load.signed, load.confirmed)
    load.is_last = True
    if settle := hooks.get("settle"):
        until = time.perf_counter() + 60
        while time.perf_counter() < until and not (settle() and not load.codes and load.told >= load.signed):
            await asyncio.sleep(0.25)
            load.note()
        await asyncio.sleep(0.5)
        while not settle() and time.perf_counter() < until:
            await asyncio.sleep(0.25)
    looker.set()
    if watch is not None:
        watch.join(5)
    load.is_over = True
    await task
    return took


def _watch(stopped: threading.Event, look: Callable[[Load], None], load: Load) -> None:
    while not stopped.wait(1.0):
        look(load)


if __name__ == "__main__":
    sys.exit(main())
