"""Write down what programs may rely on, after something was added to the API."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from api.operations import FILE, broken, kept, promises


class Command(BaseCommand):
    """Refuses to write where a promise would be broken."""

    help = "Write api/v1.txt anew; refuses where something that was promised is gone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the wish to look only."""
        parser.add_argument("--check", action="store_true", help="Only say what is broken.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare, then write. Raises CommandError naming each broken promise."""
        now = promises()
        if faults := broken(now, kept() if FILE.exists() else []):
            raise CommandError("\n".join(faults))
        if not options["check"]:
            FILE.write_text("\n".join(now) + "\n", encoding="utf-8")
            self.stdout.write(f"{len(now)} lines.")
