"""`manage.py search_check [--heal] [--quick]`: what the search index has lost, kept too old, or kept too long."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.events.models import OutboxEntry
from core.search.backend import EngineFailed
from core.search.checking import Drift, check


class Command(BaseCommand):
    """Compares the domains with the table and the table with Elasticsearch, a line for each type and language."""

    help = "Report how far the search index is from the truth, and mend it with --heal."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --heal and --quick."""
        parser.add_argument("--heal", action="store_true", help="mend what is wrong, then check again")
        parser.add_argument("--quick", action="store_true", help="compare versions only, build no document")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the lines; CommandError, and so exit code 1, where drift is left or Elasticsearch fails."""
        try:
            left = self._run(heal=options["heal"], is_quick=options["quick"])
            if left and options["heal"]:
                self.stdout.write("Mended. Checking again:")
                left = self._run(heal=False, is_quick=options["quick"])
        except EngineFailed as error:
            raise CommandError(f"Elasticsearch could not be checked; the database answers. {error}") from error
        waiting = OutboxEntry.objects.count()
        if waiting:
            self.stdout.write(f"{waiting} events wait in the outbox: what they change is not drift.")
        if left:
            raise CommandError(f"Drift: {left} documents")
        self.stdout.write("No drift.")

    def _run(self, *, heal: bool, is_quick: bool) -> int:
        """Check once and print; gives how many documents were wrong."""
        found = check(heal=heal, is_quick=is_quick)
        for row in found:
            self.stdout.write(line(row))
        return sum(row.total for row in found)


def line(row: Drift) -> str:
    """Give one line of the report."""
    return (
        f"{row.engine:14} {row.type:12} {row.language:6} {row.documents:7} documents  "
        f"missing {row.missing}  stale {row.stale}  surplus {row.surplus}"
    )
