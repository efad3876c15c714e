"""The real curve of the fastest petition on record, signed again: its end count must be the file's.

Method. Petition 700143 of the UK Parliament was counted about once a minute (`../shared/data/petitions`, or
ROSTRA_SHARED; its README tells where it comes from). Its first count is brought in as an opening balance. Each one
after it is due at the file's moment, spread evenly between two counts, divided by the speed; it is signed through the
lane, mailed, and confirmed by its code, on the processes of sign.py. Latencies count from the moment at which a
signature was due. At the end the shown figure, rows and balance, ledger and tallies must be the file's count.

    eval "$(infra/services env)" && python infra/bench/replay.py            the first 24 hours at 60x: 24 minutes
    python infra/bench/replay.py --hours 6 --speed 20                       18 minutes, at a third of the pace

The busiest hours bring 2,048 signatures a minute: 2,048 a second at 60x, 683 at 20x.
"""

from __future__ import annotations

import argparse
import csv
import os
import secrets
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import sign_house as house
from sign import PORT, Run, drive
from sign_load import Load, load_average

DATABASE = "rostra_bench_replay"
FILE = "data/petitions/uk-700143-counts-per-minute-2024-11-24_2024-12-25.csv"


def main() -> int:
    """Replay; gives 0 where the end count is the file's."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--hours", type=float, default=24)
    parser.add_argument("--speed", type=float, default=60)
    parser.add_argument("--connections", type=int, default=256)
    options = parser.parse_args()
    options.window, options.rate, options.seconds = 1 << 30, 1, 1e9
    first, moments = curve(options.hours, options.speed)
    url = house.begin(DATABASE)
    try:
        petition = house.fill()
        balance(petition, first)
        with tempfile.TemporaryDirectory() as folder:
            run = Run(house.House(url, f"{folder}/codes"), petition, options, f"{folder}/codes")
            try:
                return replay(run, first, moments)
            finally:
                run.house.stop_all()
    finally:
        house.end(DATABASE)


def curve(hours: float, speed: float) -> tuple[int, list[float]]:
    """Give the first count of the file, and the seconds from the start at which each later signature is due."""
    shared = Path(os.environ.get("ROSTRA_SHARED", house.ROOT.parent / "shared"))
    with (shared / FILE).open() as file:
        rows = [(datetime.fromisoformat(row["timestamp"]), int(row["count"])) for row in csv.DictReader(file)]
    start, first = rows[0]
    moments: list[float] = []
    before, known = 0.0, first
    for moment, count in rows[1:]:
        at = (moment - start).total_seconds()
        if at > hours * 3600:
            break
        more = count - known
        moments += [(before + (at - before) * (n + 1) / more) / speed for n in range(more)]
        before, known = at, max(known, count)
    return first, moments


def balance(petition: int, count: int) -> None:
    """Bring the first count in, as an import does."""
    from core import clock
    from petitions.counting import fold
    from petitions.models import TallyEntry
    from petitions.states import CountedClass

    TallyEntry.objects.create(
        petition_id=petition, delta=count, counted_class=CountedClass.IMPORTED, reason="opening balance",
        at=clock.now(), commitment=secrets.token_hex(32),
    )  # fmt: skip
    fold(petition)


def replay(run: Run, first: int, moments: list[float]) -> int:
    """Sign the curve again and compare."""
    load = Load(PORT, house.NUMBER, window=1 << 30, seed=secrets.token_hex(3))
    load.is_paced, load.most = True, len(moments)
    place, begun = 0, 0.0

    def pace(one: Load, now: float) -> None:
        nonlocal place, begun
        begun = begun or now + 3  # the processes come up first
        while place < len(moments) and len(one.due) < 5000:
            one.due.append(begun + moments[place])
            place += 1

    run.warm, run.after, run.counted_in_time = (0, 0), {}, (0, 0)
    before: dict[str, float] = {}
    run.house.serve(PORT)
    took = time.perf_counter()
    drive(
        load, run.options.connections, run.options.seconds, pace, warm=lambda: before.update(run.house.cpu()),
        codes=run.codes, each_second=run.look, begin=lambda: run.house.start("worker", "infra/bench/sign_worker.py"),
        settle=run.settled, over=lambda: load.asked >= len(moments),
    )  # fmt: skip
    took = time.perf_counter() - took
    wanted, found = first + len(moments), house.figures(run.petition)
    held = {"rows": found["rows"] + first, **{name: found[name] for name in ("ledger", "tallies", "shown")}}
    is_equal = set(held.values()) == {wanted}
    run.tell(load, took, before)
    print(f"the file says {wanted:,} at the end; {held}: {'equal' if is_equal else 'NOT EQUAL'}; load {load_average()}")
    return int(not is_equal)


if __name__ == "__main__":
    sys.exit(main())
