"""Real processes that sign while web, worker and database are killed; nothing that was acknowledged may be lost.

Acknowledged is a signature whose form was answered by the address of its code page, and a confirmation whose link was
answered by the page of thanks. Clients try again after every refusal; the harness stands beside the site and looks at
the database alone. In every snapshot (one moment, REPEATABLE READ): rows that count = ledger = tallies and what waits
for the fold, by class and by place; shown = tallies.
"""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import DEVNULL
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
NUMBER = 987_654
CLIENTS = 6
PATIENCE_SECONDS = 90.0


@dataclass
class Site:
    """The processes of one site, and how to end them the hard way."""

    env: dict[str, str]
    port: int
    postmaster: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str) -> None:
        """Start web or worker."""
        command = {
            "web": [sys.executable, "-m", "uvicorn", "config.asgi:application", "--host", "127.0.0.1", "--port",
                    str(self.port), "--log-level", "critical", "--lifespan", "off"],
            "worker": [sys.executable, "manage.py", "worker"],
        }[name]  # fmt: skip
        self.running[name] = subprocess.Popen(
            command, cwd=ROOT, env=self.env, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True
        )

    def kill(self, name: str) -> None:
        """Kill web or worker with all its children, and start it again."""
        process = self.running[name]
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.start(name)

    def stop_database(self) -> None:
        """End PostgreSQL as `pg_ctl stop -m immediate` does (SIGQUIT to the postmaster), and start it again."""
        pid = int(self.postmaster.read_text().split()[0])
        os.kill(pid, signal.SIGQUIT)
        while alive(pid):
            time.sleep(0.05)
        subprocess.run(["infra/services", "start", "postgres"], cwd=ROOT, env=self.env, check=True, stderr=DEVNULL)

    def is_up(self) -> bool:
        """Tell whether the web process serves the petition."""
        with suppress(OSError, http.client.HTTPException):
            return ask(self.port, "GET", f"/en/petitions/{NUMBER}/sign/")[0] == 200
        return False

    def wait(self) -> None:
        """Wait until it serves. Raises TimeoutError."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not self.is_up():
            if time.monotonic() > until:
                raise TimeoutError("the site does not come back")
            time.sleep(0.1)

    def end(self) -> None:
        """End what runs."""
        for process in self.running.values():
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@dataclass
class Crowd:
    """Clients that sign and confirm without end, and remember what was acknowledged."""

    port: int
    signed: dict[str, str] = field(default_factory=dict)  # handle of the code page: address
    confirmed: set[str] = field(default_factory=set)  # handles
    refused: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Let them begin."""
        self.threads = [threading.Thread(target=self._run, args=(n,), daemon=True) for n in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def end(self) -> None:
        """Let each finish what it does."""
        self.stopped.set()
        for thread in self.threads:
            thread.join(PATIENCE_SECONDS)

    def _run(self, client: int) -> None:
        turn = 0
        while not self.stopped.is_set():
            turn += 1
            email = f"c{client}-{turn}@example.org"
            form = {"name": "Ann Lee", "email": email, "country": "FR", "is_eligible": "on"}
            place = self._post(f"/en/petitions/{NUMBER}/sign/", form)
            if place is None:
                continue
            handle = place.rstrip("/").rpartition("/")[2]
            self.signed[handle] = email
            self._confirm(handle)
        close()

    def _confirm(self, handle: str) -> None:
        for _try in range(50):
            if self.stopped.is_set():
                return
            try:
                token = open_link(handle)
            except Exception:  # the database is away
                close()
                time.sleep(0.2)
                continue
            place = self._post(f"/en/petitions/confirm/{token}/", {})
            if place is not None:
                self.confirmed.add(handle)
                return

    def _post(self, path: str, form: dict[str, str]) -> str | None:
        """Post; gives the address that it leads to, or None for whatever is no acknowledgement."""
        try:
            status, place = ask(self.port, "POST", path, form)
        except (OSError, http.client.HTTPException):
            status, place = 0, ""
        if status in {302, 303} and place:
            return place
        self.refused += 1
        time.sleep(0.05)
        return None


def ask(port: int, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
    """Ask on a connection of its own; gives status and Location."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        connection.request(method, path, urlencode(form or {}) if method == "POST" else None, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Location", "")
    finally:
        connection.close()


def alive(pid: int) -> bool:
    """Tell whether a process lives."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def close() -> None:
    """Let this thread's connection go."""
    from django.db import connection

    with suppress(Exception):
        connection.close()


def open_link(handle: str) -> str:
    """Give a link's token for a challenge, as the mail would: the one that counts is the newest."""
    from core.verification.actions import set_secrets
    from core.verification.models import Challenge

    return set_secrets(Challenge.objects.get(public_id=handle)).token


def seed() -> None:
    """Lay one open petition."""
    from datetime import timedelta

    from core import clock
    from core.parliament.models import Chamber
    from petitions.models import Petition, PetitionKind

    chamber, _made = Chamber.objects.get_or_create(key="bench", defaults={"name": {"en": "House"}})
    facts = {"name": {"en": "Bench"}, "chamber": chamber}
    kind, _made = PetitionKind.objects.get_or_create(key="bench", version=1, defaults=facts)
    now = clock.now()
    Petition.objects.get_or_create(
        number=NUMBER,
        defaults={
            "kind": kind, "state": "open", "action": "Never lose a signature", "created_at": now, "opened_at": now,
            "closes_at": now + timedelta(days=30),
        },
    )  # fmt: skip


def snapshot() -> tuple[dict[str, int], list[str]]:
    """Look at one moment; gives its figures and what does not agree."""
    from django.db.models import Count, Sum

    from petitions.counting.moment import one_moment
    from petitions.models import Petition, Signature, Tally, TallyEntry

    with one_moment():
        petition = Petition.objects.get(number=NUMBER)
        cell = ("area", "country", "counted_class")
        counted = Signature.objects.filter(petition=petition, state="confirmed")
        rows = _sums(counted.values_list(*cell).annotate(n=Count("pk")))
        entries = TallyEntry.objects.filter(petition=petition)
        ledger = _sums(entries.values_list(*cell).annotate(n=Sum("delta")))
        waiting = _sums(entries.filter(sequence=None).values_list(*cell).annotate(n=Sum("delta")))
        tallies = _sums(Tally.objects.filter(petition=petition).values_list(*cell).annotate(n=Sum("count")))
    folded = {key: tallies.get(key, 0) + waiting.get(key, 0) for key in {*tallies, *waiting}}
    figures = {
        "rows": sum(rows.values()), "ledger": sum(ledger.values()), "tallies": sum(tallies.values()),
        "waiting": sum(waiting.values()), "shown": petition.signature_count,
    }  # fmt: skip
    faults = []
    if not rows == ledger == {key: n for key, n in folded.items() if n}:
        faults.append(f"rows {rows}, ledger {ledger}, tallies and waiting {folded}")
    if petition.signature_count != sum(tallies.values()):
        faults.append(f"shown {petition.signature_count}, tallies {sum(tallies.values())}")
    return figures, faults


def _sums(rows: object) -> dict[tuple[object, ...], int]:
    return {tuple(row[:-1]): row[-1] for row in rows if row[-1]}


def lost(crowd: Crowd) -> tuple[list[str], list[str]]:
    """Give the acknowledged signatures that have no row, and the acknowledged confirmations that do not count."""
    from core.verification.models import Challenge
    from petitions.models import Signature, TallyEntry

    subjects = dict(Challenge.objects.filter(public_id__in=crowd.signed).values_list("public_id", "subject_id"))
    subjects = {str(key): subject for key, subject in subjects.items()}
    states = dict(Signature.objects.filter(petition__number=NUMBER).values_list("public_id", "state"))
    entered = set(TallyEntry.objects.filter(petition__number=NUMBER).values_list("signature__public_id", flat=True))
    no_row = [handle for handle in crowd.signed if subjects.get(handle) not in states]
    uncounted = [
        handle
        for handle in crowd.confirmed
        if states.get(subjects.get(handle)) != "confirmed" or subjects[handle] not in entered
    ]
    return no_row, uncounted


def wait_until_folded() -> None:
    """Wait until the worker has folded all. Raises TimeoutError."""
    until = time.monotonic() + PATIENCE_SECONDS
    while snapshot()[0]["waiting"]:
        if time.monotonic() > until:
            raise TimeoutError("the worker does not fold")
        time.sleep(0.2)
