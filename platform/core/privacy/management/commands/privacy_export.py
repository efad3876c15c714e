"""Write what is held about an e-mail address into a file."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from core.actors import Actor
from core.privacy.actions import record_by_staff
from core.privacy.exporting import export


class Command(BaseCommand):
    """JSON into a new file that only its owner can read; nothing of it is printed or logged."""

    help = "Write all that is held about an e-mail address into a file, as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address and the file."""
        parser.add_argument("email")
        parser.add_argument("--to", required=True, help="The file to write; it must not exist yet.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, record, and say how many rows."""
        data = export(options["email"])
        try:
            handle = os.open(options["to"], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError(f"The file cannot be written: {error.strerror}.") from None
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(data, file, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        rows = {key: len(one["rows"]) for key, one in data.items()}
        record_by_staff("export", rows, by=Actor("operator"))
        self.stdout.write(f"{sum(rows.values())} rows of {len(rows)} holdings written.")
