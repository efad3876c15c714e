"""Django app of the search."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The index table, the engines, the search page."""

    name = "core.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
