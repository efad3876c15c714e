"""The house of the signing benches: a scratch database, its processes (web, worker), what they cost and counted."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
sys.path[:0] = [str(ROOT), str(ROOT / "platform"), str(HERE)]
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the bench asks while its loop drives
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
os.environ.setdefault("ROSTRA_LIMITS_FACTOR", "1000000")
TICK = os.sysconf("SC_CLK_TCK")
NUMBER = 1001
PREFIXES = 26


def begin(name: str) -> str:
    """Make the scratch database with its tables; gives its URL. Django is set up on it."""
    import django

    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        sys.exit("needs PostgreSQL: set DATABASE_URL")
    django.setup()
    from django.db import connection

    connection.settings_dict["TEST"] |= {"NAME": name, "MIGRATE": False}  # tables alone, at once
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def end(name: str) -> None:
    """Drop it."""
    from django.db import connection

    with suppress(Exception):
        connection.creation.destroy_test_db(name, verbosity=0)


def fill() -> int:
    """Write a parliament and one open petition; gives the petition's key."""
    from core import clock
    from core.parliament.models import Area, Chamber, PostcodePrefix
    from petitions.models import Petition, PetitionKind, Threshold

    chamber = Chamber.objects.create(key="house", name={"en": "House"})
    areas = [
        Area.objects.create(scheme="own", kind="constituency", code=f"A{n}", name={"en": f"Area {n}"})
        for n in range(PREFIXES)
    ]
    PostcodePrefix.objects.bulk_create(PostcodePrefix(prefix=f"{chr(65 + n)}1", area=a) for n, a in enumerate(areas))
    kind = PetitionKind.objects.create(key="bench", name={"en": "Petition"}, chamber=chamber)
    Threshold.objects.create(kind=kind, key="debate", count=100, duty="debate", title={"en": "Debate"})
    now = clock.now()
    return Petition.objects.create(
        number=NUMBER, kind=kind, state="open", action="Bring back the night train", created_at=now, opened_at=now,
        closes_at=now + timedelta(days=30),
    ).pk  # fmt: skip


class House:
    """The processes of one run."""

    def __init__(self, url: str, codes: str) -> None:
        """Take the scratch database and the socket on which the bench's own worker tells the codes."""
        self.env = {
            **os.environ, "DATABASE_URL": url, "TRUSTED_PROXIES": "127.0.0.1", "BENCH_CODES": codes,
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "platform"), str(HERE)]),
            "REDIS_URL": os.environ.get("REDIS_URL", ""), "ACCESS_LOG_LEVEL": "WARNING",
            "ROSTRA_PROCESSES": "1", "ROSTRA_METRICS_PORT": "",
        }  # fmt: skip
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, *command: str, **env: str) -> None:
        """Start one process."""
        self.processes[name] = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env={**self.env, **env}, stdout=subprocess.DEVNULL
        )

    def serve(self, port: int) -> None:
        """Start the one process that has the lane, and its pages behind it."""
        self.start(
            "web", "-m", "uvicorn", "config.asgi:application", "--port", str(port), "--log-level", "warning",
            "--no-access-log", "--no-proxy-headers", "--ws", "none", "--timeout-keep-alive", "75",
            ROSTRA_SIGNING_LANE="on",
        )  # fmt: skip
        wait_for(port)

    def serve_django(self, port: int) -> None:
        """Start the ordinary web processes as compose does: granian, two workers."""
        self.start(
            "django", "-m", "granian", "--interface", "wsgi", "config.wsgi:application", "--port", str(port),
            "--workers", "2", "--blocking-threads", "2", "--no-access-log",
        )  # fmt: skip
        wait_for(port)

    def stop(self, name: str) -> None:
        """End one process."""
        process = self.processes.pop(name, None)
        if process is not None:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()

    def stop_all(self) -> None:
        """End all."""
        for name in list(self.processes):
            self.stop(name)

    def cpu(self) -> dict[str, float]:
        """Give the CPU seconds used so far: each process with its children, the load generator, PostgreSQL, Redis."""
        found = {name: sum(map(cpu_of, tree(process.pid))) for name, process in self.processes.items()}
        found |= {"load": sum(os.times()[:2]), "postgres": sum(map(cpu_of, postgres_processes()))}
        return found | ({"redis": cpu_of(redis_process())} if self.env["REDIS_URL"] else {})


