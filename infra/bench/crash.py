"""Crash rounds: kill -9 of web, kill -9 of worker, `pg_ctl stop -m immediate`, while people sign and confirm.

Method: a PostgreSQL of its own (infra/services under an instance of its own, purged afterwards; its port is not
anybody else's), uvicorn with `config.asgi` (pages and signing lane), `manage.py worker`, and six clients that sign and
confirm through the real doors over HTTP without pause. In each round one of the three is killed at a moment that
nobody chose and started again; a snapshot of the database is compared before, after and at the end
(tests/crash/harness.py). At the end: every acknowledged signature has its row, every acknowledged confirmation counts
and has its ledger entry, the worker has folded all, and `verify_count` finds nothing.

    python infra/bench/crash.py [--rounds 10] [--port 8796] [--ports 63800] [--template postgres://…]

`--template` names a migrated database whose schema and rows are copied; without it the migrations are run.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from subprocess import DEVNULL

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
KILLS = ("web", "worker", "database")
SEED = 20_251_123


def main() -> int:
    """Run, print, answer: 1 where anything was lost or disagreed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--port", type=int, default=8796)
    parser.add_argument("--ports", type=int, default=63_800, help="first of ten for the database's own instance")
    parser.add_argument("--template", default="")
    options = parser.parse_args()
    own = {"ROSTRA_SERVICES_INSTANCE": f"crash-{os.getpid()}", "ROSTRA_SERVICES_PORTS": str(options.ports)}
    with tempfile.TemporaryDirectory() as folder:
        url = f"postgres://rostra@127.0.0.1:{options.ports + 2}/rostra"
        os.environ |= {
            **own, "ROSTRA_VAR": folder, "DJANGO_SETTINGS_MODULE": "config.settings.demo", "DATABASE_URL": url,
            "ROSTRA_WORKER_APART": "1", "ROSTRA_LIMITS_FACTOR": "1000000", "REDIS_URL": "", "ELASTICSEARCH_URL": "",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'platform'}", "LOG_LEVEL": "CRITICAL", "EMAIL_URL": "",
        }  # fmt: skip
        services("start", "postgres")
        try:
            return rounds(options, url)
        finally:
            services("purge")


def services(*words: str) -> None:
    """Call infra/services for the instance of this run."""
    subprocess.run(["infra/services", *words], cwd=ROOT, check=True, stdout=DEVNULL, stderr=DEVNULL)


def lay(url: str, template: str) -> None:
    """Make the tables: copied from a migrated database, or migrated."""
    if template:
        tools = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        dump = subprocess.Popen([str(tools / "pg_dump"), "--no-owner", template], stdout=subprocess.PIPE)
        subprocess.run([str(tools / "psql"), "-q", "-v", "ON_ERROR_STOP=1", url], stdin=dump.stdout, check=True,
                       stdout=DEVNULL)  # fmt: skip
        if dump.wait():
            sys.exit("the template could not be read")
    else:
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, check=True)


def rounds(options: argparse.Namespace, url: str) -> int:
    """Do the rounds; gives 0 when nothing was lost."""
    begun = time.monotonic()
    lay(url, options.template)
    import django

    django.setup()
    from tests.crash import harness

    harness.seed()
    base = Path("/var/cache/rostra-services") if os.getuid() == 0 else Path.home() / ".cache" / "rostra-services"
    base = Path(os.environ.get("ROSTRA_SERVICES_DIR", base)) / os.environ["ROSTRA_SERVICES_INSTANCE"]
    site = harness.Site(dict(os.environ), options.port, base / "postgres" / "postmaster.pid")
    site.start("web")
    site.start("worker")
    crowd = harness.Crowd(options.port)
    faults: list[str] = []
    looks, chance = 0, random.Random(SEED)
    try:
        site.wait()
        crowd.start()
        for number in range(options.rounds):
            for what in KILLS:
                before = len(crowd.confirmed)
                while len(crowd.confirmed) < before + 5:
                    time.sleep(0.05)
                time.sleep(chance.random() / 2)
                faults += harness.snapshot()[1]
                if what == "database":
                    harness.close()
                    site.stop_database()
                else:
                    site.kill(what)
                figures, found = harness.snapshot()
                faults += found
                looks += 2
                site.wait()
                print(f"round {number + 1}, {what}: {len(crowd.signed)} signed, {len(crowd.confirmed)} confirmed; "
                      f"{figures}", flush=True)  # fmt: skip
        crowd.end()
        harness.wait_until_folded()
        return told(crowd, faults, looks, time.monotonic() - begun)
    finally:
        crowd.stopped.set()
        site.end()


def told(crowd: object, faults: list[str], looks: int, seconds: float) -> int:
    """Print what was lost, and answer."""
    from petitions.counting.verifying import verify
    from petitions.models import Petition
    from tests.crash import harness

    no_row, uncounted = harness.lost(crowd)
    figures, found = harness.snapshot()
    verdict = verify(Petition.objects.get(number=harness.NUMBER))
    harness.close()
    faults = [*faults, *found, *verdict.faults]
    for fault in faults:
        print(f"FAULT: {fault}")
    print(
        f"{len(crowd.signed)} signatures acknowledged, {len(no_row)} lost; {len(crowd.confirmed)} confirmations "
        f"acknowledged, {len(uncounted)} lost; {looks + 1} snapshots, {len(faults)} faults; {crowd.refused} requests "
        f"refused meanwhile; {figures}; {seconds:.0f} s"
    )
    return int(bool(no_row or uncounted or faults))


if __name__ == "__main__":
    sys.exit(main())
