"""Raises workers for tests that kill them: Django is set up once, each line read forks one and prints its id."""

from __future__ import annotations

import os
import sys
from datetime import timedelta

SHORT = timedelta(seconds=0.4)


def main() -> None:
    """Fork for each line; the children work until they are killed."""
    import django

    django.setup()
    from core.events import outbox
    from core.jobs import running
    from core.mail import queue

    running.LEASE = outbox.LEASE = queue.LEASE = SHORT
    running.BATCH = 10
    queue.BACK_OFF_SECONDS = (0.4,)
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            work()


def work() -> None:
    """Be a worker: no connection is shared with the parent, which has none."""
    from core.jobs.worker import work_until

    work_until(lambda: False)
    os._exit(0)


if __name__ == "__main__":
    main()
