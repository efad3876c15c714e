"""Django app of petitions."""

from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    """Petitions."""

    name = "petitions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the tables of subscribers, navigation and search documents."""
        from core.events.subscribers import subscribe  # noqa: PLC0415 - models must be ready
        from petitions.subscribers import SUBSCRIBERS  # noqa: PLC0415

        subscribe(SUBSCRIBERS)
