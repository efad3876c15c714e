"""Django app of the audit trail."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Seals over the events."""

    name = "core.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
