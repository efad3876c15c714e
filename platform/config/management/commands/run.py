"""`manage.py run`: a bare install on this machine, with a checklist and a one-time link for the first administrator."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.urls import reverse
from django.utils import translation

from config.setup_site.first_admin import has_admin, make_token
from config.snapshot import restore_snapshot
from frontend.messages import ensure_compiled


class Command(BaseCommand):
    """Migrate, print the link, serve."""

    help = "Start a bare install: migrate, print the first administrator's link, serve on loopback."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --port and --no-serve."""
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--no-serve", action="store_true", help="only prepare and print the link")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run."""
        ensure_compiled()
        file = Path(str(settings.DATABASES["default"]["NAME"]))
        if connection.vendor == "sqlite" and not file.exists():
            self.stdout.write("  Laying the database")
            restore_snapshot(file)
        call_command("migrate", verbosity=0)
        base = settings.SITE_URL
        with translation.override(settings.LANGUAGE_CODE):
            if not has_admin():
                link = reverse("setup:first_admin", args=[make_token()])
                self.stdout.write(f"  First administrator, once: {base}{link}")
            self.stdout.write(f"  Checklist: {base}{reverse('setup:checklist')}")
        sys.stdout.flush()
        if not options["no_serve"]:
            self._serve(options["port"])

    def _serve(self, port: int) -> None:
        from config.serving import serve  # noqa: PLC0415 - only once the apps are ready
        from core.jobs.worker import start_thread  # noqa: PLC0415

        if settings.WORKER_IN_PROCESS:
            start_thread()
        serve(port=port)
