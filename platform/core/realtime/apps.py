"""Django app of live pages."""

from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    """Hub, bus and tickets; it has no tables."""

    name = "core.realtime"
    label = "realtime"
