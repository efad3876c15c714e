"""`manage.py petition_import FILE.json [--reopen-until DATE]`: bring in a petition of petition.parliament.uk."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import DomainError
from petitions.actions import import_petition
from petitions.shapes import read_petition


class Command(BaseCommand):
    """Bring in one petition; its count becomes an opening balance."""

    help = "Bring in one petition from a JSON file of petition.parliament.uk (2016, 2019, 2024, list item)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and the date until which it opens again."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--reopen-until", type=date.fromisoformat, metavar="YYYY-MM-DD")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run; a refusal ends the command with its words and changes nothing."""
        try:
            petition = import_petition(
                read_petition(json.loads(options["file"].read_text())), reopen_until=options["reopen_until"]
            )
        except (OSError, ValueError) as error:
            raise CommandError(f"cannot read {options['file'].name}: {error}") from error
        except DomainError as error:
            fields = "; ".join(f"{name}: {words}" for name, words in error.fields.items())
            raise CommandError(f"{error.message} {fields}".strip()) from error
        self.stdout.write(
            f"petition {petition.number}: {petition.get_state_display()}, {petition.signature_count} signatures"
        )
