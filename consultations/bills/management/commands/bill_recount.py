"""`manage.py bill_recount`: count the comments of all public versions anew, and mend what drifted."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from consultations.bills.counting import lock_bill, recount
from consultations.bills.models import Version
from consultations.bills.states import PUBLIC


class Command(BaseCommand):
    """Mend the counters of clauses and bills; run again, it finds nothing."""

    help = "Count the comments on the clauses of all public versions of bills anew and mend what drifted."

    def handle(self, *args: Any, **options: Any) -> None:
        """Count version by version, and say which counters were wrong."""
        for version in Version.objects.filter(state__in=PUBLIC).select_related("bill").order_by("pk"):
            with transaction.atomic():
                lock_bill(version.bill_id)
                for code in recount(version):
                    self.stdout.write(f"{version.bill.slug}, version {version.number}: {code}")
