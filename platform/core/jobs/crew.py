"""The crew: who runs the jobs of one process, and the watch over them.

One runner works off the line. Once a job takes longer than a second, what its runner had claimed beyond it goes back
and another runner goes on, so that a slow job delays nobody. A job that takes longer than its limit has failed: its
runner is given up, its connection cut.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from django.db import connection

from core.claims import give_back
from core.events import wake
from core.jobs import cutting, ending
from core.jobs.posts import Post
from core.jobs.running import run_jobs

logger = logging.getLogger(__name__)
POLL_SECONDS = 0.15
LOOK_SECONDS = 0.25
RELIEF_SECONDS = 1.0
COME_BACK_SECONDS = 0.5
MOST_RUNNERS = 8


class Crew:
    """The runners of one process."""

    def __init__(self, stopped: Callable[[], bool], attempt: Callable[[Callable[[], int]], int]) -> None:
        """Take what says that the work is over, and how one step is tried (`core.jobs.worker`)."""
        self.stopped = stopped
        self._attempt = attempt
        self.runners: dict[Post, threading.Thread] = {}

    def work(self) -> None:
        """Work until told to stop; returns when the jobs in hand are done, or given up."""
        while not self.stopped() or self.runners:
            self._attempt(self._look)
            time.sleep(LOOK_SECONDS)
        connection.close()

    def _look(self) -> int:
        self.look()
        return 1

    def look(self) -> None:
        """Look at every runner once: relieve who is slow, give up who is overdue, see that somebody works."""
        for post in list(self.runners):
            if post.is_overdue():
                self._give_up(post)
            elif post.seconds() > RELIEF_SECONDS and self._can_relieve(post):
                post.is_relieved = True
                give_back(post.take_rest())
            if not self.runners[post].is_alive() or post.is_lost:
                del self.runners[post]
        if not self.stopped() and all(post.is_relieved for post in self.runners):
            self._start()

    def _can_relieve(self, post: Post) -> bool:
        """Tell whether another could go on. Who is in a transaction on SQLite holds the one lock that there is."""
        is_alone = not connection.features.has_select_for_update_skip_locked and post.connection.in_atomic_block
        return not post.is_relieved and not is_alone and len(self.runners) < MOST_RUNNERS

    def _start(self) -> None:
        post = Post()
        self.runners[post] = threading.Thread(target=self._run, args=(post,), name="worker-jobs", daemon=True)
        self.runners[post].start()

    def _run(self, post: Post) -> None:
        def is_over() -> bool:
            return post.is_relieved or self.stopped()

        while not is_over():
            if not self._attempt(lambda: run_jobs(stopped=is_over, post=post)):
                wake.wait(POLL_SECONDS)
        connection.close()

    def _give_up(self, post: Post) -> None:
        """Declare what a runner does failed; the thread itself cannot be ended, and can do nothing more."""
        cutting.interrupt(post.connection)
        self.runners[post].join(COME_BACK_SECONDS)
        if not post.is_overdue():
            return  # the interrupted statement was what hung: the try has failed in the usual way
        jobs = post.lose()
        cutting.cut(post.connection)
        logger.error("a runner was given up: it hung in %s", ", ".join(job.name for job in jobs))
        if len(jobs) == 1:
            ending.time_out(jobs[0])
        else:
            ending.return_to_line(jobs)
        give_back(post.take_rest())
