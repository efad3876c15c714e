"""One edited, one deleted, one inserted entry among 1,000,000: found from outside, the first bad checkpoint named.

Method: a log of so many entries is made with the project's own tree and notes (no database), with a checkpoint every
100,000, and written as the files that the site publishes. `verify_count.py` is run on them as an outsider would run it
(a process of its own, `python -I`); then one line of entries.csv is changed, taken out, put in; it must answer 1 and
name the checkpoint that first covers the place. Its wall and CPU time are told, with the load.

    python infra/bench/verify.py [--entries 1000000]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
STEP = 100_000
HEAD = "sequence,delta,reason,hour,class,commitment"


def main() -> int:
    """Make the files, check them, spoil them in three ways, check again."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--entries", type=int, default=1_000_000)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        begun = time.perf_counter()
        lines = make(folder, options.entries)
        print(f"{options.entries:,} leaves appended in {time.perf_counter() - begun:.1f} s")
        place = options.entries // 2 + 17
        wanted = f"checkpoint of {-(-place // STEP) * STEP:,} entries"
        ways = {
            "sound": lines,
            "edited": [*lines[:place], lines[place].replace(",1,", ",2,", 1), *lines[place + 1 :]],
            "deleted": [*lines[:place], *lines[place + 1 :]],
            "inserted": [*lines[:place], lines[place], *lines[place:]],
        }
        missed = [name for name, some in ways.items() if not look(folder, name, some, wanted)]
    print("all found" if not missed else f"MISSED: {', '.join(missed)}")
    return int(bool(missed))


def make(folder: Path, how_many: int) -> list[str]:
    """Write checkpoints, key and reconciliation; gives the lines of entries.csv."""
    import django

    django.setup()
    from petitions.counting.leaves import leaf_of, line_of
    from petitions.counting.merkle import Frontier
    from petitions.counting.notes import checkpoint_text, origin_of, signed, verifier_keys

    petition, now = uuid4(), datetime(2026, 11, 23, 5, tzinfo=UTC)
    origin, tree, lines, notes = origin_of(petition), Frontier(), [HEAD], []
    for place in range(1, how_many + 1):
        line = line_of(
            place, 1, reason="confirm", at=now, counted_class="online", commitment=secrets.token_hex(32)
        )  # fmt: skip
        tree.append(leaf_of(petition, line))
        lines.append(line)
        if place % STEP == 0 or place == how_many:
            notes.append(signed(checkpoint_text(origin, place, tree.root(), place, now), origin))
    (folder / "checkpoints.txt").write_text("\n".join(notes))
    (folder / "key.txt").write_text("\n".join(verifier_keys(origin)))
    counted = {"total": how_many, "by_class": {"online": how_many}, "with_area": how_many, "without_area": 0}
    shown = {
        "petition": {"id": str(petition), "number": 1}, "received": how_many, "pending": 0, "confirmed": how_many,
        "held": 0, "withdrawn": 0, "invalidated": {"total": 0, "by_reason": {}}, "counted": counted,
        "being_counted": 0, "log": {"origin": origin, "size": how_many, "keys": []},
    }  # fmt: skip
    (folder / "reconciliation.json").write_text(json.dumps(shown))
    return lines


def look(folder: Path, name: str, lines: list[str], wanted: str) -> bool:
    """Run the program for outsiders; tell its time and whether it said what it must."""
    (folder / "entries.csv").write_text("\r\n".join(lines) + "\r\n", newline="")
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    program = ROOT / "petitions" / "counting" / "verify_count.py"
    run = subprocess.run([sys.executable, "-I", program, folder], capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    bad = [line for line in run.stdout.splitlines() if "first bad checkpoint" in line]
    is_right = (run.returncode, bad) == (0, []) if name == "sound" else run.returncode == 1 and wanted in bad[0]
    print(
        f"{name}: {wall:.1f} s, {after.ru_utime - before.ru_utime:.1f} s CPU, load {os.getloadavg()[0]:.1f}; "
        f"{bad[0] if bad else run.stdout.splitlines()[-1]}"
    )
    return is_right


if __name__ == "__main__":
    sys.exit(main())
