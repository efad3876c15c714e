"""Django app of the page cache; it has no tables."""

from django.apps import AppConfig


class PageCacheConfig(AppConfig):
    """Moves the stamp after every event, whoever made it: page, socket, worker, clock or command."""

    name = "core.pagecache"
    label = "pagecache"

    def ready(self) -> None:
        """Follow every event."""
        from core.events.subscribers import EVERY_VERB, subscribe, together  # noqa: PLC0415 - models must be ready
        from core.pagecache.stamp import follow_events  # noqa: PLC0415

        subscribe({EVERY_VERB: [together(follow_events)]})
