"""Bring everything to the newest keys."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.privacy.rotating import BATCH, left_on_old_keys, rotate


class Command(BaseCommand):
    """Counts by column; run it again until nothing is left. See docs/privacy.md."""

    help = "Encrypt every column and private file anew with the newest key, and make every blind index anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the size of a batch, or the wish to only look."""
        parser.add_argument("--batch", type=int, default=BATCH)
        parser.add_argument("--check", action="store_true", help="Say what still needs an older key; change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate and report; fails where a row cannot be opened."""
        if not options["check"]:
            report = rotate(options["batch"])
            for column, count in sorted(report.changed.items()):
                self.stdout.write(f"{column}: {count}")
            self.stdout.write(f"{sum(report.changed.values())} values changed, {report.raced} were changed by others.")
            if report.stuck:
                names = ", ".join(f"{column} {keys}" for column, keys in report.stuck.items())
                raise CommandError(f"Some rows could not be done: {names}")
        for column, count in left_on_old_keys().items():
            self.stdout.write(f"still on an older key: {column}: {count}")
