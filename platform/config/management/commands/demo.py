"""`manage.py demo`: seed the Parliament of Aldermark once and serve it. `--no-serve` only seeds."""

from __future__ import annotations

import os
import shutil
import threading
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from config import demo
from config.snapshot import restore_snapshot
from consultations.hearings import demo as hearings
from frontend.messages import ensure_compiled


class Command(BaseCommand):
    """Seed and serve the demo."""

    help = "Seed the demo parliament (once) and serve it on loopback."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --no-serve, --reset and --port."""
        parser.add_argument("--no-serve", action="store_true", help="only seed")
        parser.add_argument("--reset", action="store_true", help="begin again with a fresh parliament")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        if not settings.DEMO:
            raise CommandError("The demo needs the settings config.settings.demo: unset DJANGO_SETTINGS_MODULE.")
        self.started = time.monotonic()
        ensure_compiled()
        self._database(options["reset"])
        fresh = not demo.is_seeded()
        if fresh:
            demo.seed(self._say)
        if options["no_serve"]:
            demo.fill_search()
        else:
            self._serve(options["port"], fresh=fresh)

    def _say(self, words: str) -> None:
        self.stdout.write(f"  {time.monotonic() - self.started:5.1f} s  {words}")
        self.stdout.flush()

    def _database(self, reset: bool) -> None:
        file = Path(str(settings.DATABASES["default"]["NAME"]))
        is_file = connection.vendor == "sqlite"
        if reset:
            wipe(file)
        if is_file and not file.exists():
            self._say(
                "Laying the database from its snapshot" if restore_snapshot(file) else "Migrating an empty database"
            )
        if not is_file or not is_current():
            call_command("migrate", verbosity=0)

    def _serve(self, port: int, *, fresh: bool) -> None:
        from config.serving import serve  # noqa: PLC0415 - only once the apps are ready
        from core.jobs.worker import start_thread  # noqa: PLC0415

        if settings.WORKER_IN_PROCESS:
            start_thread()
        if fresh:  # the doors open at once; the search follows within seconds
            threading.Thread(target=fill_search, name="search", daemon=True).start()
        hearings.simulate_in_background()
        self._say(f"Parliament of Aldermark is open: http://localhost:{port}/")
        serve(port=port)


def fill_search() -> None:
    """Fill the search index in a thread of its own; its connection ends with it."""
    demo.fill_search()
    connection.close()


def is_current() -> bool:
    """Tell whether no migration is waiting."""
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 - costs a second, so only here

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def wipe(file: Path) -> None:
    """Delete the demo's data: the SQLite file, or every row of another database; and the anchors of its audit trail."""
    shutil.rmtree(settings.AUDIT_FOLDER, ignore_errors=True)
    if connection.vendor != "sqlite":
        call_command("flush", interactive=False, verbosity=0)
        return
    connection.close()
    for rest in ("", "-wal", "-shm"):
        Path(f"{file}{rest}").unlink(missing_ok=True)
