"""`manage.py audit_verify`: read the whole audit trail again; prints each fault and its place, and answers 1 then."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from core.audit.verifying import verify


class Command(BaseCommand):
    """Verify the audit trail against itself, the events and the anchors."""

    help = "Find edited, deleted, inserted and cut-off events."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print and answer."""
        links, faults = verify()
        for fault in faults:
            self.stdout.write(str(fault))
        self.stdout.write(f"{links} links read, {len(faults)} faults")
        if faults:
            sys.exit(1)
