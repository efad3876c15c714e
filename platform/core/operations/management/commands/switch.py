"""`manage.py switch`: list the doors; stop one, or the whole house (read only); open it again."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.dateparse import parse_datetime

from core import clock
from core.actors import IMPORT
from core.errors import DomainError
from core.operations import actions, switches
from core.operations.doors import DOORS


class Command(BaseCommand):
    """Works with the database alone; every process follows within two seconds."""

    help = "List the doors, stop one (`stop signing --reason en=…`) or open it again (`open signing`)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do, the door, the reason by language and the expected end."""
        parser.add_argument("do", choices=["list", "stop", "open"], nargs="?", default="list")
        parser.add_argument("door", choices=list(DOORS), nargs="?", help="“house” makes everything read only")
        parser.add_argument("--reason", action="append", default=[], metavar="LANGUAGE=WORDS")
        parser.add_argument("--until", default="", help="the expected end, on the parliament's clock: 2026-11-23T18:00")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; CommandError with the reason where it is refused."""
        if options["do"] != "list" and not options["door"]:
            raise CommandError(f"Name a door: {', '.join(DOORS)}.")
        try:
            if options["do"] == "stop":
                words, end = _words(options["reason"]), _moment(options["until"])
                actions.stop_door(options["door"], by=IMPORT, words=words, expected_end=end)
            if options["do"] == "open":
                actions.open_door(options["door"], by=IMPORT)
        except DomainError as error:
            raise CommandError(" ".join(map(str, [error.message, *error.fields.values()]))) from error
        self._list()

    def _list(self) -> None:
        switches.forget()
        stopped = switches.current()
        with translation.override(settings.LANGUAGE_CODE):
            for key, door in DOORS.items():
                stop = stopped.get(key)
                says = f"stopped: {stop.reason}" if stop else "open"
                self.stdout.write(f"{key:12} {door.label!s:24} {says}")


def _words(parts: list[str]) -> dict[str, str]:
    """Read "en=We mend it" and the like; words without a language are in the house's own."""
    found = {}
    for part in parts:
        code, sign, words = part.partition("=")
        known = bool(sign) and code in dict(settings.LANGUAGES)
        found[code if known else settings.LANGUAGE_CODE] = words if known else part
    return found


def _moment(text: str) -> datetime | None:
    """Read a moment on the parliament's clock; raises CommandError."""
    if not text:
        return None
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError("--until reads like 2026-11-23T18:00.")
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.parliament_zone())
