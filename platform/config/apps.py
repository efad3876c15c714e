"""Django app of the wiring: management commands that call every domain."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Wiring."""

    name = "config"
    label = "config"

    def ready(self) -> None:
        """Register nothing: each domain fills the tables in its own ready()."""
