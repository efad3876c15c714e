"""Delete and blank what is over its time."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core.privacy.retaining import carry_out, plan


class Command(BaseCommand):
    """The same list, dry or not: rule, number, and the primary keys."""

    help = "Delete and blank what is kept for a time only and is over it (the schedule does it every hour)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the wish to only look."""
        parser.add_argument("--dry-run", action="store_true", help="List what is due, and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        """List, and settle unless it is a dry run."""
        planned = plan()
        if not options["dry_run"]:
            carry_out(planned)
        for one in planned:
            self.stdout.write(f"{one.key}: {len(one.ids)} ({', '.join(map(str, one.ids))})")
        if not planned:
            self.stdout.write("Nothing is due.")
