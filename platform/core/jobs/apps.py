"""Django app of the schedule's memory."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Jobs and the schedule."""

    name = "core.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
