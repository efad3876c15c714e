"""A message to 10,000 signers while its worker is killed twice: each signer is written to exactly once.

Method: in a scratch database (SQLite in a folder of its own, or the PostgreSQL that DATABASE_URL names) one petition
with `--signers` confirmed signatures that want news, at 1,000 mail hosts, and a tenth as many that do not, is laid. A
worker process then writes the letters and sends them to a folder of files (`petitions.letters.write_on`,
`core.mail.queue.send_due`).
It is killed with SIGKILL when a third, and when two thirds of the letters stand, each time in the middle of whatever it
does; a third worker goes on to the end. Then counted: mail rows by signature (each exactly one, none of those who want
no news), the message's own figures, and the letters that left. A letter may leave twice only where the process died
between the mail server's answer and our commit (decision 29); how often that was is printed.

    python infra/bench/mailing.py [--signers 10000]

It ends with 1 where any signer has no letter or two.
"""

# ruff: noqa: E402 - Django must be set up before its models are imported

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
FOLDER = Path(os.environ.get("MAILING_FOLDER") or tempfile.mkdtemp(prefix="mailing-"))
NAME = "rostra_bench_mailing"

import django
from django.conf import settings

django.setup()

from django.db import connection

from core import clock
from core.mail.models import Mail
from core.mail.queue import send_due
from core.parliament.models import Chamber
from petitions.actions.mailings import start_automatic
from petitions.letters import KIND, write_on
from petitions.models import Petition, PetitionKind, Signature, SignaturePersonal, SignerMailing

settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
settings.EMAIL_FILE_PATH = str(FOLDER / "sent")


def main() -> int:
    """Lay the ground, kill two workers, count; answer 1 for a fault."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--signers", type=int, default=10_000)
    parser.add_argument("--work", action="store_true", help="be the worker")
    options = parser.parse_args()
    if options.work:
        return work()
    is_sqlite = connection.vendor == "sqlite"
    connection.settings_dict["TEST"] |= {"NAME": str(FOLDER / "bench.sqlite3") if is_sqlite else NAME, "MIGRATE": False}
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        return measure(options.signers)
    finally:
        connection.creation.destroy_test_db(str(FOLDER / "bench.sqlite3") if is_sqlite else NAME, verbosity=0)


def work() -> int:
    """Write and send until nothing is left to do."""
    connection.close()
    is_sqlite = connection.vendor == "sqlite"
    connection.settings_dict["NAME"] = str(FOLDER / "bench.sqlite3") if is_sqlite else NAME
    while write_on() + send_due():
        pass
    return 0


def measure(signers: int) -> int:
    """Run the two kills and the end; print what was counted."""
    mailing, wanted = lay(signers)
    begun = time.perf_counter()
    for share in (1 / 3, 2 / 3):
        worker = start()
        while Mail.objects.count() < signers * share and worker.poll() is None:
            time.sleep(0.02)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        print(f"killed with {Mail.objects.count()} letters written", flush=True)
    Mail.objects.filter(state=Mail.State.QUEUED).update(due_at=clock.now())  # what the killed ones held in hand
    end = start().wait()
    took = time.perf_counter() - begun
    mailing.refresh_from_db()
    keys = list(Mail.objects.filter(kind=KIND).values_list("dedupe_key", flat=True))
    found = sorted(int(key.rsplit(" ", 1)[1]) for key in keys)
    left = Mail.objects.filter(state=Mail.State.SENT).count()
    files = len(list((FOLDER / "sent").glob("*")))
    print(
        f"signers {signers}, letters {len(found)}, each once {found == wanted}, state {mailing.state}, "
        f"written {mailing.written}, sent {left} in {files} connections, {took:.1f} s, load {os.getloadavg()[0]:.1f}"
    )
    doubles = messages_left() - left
    print(f"left twice (died between the server's answer and our commit): {doubles}")
    is_good = found == wanted and mailing.state == "done" and mailing.written == signers == left and end == 0
    return 0 if is_good else 1


def messages_left() -> int:
    """Count the messages that the workers handed over."""
    return sum(path.read_bytes().count(b"\nMessage-ID: ") for path in (FOLDER / "sent").glob("*"))


def start() -> subprocess.Popen[bytes]:
    """Start a worker process."""
    env = {**os.environ, "MAILING_FOLDER": str(FOLDER)}
    return subprocess.Popen([sys.executable, __file__, "--work"], env=env)


def lay(signers: int) -> tuple[SignerMailing, list[int]]:
    """Lay a petition with its signers; gives the started message and the keys of who must get it."""
    chamber = Chamber.objects.create(key="house", name={"en": "House"})
    kind = PetitionKind.objects.create(key="public-petition", name={"en": "Petition"}, chamber=chamber)
    now = clock.now()
    petition = Petition.objects.create(kind=kind, state="closed", number=1001, action="Trains", created_at=now)
    wanted: list[int] = []
    for at in range(0, signers + signers // 10, 1000):
        rows = Signature.objects.bulk_create(
            Signature(petition=petition, person_key=f"k{n}", state="confirmed", wants_news=n < signers, created_at=now)
            for n in range(at, min(at + 1000, signers + signers // 10))
        )
        SignaturePersonal.objects.bulk_create(
            SignaturePersonal(signature=row, name="Ann", email=f"{row.person_key}@d{row.pk % 1000}.example")
            for row in rows
        )
        wanted += [row.pk for row in rows if row.wants_news]
    words = {"en": "What Parliament did"}
    return start_automatic(petition, words, words), sorted(wanted)


if __name__ == "__main__":
    sys.exit(main())
