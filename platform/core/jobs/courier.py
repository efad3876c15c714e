"""The courier: who delivers the outbox of one process, and the watch over it.

What follows an event is quick: it writes rows, puts a mail or a job into its line. A subscriber that hangs must not
hold the outbox for ever, so a delivery that takes longer than its limit has failed: its statement is interrupted, its
connection cut, and another thread goes on with the next entry. The one that hung is tried again later, as one that
failed is, and is a dead letter in the end.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from django.db import connection

from core import clock
from core.claims import WorkState, give_back, held, put_off
from core.events import straight, wake
from core.events.hands import Hand
from core.events.models import OutboxEntry
from core.events.outbox import drain
from core.jobs import cutting

logger = logging.getLogger(__name__)
POLL_SECONDS = 0.15
LOOK_SECONDS = 0.25
LIMIT_SECONDS = 20.0  # for one entry or one set; far below the lease of a minute
COME_BACK_SECONDS = 0.5
GATHER_SECONDS = 0.2  # behind a crowd: one set of four hundred costs half of what four of a hundred do


class Courier:
    """The one who delivers, and who takes over."""

    def __init__(self, stopped: Callable[[], bool], attempt: Callable[[Callable[[], int]], int]) -> None:
        """Take what says that the work is over, and how one step is tried (`core.jobs.worker`)."""
        self.stopped = stopped
        self._attempt = attempt
        self.hand = Hand()
        self.thread: threading.Thread | None = None

    def work(self) -> None:
        """Deliver until told to stop; returns when what is in hand is done, or given up."""
        while not self.stopped() or self._is_at_work():
            self._attempt(self._look)
            if self.thread is not None:
                self.thread.join(LOOK_SECONDS)
        connection.close()

    def _is_at_work(self) -> bool:
        return self.thread is not None and self.thread.is_alive() and not self.hand.is_lost

    def _look(self) -> int:
        self.look()
        return 1

    def look(self) -> None:
        """Look once: give up a delivery that is overdue, see that somebody delivers."""
        if self._is_at_work() and self.hand.is_overdue(LIMIT_SECONDS):
            self._give_up()
        if not self.stopped() and not self._is_at_work():
            self.hand = Hand()
            self.thread = threading.Thread(target=self._run, args=(self.hand,), name="worker-outbox", daemon=True)
            self.thread.start()

    def _run(self, hand: Hand) -> None:
        while not self.stopped() and not hand.is_lost:
            rest(self._attempt(lambda: drain(hand=hand)), hand)
        connection.close()

    def _give_up(self) -> None:
        """Declare what is delivered failed; the thread itself cannot be ended, and can do nothing more."""
        hung = list(self.hand.doing)
        cutting.interrupt(self.hand.connection)
        deadline = time.monotonic() + COME_BACK_SECONDS
        while self.hand.doing == hung and time.monotonic() < deadline:
            time.sleep(0.01)
        if self.hand.doing != hung:
            return  # the interrupted statement was what hung: the try has failed in the usual way
        doing, claimed = self.hand.lose()
        cutting.cut(self.hand.connection)
        logger.error("a delivery was given up: it hung in %s", ", ".join(sorted({one.event.verb for one in doing})))
        _fail(doing)
        give_back(claimed)


def rest(delivered: int, hand: Hand, poll: float = POLL_SECONDS) -> None:
    """Wait for what is next: until something is due, or, behind a crowd, until a set of it has gathered."""
    if hand.is_in_a_crowd:
        time.sleep(GATHER_SECONDS)
    elif not delivered:
        wake.wait(poll)


def _fail(entries: list[OutboxEntry]) -> None:
    """Put one off as what fails is; of a set each is tried alone, at once. What went straight is claimed next."""
    straight.caution.mind(entries)
    if len(entries) == 1:
        put_off(entries[0], "TimedOut")
        return
    for entry in entries:
        held(entry).update(state=WorkState.WAITING, due_at=clock.now(), last_error="TimedOut")
