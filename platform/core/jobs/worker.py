"""The worker: outbox, jobs, mail, seals of the audit trail, schedule. One process or many."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from django.db import close_old_connections, connection

from core.audit.sealing import BATCH as SEALED_AT_ONCE
from core.audit.sealing import seal_pending
from core.events.outbox import drain
from core.jobs.courier import Courier
from core.jobs.crew import POLL_SECONDS, Crew
from core.jobs.running import run_jobs
from core.jobs.schedule import run_due
from core.mail.queue import send_due

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)
SEAL_SECONDS = 0.5  # an event has its place in the audit trail a second after its commit (decision 10)


def work_once() -> int:
    """Do all that is due now; gives how many things were done."""
    return drain() + run_due() + run_jobs() + send_due() + seal_pending()


def work_until(stopped: Callable[[], bool]) -> None:
    """Work until `stopped()` says so; an error is logged and never ends the worker.

    Each kind of work has a thread of its own, so that none waits for another: people who watch a live page wait for
    the outbox alone, and neither a slow mail server nor a long job holds up the seals.
    """
    sides = {
        "mail": (lambda: send_due() + run_due(), lambda: time.sleep(POLL_SECONDS)),
        # Behind a crowd too it rests between two sets: a long one costs little more than a short one.
        "audit": (lambda: seal_pending() >= SEALED_AT_ONCE, lambda: time.sleep(SEAL_SECONDS)),
    }
    threads = [
        threading.Thread(target=_run_side, args=(stopped, step, rest), name=f"worker-{name}", daemon=True)
        for name, (step, rest) in sides.items()
    ]
    threads.append(threading.Thread(target=Crew(stopped, _try).work, name="worker-crew", daemon=True))
    for thread in threads:
        thread.start()
    Courier(stopped, _try).work()
    for thread in threads:
        thread.join()


def _run_side(stopped: Callable[[], bool], step: Callable[[], int], rest: Callable[[], None]) -> None:
    while not stopped():
        if not _try(step):
            rest()
    connection.close()


def _try(step: Callable[[], int]) -> int:
    try:
        return step()
    except Exception:
        logger.exception("the worker met an error and goes on")
        close_old_connections()
        time.sleep(POLL_SECONDS)
        return 0


def start_thread() -> threading.Event:
    """Start the in-process worker; set the event that comes back to end it."""
    stop = threading.Event()

    def run() -> None:
        work_until(stop.is_set)
        connection.close()

    threading.Thread(target=run, name="worker", daemon=True).start()
    return stop
