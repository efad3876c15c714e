"""Django app of the API."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API."""

    name = "api"

    def ready(self) -> None:
        """Name the scopes of tokens, and how the description names a token."""
        from api import tokens  # noqa: F401, PLC0415 - its extension is found once it is loaded
        from api.scopes import SCOPES  # noqa: PLC0415
        from core.accounts import scopes  # noqa: PLC0415

        scopes.register(SCOPES)
