"""The worker: delivers the outbox, sends mail, runs the schedule. One process or many; or a thread of the demo."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from django.db import close_old_connections, connection
from django.utils.module_loading import import_string

from core.events import wake
from core.events.outbox import drain
from core.jobs.schedule import run_due
from core.mail.queue import send_due

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)
POLL_SECONDS = 0.15


def work_once() -> int:
    """Do all that is due now; gives how many things were done."""
    return drain() + send_due() + run_due(import_string("config.schedule.SCHEDULE"))


def work_until(stopped: Callable[[], bool]) -> None:
    """Work until `stopped()` says so; an error is logged and never ends the worker.

    Mail servers and the schedule may take their time, so they have a thread of their own: people who watch a live
    page wait for the outbox alone.
    """
    side = threading.Thread(target=_run_side, args=(stopped,), name="worker-side", daemon=True)
    side.start()
    while not stopped():
        if not _try(drain):
            wake.wait(POLL_SECONDS)
    side.join()


def _run_side(stopped: Callable[[], bool]) -> None:
    while not stopped():
        if not _try(lambda: send_due() + run_due(import_string("config.schedule.SCHEDULE"))):
            time.sleep(POLL_SECONDS)
    connection.close()


def _try(step: Callable[[], int]) -> int:
    try:
        return step()
    except Exception:
        logger.exception("the worker met an error and goes on")
        close_old_connections()
        return 0


def start_thread() -> threading.Event:
    """Start the in-process worker; set the event that comes back to end it."""
    stop = threading.Event()

    def run() -> None:
        work_until(stop.is_set)
        connection.close()

    threading.Thread(target=run, name="worker", daemon=True).start()
    return stop
