"""`manage.py search_rebuild`: build the search index anew; the old one answers until the end."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.search.backend import EngineFailed
from core.search.indexing import database

EVERY_SECONDS = 0.5


class Command(BaseCommand):
    """Builds the table from the domains, then Elasticsearch from the table where it is switched on."""

    help = "Build the search index anew. The old index answers until the new one is ready."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run and show how far it is; CommandError when Elasticsearch does not take the copy."""
        started = time.monotonic()
        self._shown = 0.0
        count = database().rebuild(self._progress)
        self._say(f"Database: {count} documents")
        if settings.ELASTICSEARCH_URL:
            from core.search.elastic import ElasticBackend  # noqa: PLC0415 - its client is loaded only where it is used

            try:
                self._say(f"Elasticsearch: {ElasticBackend().rebuild(self._progress)} documents")
            except EngineFailed as error:
                raise CommandError(f"Elasticsearch did not take the index; the database answers. {error}") from error
        self._say(f"Done in {time.monotonic() - started:.1f} s")

    def _progress(self, what: str, count: int) -> None:
        """Show a line twice a second at most, in place on a terminal."""
        if time.monotonic() - self._shown < EVERY_SECONDS:
            return
        self._shown = time.monotonic()
        on_terminal = self.stdout.isatty()
        self.stdout.write(
            f"\r  {what}: {count}\x1b[K" if on_terminal else f"  {what}: {count}", ending="" if on_terminal else "\n"
        )

    def _say(self, line: str) -> None:
        self.stdout.write(f"\r{line}\x1b[K" if self.stdout.isatty() else line)
