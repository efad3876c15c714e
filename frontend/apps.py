"""The look of the site: templates, styles, scripts, catalogues. It imports core only."""

from django.apps import AppConfig


class FrontendConfig(AppConfig):
    """Django app of the front end."""

    name = "frontend"
