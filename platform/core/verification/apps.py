"""Django app of verified contacts."""

from django.apps import AppConfig


class VerificationConfig(AppConfig):
    """Participants, codes and mailed links."""

    name = "core.verification"
    label = "verification"
    default_auto_field = "django.db.models.BigAutoField"
