"""Whether the time of an answer tells if an e-mail address is known: every door that takes one, median against median.

Method: on a database of its own, twenty people go through every door, so that their addresses are known everywhere
(signature, petition, comment, report, question, support, draft of evidence, account with a password). Then each door
is knocked at 200 times (`--tries`) with a known address and 200 times with one that was never seen. The two take
turns, and who is first changes at random with a fixed seed, so that a busy machine burdens both alike. What a door
needs before its knock (the page of the code, where the knock is "send it again") is done before the clock starts. The
knock goes through all layers in this process, without a network. Before each measured turn both kinds have knocked
five times. Printed for each door: both medians and their ratio, by the clock and in processor time of this process
(which other work on the machine hardly touches), and whether the bodies were byte-equal but for masked tokens. The
exit code is 1 where the ratio by the clock (with `--cpu`: in processor time) is over 1.10, or where a body differs.
The worker is not run meanwhile: no answer waits for what it does later (the mail). Limits are lifted. Passwords are
hashed as in production.

    .venv/bin/python infra/bench/known_unknown.py [--tries 200] [--door sign] (DATABASE_URL: PostgreSQL; else SQLite)
"""

from __future__ import annotations

import argparse
import gc
import logging
import os
import random
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
PEOPLE, WARM, MOST = 20, 5, 1.10


def main() -> None:
    """Lay the ground, knock, print, and say by the exit code whether a door tells."""
    options = parse()
    start_django()
    from tests.privacy import known_doors

    ground = known_doors.lay_ground()
    known = [known_doors.new_address() for _person in range(PEOPLE)]
    for email in known:
        known_doors.make_known(ground, email)
    draw, is_bad = random.Random(7), False
    for door in known_doors.doors_of(ground):
        if not re.search(options.door, door.name):
            continue
        run(door, known, WARM, draw, known_doors.Client)
        times, bodies = run(door, known, options.tries, draw, known_doors.Client)
        medians = {kind: statistics.median(found) * 1000 for kind, found in times.items()}
        wall, cpu = (_ratio(medians, suffix) for suffix in ("", " cpu"))
        ratio = cpu if options.cpu else wall
        is_bad |= ratio > MOST or len(bodies) > 1
        words = "equal" if len(bodies) == 1 else f"{len(bodies)} DIFFERENT"
        told = "" if ratio <= MOST else "  TELLS"
        print(
            f"{door.name:38} known {medians['known']:7.2f} ms  unknown {medians['unknown']:7.2f} ms  x{wall:.3f}  "
            f"CPU {medians['known cpu']:6.2f} and {medians['unknown cpu']:6.2f} ms  x{cpu:.3f}  bodies {words}{told}",
            flush=True,
        )
    sys.exit(is_bad)


def _ratio(medians: dict[str, float], suffix: str) -> float:
    pair = [medians[f"{kind}{suffix}"] for kind in ("known", "unknown")]
    return max(pair) / min(pair)


def run(door: Any, known: list[str], tries: int, draw: random.Random, client: Any) -> tuple[dict[str, Any], set[str]]:
    """Let both kinds take turns at a door; gives the seconds by kind, and the masked answers that were met."""
    from tests.privacy.known_doors import masked, new_address

    times: dict[str, list[float]] = {"known": [], "unknown": [], "known cpu": [], "unknown cpu": []}
    bodies = set()
    gc.collect()
    gc.disable()  # or one turn in some dozens pays for all
    for turn in range(tries):
        pair = [("known", known[turn % len(known)]), ("unknown", new_address())]
        draw.shuffle(pair)
        for kind, email in pair:
            browser = client()
            ready = door.ready(browser, email)
            began, busy = time.perf_counter(), time.process_time()
            answer = door.knock(browser, email, ready)
            times[kind].append(time.perf_counter() - began)
            times[f"{kind} cpu"].append(time.process_time() - busy)
            bodies.add(masked(answer, email))
    gc.enable()
    return times, bodies


def parse() -> argparse.Namespace:
    """Read the options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tries", type=int, default=200)
    parser.add_argument("--door", default="", help="only doors whose name this pattern meets")
    parser.add_argument("--cpu", action="store_true", help="judge by processor time: for a machine with other work")
    return parser.parse_args()


def start_django() -> None:
    """Set Django up: limits lifted, real password hashing, logs silent; a new SQLite file without DATABASE_URL."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    os.environ["ROSTRA_LIMITS_FACTOR"] = "1000000"
    folder = Path(tempfile.mkdtemp())
    is_own = not os.environ.get("DATABASE_URL")
    if is_own:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
    import django
    from django.conf import settings

    django.setup()
    from django.core.management import call_command

    from config.snapshot import restore_snapshot

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.ACCOUNT_RATE_LIMITS = False  # allauth's own: ten tries of known people, but one of each unknown
    if is_own:
        restore_snapshot(Path(settings.DATABASES["default"]["NAME"]))
    call_command("migrate", verbosity=0)
    logging.disable(logging.CRITICAL)


if __name__ == "__main__":
    main()
