"""Erase what is held about an e-mail address."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core.actors import Actor
from core.privacy.actions import record_by_staff
from core.privacy.erasing import erase
from core.privacy.registry import kept_columns


class Command(BaseCommand):
    """Counts by holding on the screen, never the address; what stays is named with its reason."""

    help = "Erase all that is held about an e-mail address, but what the law says must stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address."""
        parser.add_argument("email")
        parser.add_argument("--dry-run", action="store_true", help="Say what would go, and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase, record, and say what."""
        counts = erase(options["email"], is_dry=options["dry_run"])
        if not options["dry_run"]:
            record_by_staff("erase", counts, by=Actor("operator"))
        for key, count in counts.items():
            self.stdout.write(f"{key}: {count}")
        self.stdout.write("What may stay, and why:" if counts else "Nothing is held about this address.")
        for column, reason in kept_columns().items() if counts else ():
            self.stdout.write(f"  {column}: {reason}")