def wait_for(port: int) -> None:
    """Wait until a server answers."""
    for _turn in range(600):
        with suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=5).read()
            return
        time.sleep(0.2)
    sys.exit(f"no server on port {port}")


def cpu_of(pid: int) -> float:
    """Give user and system seconds of a process."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICK


def tree(pid: int) -> list[int]:
    """Give a process and its children."""
    return [pid, *(child for child in children().get(pid, []))]


def children() -> dict[int, list[int]]:
    """Give the children of every process."""
    found: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            found.setdefault(int(path.read_text().rpartition(")")[2].split()[1]), []).append(int(path.parent.name))
    return found


def postgres_processes() -> list[int]:
    """Give the server's processes, where it runs on this machine."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        own = cursor.fetchone()[0]
    with suppress(OSError, ValueError):
        parent = int(Path(f"/proc/{own}/stat").read_text().rpartition(")")[2].split()[1])
        return tree(parent)
    return []


def redis_process() -> int:
    """Give the process id of the Redis that counts the limits."""
    import redis

    return int(redis.Redis.from_url(os.environ["REDIS_URL"]).info("server")["process_id"])


SETTINGS = (
    "fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "max_wal_size", "checkpoint_timeout",
    "wal_compression", "wal_buffers", "work_mem", "jit",
)  # fmt: skip


def settings_of_postgres() -> str:
    """Give the settings that matter."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT name, current_setting(name) FROM pg_settings WHERE name = ANY(%s)", [list(SETTINGS)])
        return ", ".join(f"{name}={value}" for name, value in cursor.fetchall())


def figures(petition: int) -> dict[str, int]:
    """Give what must be equal at the end: rows, ledger, tallies, shown; and what still waits."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM petitions_signature WHERE petition_id = %(p)s AND state = 'confirmed'),"
            " (SELECT coalesce(sum(delta), 0) FROM petitions_tallyentry WHERE petition_id = %(p)s),"
            " (SELECT coalesce(sum(count), 0) FROM petitions_tally WHERE petition_id = %(p)s),"
            " (SELECT signature_count FROM petitions_petition WHERE id = %(p)s),"
            " (SELECT count(*) FROM events_outboxentry)",
            {"p": petition},
        )
        return dict(zip(("rows", "ledger", "tallies", "shown", "waiting"), cursor.fetchone(), strict=True))


def forget_waiting() -> None:
    """Take away what the floors left in the outbox: nobody confirms those, and the count must not wait for them."""
    from core.events.models import OutboxEntry

    OutboxEntry.objects.all().delete()


def floor(seconds: int) -> float:
    """Give pgbench's single durable inserts a second into a table like that of signatures, its indexes too."""
    from django.db import connection

    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_floor (LIKE petitions_signature INCLUDING ALL)")
        cursor.execute("CREATE SEQUENCE IF NOT EXISTS bench_floor_id")
    script = Path(f"/tmp/bench-{secrets.token_hex(4)}.sql")
    script.write_text(
        "INSERT INTO bench_floor (id, public_id, petition_id, person_key, slot, state, counted_class, country,"
        " language, wants_news, created_at, notice_version) VALUES (nextval('bench_floor_id'), gen_random_uuid(), 1,"
        " gen_random_uuid()::text || gen_random_uuid()::text, 1, 'pending', 'online', '--', 'en', false, now(), '');\n"
    )
    facts = connection.settings_dict
    command = [
        str(found[-1]) if found else "pgbench", "-n", "-M", "prepared", "-c", "8", "-j", "1", "-T", str(seconds),
        "-f", str(script), "-h", facts["HOST"], "-p", str(facts["PORT"]), "-U", facts["USER"], facts["NAME"],
    ]  # fmt: skip
    try:
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    finally:
        script.unlink()
    return float(next(line for line in told.splitlines() if line.startswith("tps")).split()[2])


def figures_shown(petition: int) -> int:
    """Give the figure that readers see."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT signature_count FROM petitions_petition WHERE id = %s", [petition])
        return int(cursor.fetchone()[0])
