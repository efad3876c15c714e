"""`manage.py verify_count [NUMBER|--all]`: replay the log of a count; prints each fault, and answers 1 then."""

import sys
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from petitions.counting.moment import one_moment
from petitions.counting.verify_count import find_receipt, summary
from petitions.counting.verifying import entries_of, verify
from petitions.models import Petition


class Command(BaseCommand):
    """Verify counts against their ledger, log, checkpoints, tallies and rows."""

    help = "Find edited, deleted and inserted entries of a petition's count, and name the first bad checkpoint."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one petition's number, or all; a receipt belongs to one."""
        parser.add_argument("number", nargs="?", type=int)
        parser.add_argument("--all", action="store_true", help="every petition that has a count")
        parser.add_argument("--receipt", default="", help="look one receipt up, with its proof")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print and answer."""
        if (options["number"] is None) == (not options["all"]):
            raise CommandError("Name one petition by its number, or say --all.")
        faults = sum(self._look(pk, options["receipt"]) for pk in _chosen(options["number"]))
        if faults:
            sys.exit(1)

    def _look(self, pk: int, receipt: str) -> int:
        with one_moment():
            petition = Petition.objects.get(pk=pk)
            verdict = verify(petition, keeps_leaves=bool(receipt))
            for fault in verdict.faults:
                self.stdout.write(f"FAULT: {fault}")
            if receipt:
                lines = entries_of(petition, upto=verdict.replay.tree.size)
                self.stdout.write("\n".join(find_receipt(verdict.replay, lines, receipt)))
            name = petition.number or f"without number ({petition.public_id})"
            is_well = "" if verdict.replay.faults or not verdict.faults else "NOT "
            self.stdout.write(f"petition {name}: {is_well}{summary(verdict.replay)}")
        return len(verdict.faults)


def _chosen(number: int | None) -> Iterator[int]:
    rows = Petition.objects.all()
    if number is not None:
        found = rows.filter(number=number).values_list("pk", flat=True).first()
        if found is None:
            raise CommandError(f"There is no petition {number}.")
        yield found
        return
    counted = rows.exclude(tally_entries=None, signature_count=0)
    yield from list(counted.order_by("pk").values_list("pk", flat=True).distinct())
