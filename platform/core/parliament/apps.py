"""Django app of the parliament's own facts."""

from django.apps import AppConfig


class ParliamentConfig(AppConfig):
    """Chambers, terms, committees, members, areas."""

    name = "core.parliament"
    label = "parliament"
    default_auto_field = "django.db.models.BigAutoField"
