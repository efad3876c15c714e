"""Django app of the parliament's own facts."""

from django.apps import AppConfig


class ParliamentConfig(AppConfig):
    """Chambers, terms, committees, members, areas."""

    name = "core.parliament"
    label = "parliament"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the search follow members that an import brings in."""
        from core.events.subscribers import subscribe  # noqa: PLC0415 - models must be ready
        from core.search.indexing import follow  # noqa: PLC0415

        subscribe({"member.import": [follow("member")]})
