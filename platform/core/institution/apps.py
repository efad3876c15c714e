"""Django app of what the parliament says of itself."""

from django.apps import AppConfig


class InstitutionConfig(AppConfig):
    """One row."""

    name = "core.institution"
    label = "institution"
    default_auto_field = "django.db.models.BigAutoField"
