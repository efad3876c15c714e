"""Django app of the event log and the outbox."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Events and outbox."""

    name = "core.events"
    label = "events"
    default_auto_field = "django.db.models.BigAutoField"
