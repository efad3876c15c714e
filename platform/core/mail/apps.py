"""Django app of outgoing mail."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Outgoing mail."""

    name = "core.mail"
    label = "mail"
    default_auto_field = "django.db.models.BigAutoField"
