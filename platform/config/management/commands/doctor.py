"""`manage.py doctor`: what is wrong with this installation, and how to mend it."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from config.doctor.findings import ERROR, EXIT, NOT_CHECKED, OK, WARNING, Finding, worst
from config.doctor.running import areas, examine

SIGNS = {OK: "ok", NOT_CHECKED: "--", WARNING: "!", ERROR: "!!"}
CLOSING = {
    OK: "This installation is healthy.",
    NOT_CHECKED: "This installation is healthy as far as it could be looked at.",
    WARNING: "This installation works. See the warnings.",
    ERROR: "This installation is not well. Mend what is marked !!.",
}


class Command(BaseCommand):
    """Exit code 0: nothing wrong; 1: warnings; 2: something is broken."""

    help = "Say what is wrong with this installation, and how to mend it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --json and --only."""
        parser.add_argument("--json", action="store_true", help="one JSON object, for machines")
        parser.add_argument("--only", default="", metavar="AREA", help="one area: " + ", ".join(areas()))

    def handle(self, *args: Any, only: str, **options: Any) -> None:
        """Look, tell, end with the worst severity's code."""
        if only and only not in areas():
            raise CommandError(f"There is no area “{only}”. Areas: {', '.join(areas())}.")
        with translation.override(settings.LANGUAGE_CODE):
            found = examine(only)
        state = worst(found)
        if options["json"]:
            facts = {"state": state, "findings": [finding.plain() for finding in found]}
            self.stdout.write(json.dumps(facts, ensure_ascii=False, indent=2))
        else:
            self._tell(found, state)
        if EXIT[state]:
            sys.exit(EXIT[state])

    def _tell(self, found: list[Finding], state: str) -> None:
        area = ""
        for finding in found:
            if finding.area != area:
                area = finding.area
                self.stdout.write(f"\n{area}")
            self.stdout.write(f"  {SIGNS[finding.severity]:>2}  {finding.name}: {finding.sentence}")
            if finding.mend:
                self.stdout.write(f"      mend: {finding.mend}")
        count = sum(finding.severity in {WARNING, ERROR} for finding in found)
        self.stdout.write(f"\n{CLOSING[state]} ({len(found)} findings, {count} to mend)")
