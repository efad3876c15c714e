"""Waking the worker: in one process by a thread event; a worker apart polls (see `core.jobs.worker`)."""

import threading

_due = threading.Event()


def worker() -> None:
    """Tell the worker of this process that something is due."""
    _due.set()


def wait(seconds: float) -> None:
    """Wait until something is due or the seconds are over."""
    _due.wait(seconds)
    _due.clear()
