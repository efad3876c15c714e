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
    from core.jobs import running, worker
    from core.mail import queue

    running.LEASE = outbox.LEASE = queue.LEASE = SHORT
    running.BATCH = 10
    queue.BACK_OFF_SECONDS = (0.4,)
    assert worker.work_until  # loaded once, for all children
    say("ready")
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            work()
        say(str(child))


def say(words: str) -> None:
    """Tell the test."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def work() -> None:
    """Be a worker: no connection is shared with the parent, which has none."""
    from core.jobs.worker import work_until

    work_until(lambda: False)
    os._exit(0)


if __name__ == "__main__":
    main()
