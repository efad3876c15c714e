"""`manage.py bill_import FILE [--publish] [--comments-until DATE] [--json]`: bring in a bill in Akoma Ntoso."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from consultations.bills import akomantoso
from consultations.bills.actions.versions import import_bill, publish_version
from consultations.bills.models import Version
from consultations.bills.states import VersionState
from core import clock
from core.actors import IMPORT
from core.errors import DomainError


class Command(BaseCommand):
    """Import one file; the same file again changes nothing and gives the same figures."""

    help = "Import a bill in Akoma Ntoso (plain or gzipped)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and what is to be done with it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
        parser.add_argument("--publish", action="store_true", help="publish the version and open it for comments")
        parser.add_argument("--comments-until", metavar="DATE", help="deadline: a date (its end) or an ISO instant")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, publish if asked, and say what came in. Exits with an error for a file that cannot be read."""
        until = _moment(options["comments_until"]) if options["comments_until"] else None
        data = _read(options["file"])
        try:
            version = import_bill(data, by=IMPORT)
            if (options["publish"] or until) and version.state == VersionState.DRAFT:
                publish_version(version, by=IMPORT, comments_until=until)
        except DomainError as error:
            raise CommandError(f"{error.code}: {error.message} {error.fields or ''}".strip()) from error
        figures = _figures(version, akomantoso.read_document(data))
        self.stdout.write(json.dumps(figures, ensure_ascii=False) if options["json"] else _words(figures))


def _read(path: Path) -> bytes:
    """Give the bytes of a file."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"cannot read {path}: {error.strerror}") from error


def _moment(text: str) -> datetime:
    """Give the instant of a date (its last minute where the parliament sits) or of an ISO instant."""
    try:
        if len(text) == len("2026-12-31"):
            return clock.end_of_day(date.fromisoformat(text))
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"not a date: {text}") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.parliament_zone())


def _figures(version: Version, document: akomantoso.Document) -> dict[str, Any]:
    """Give the figures of the import: those of the file as read, counted beside the rows that were written."""
    bill = version.bill
    with translation.override(settings.LANGUAGE_CODE):
        url = bill.get_absolute_url()
    return {
        "bill": str(bill.public_id),
        "version": str(version.public_id),
        "title": document.title,
        "url": url,
        "state": version.state,
        "provisions": version.provisions.count(),
        "by_kind": document.by_kind,
        "numbers": document.numbers,
        "identifiers": document.identifiers,
        "language": document.language,
        "language_tag": document.language_tag,
        "document": document.kind,
        "text_chars": document.text_chars,
        "text_sha256": document.text_sha256,
        "addresses": version.provisions.values("clause").distinct().count(),
        "warnings": document.warnings,
    }


def _words(figures: dict[str, Any]) -> str:
    """Give the figures in lines for a person."""
    kinds = ", ".join(f"{count} {kind}" for kind, count in figures["by_kind"].items())
    lines = [figures["title"], f"{figures['provisions']} provisions: {kinds}", f"Address: {figures['url']}"]
    return "\n".join([*lines, *(f"Warning: {warning}" for warning in figures["warnings"])])
