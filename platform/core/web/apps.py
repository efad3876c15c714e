"""The shared floor of all pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Django app of the shared web floor; it has no tables."""

    name = "core.web"
    label = "web"
