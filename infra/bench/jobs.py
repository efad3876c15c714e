"""How many jobs one worker does a second: 10,000 jobs that each update one row, drained by one worker process.

Method: on the PostgreSQL that DATABASE_URL names (refused on SQLite) a scratch database is made, 100 rows
and 10,000 jobs are written, then one process with one thread drains the line
by `core.jobs.running.run_jobs`, as the worker does. Each job is a transaction of its own, durable (synchronous_commit
as the server has it), so that a kill costs nothing. Counted is the time from the first claim to the last commit;
enqueueing is not. Afterwards every row must have been updated exactly as often as jobs named it, else it ends with 1.

    eval "$(infra/services env)" && python infra/bench/jobs.py [--jobs 10000] [--least 500]

Beside it stands the floor of the same run: the same update and the same mark, each pair in a transaction, in bare
psycopg without any of our code.
"""

# ruff: noqa: E402 - Django must be set up before its models are imported

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform"), str(Path(__file__).parent)]
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"

import django

django.setup()

from bench_tasks import touch
from django.db import connection

from core import clock
from core.accounts.models import User
from core.claims import WorkState
from core.jobs.models import Job
from core.jobs.running import run_jobs

ROWS = 100


def main() -> int:
    """Run, print, answer."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--jobs", type=int, default=10_000)
    parser.add_argument("--least", type=float, default=0, help="answer 1 below so many jobs a second")
    options = parser.parse_args()

    if connection.vendor != "postgresql":
        sys.exit("needs PostgreSQL: set DATABASE_URL")
    connection.settings_dict["TEST"] |= {"NAME": "rostra_bench_jobs", "MIGRATE": False}  # tables alone, at once
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        return measure(options.jobs, options.least)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def measure(count: int, least: float) -> int:
    """Fill the line, drain it, check every row, print the figures; gives the exit code."""

    User.objects.bulk_create(User(email=f"{n}@example.org", name="0") for n in range(ROWS))
    Job.objects.all().delete()
    fill(count, touch.module_path)
    begun, cpu = time.perf_counter(), time.process_time()
    done = 0
    while found := run_jobs():
        done += found
    seconds, busy = time.perf_counter() - begun, time.process_time() - cpu
    counts = sorted(
        int(name) for name in User.objects.filter(email__endswith="@example.org").values_list("name", flat=True)
    )
    exact = counts == [count // ROWS] * ROWS and Job.objects.filter(state=WorkState.DONE).count() == count
    rate, bare = done / seconds, floor(min(count, 2000))
    print(f"{done} jobs in {seconds:.1f} s: {rate:.0f} jobs/s, {busy / done * 1e6:.0f} us of our CPU each")
    print(f"floor, bare psycopg: {bare:.0f} jobs/s; ours is {rate / bare:.2f} of it")
    print(f"each effect exactly once: {'yes' if exact else 'NO'}")
    return int(not exact or rate < least)


def fill(count: int, function: str) -> None:
    """Write the jobs."""

    now = clock.now()
    Job.objects.bulk_create(
        (
            Job(name="bench", function=function, args=[f"{n % ROWS}@example.org"], enqueued_at=now, due_at=now)
            for n in range(count)
        ),
        batch_size=1000,
    )


def floor(count: int) -> float:
    """Give the pairs a second of an update and a mark in bare psycopg, each pair in a durable transaction."""

    connection.ensure_connection()
    bare = connection.connection
    ids = [row[0] for row in bare.execute("SELECT id FROM jobs_job ORDER BY id LIMIT %s", [count])]
    begun = time.perf_counter()
    for place, pk in enumerate(ids):
        with bare.transaction():
            bare.execute("UPDATE jobs_job SET state = 'done', finished_at = now() WHERE id = %s", [pk])
            bare.execute("UPDATE accounts_user SET name = name WHERE email = %s", [f"{place % ROWS}@example.org"])
    return count / (time.perf_counter() - begun)


if __name__ == "__main__":
    sys.exit(main())
