"""`manage.py parliament_import FILE…`: seats, members, committees, prefixes, days off from CSV or Popolo JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.actors import IMPORT
from core.parliament.importing import writing
from core.parliament.importing.plan import Refused
from core.parliament.importing.reading import read

SHOWN = 50


class Command(BaseCommand):
    """Checks the whole file before it changes anything; the same file twice changes nothing."""

    help = "Bring in constituencies, members, committees (Popolo JSON or CSV), postcode prefixes and days off (CSV)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="only say what is wrong with the file")

    def handle(self, *args: Any, file: Path, check: bool, **options: Any) -> None:
        """Read, check, write; every fault is named by line and field."""
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file.name} cannot be read as UTF-8 text: {error}") from None
        plan = read(text)
        try:
            done = writing.rehearse(plan) if check else writing.write(plan, by=IMPORT)
        except Refused as refused:
            lines = [str(fault) for fault in refused.faults[:SHOWN]]
            more = len(refused.faults) - SHOWN
            lines += [f"… and {more} more"] if more > 0 else []
            raise CommandError("\n".join([f"{file.name} was refused, nothing was changed:", *lines])) from None
        words = ", ".join(f"{count} {kind}" for kind, count in done.items() if count) or "nothing"
        self.stdout.write(f"{file.name}: {'would look at' if check else 'new or changed:'} {words}")
