"""Django app of the operation."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Switches, health, metrics."""

    name = "core.operations"
    label = "operations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Count events for the metrics; let `manage.py check` look at switches and ports."""
        from core.events.subscribers import EVERY_VERB, subscribe, together  # noqa: PLC0415 - models must be ready
        from core.operations import checks  # noqa: F401, PLC0415 - registers itself
        from core.operations.metrics.counting import count_events  # noqa: PLC0415

        subscribe({EVERY_VERB: [together(count_events)]})
