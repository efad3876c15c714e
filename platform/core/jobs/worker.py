"""The worker: delivers the outbox, sends mail, runs the schedule. One process or many; or a thread of the demo."""

from __future__ import annotations

import logging
import threading
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
    """Work until `stopped()` says so; an error is logged and never ends the worker."""
    while not stopped():
        try:
            done = work_once()
        except Exception:
            logger.exception("the worker met an error and goes on")
            close_old_connections()
            done = 0
        if not done:
            wake.wait(POLL_SECONDS)


def start_thread() -> threading.Event:
    """Start the in-process worker; set the event that comes back to end it."""
    stop = threading.Event()

    def run() -> None:
        work_until(stop.is_set)
        connection.close()

    threading.Thread(target=run, name="worker", daemon=True).start()
    return stop
