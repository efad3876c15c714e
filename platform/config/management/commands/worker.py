"""`manage.py worker`: deliver the outbox, send mail, run the schedule, until it is told to stop."""

import signal
import threading
from types import FrameType

from django.core.management.base import BaseCommand

from config.refusals import refuse_what_cannot_work
from core.jobs.worker import work_until
from core.operations.metrics import port


class Command(BaseCommand):
    """Run one worker; several may run side by side."""

    help = "Deliver the outbox, send mail and run the schedule."

    def handle(self, *args: object, **options: object) -> None:
        """Work until SIGTERM or SIGINT; the thing in hand is finished first."""
        stop = threading.Event()

        def end(number: int, frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        refuse_what_cannot_work()
        port.start("worker")
        self.stdout.write("worker: ready")
        self.stdout.flush()
        work_until(stop.is_set)
