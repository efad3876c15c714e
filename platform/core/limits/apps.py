"""Django app of the limiter."""

from django.apps import AppConfig


class LimitsConfig(AppConfig):
    """Limits and their counters."""

    name = "core.limits"
    label = "limits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let `manage.py check` say what is wrong with figures and proxies."""
        from core.limits import checks  # noqa: F401, PLC0415 - registers itself
