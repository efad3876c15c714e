"""Django app of accounts and roles."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts and roles."""

    name = "core.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put the mails behind their events, and the account into the footer."""
        from django.utils.translation import gettext_lazy as _  # noqa: PLC0415

        from core.accounts.subscribers import SUBSCRIBERS  # noqa: PLC0415 - models must be ready
        from core.events.subscribers import subscribe  # noqa: PLC0415
        from core.web import navigation  # noqa: PLC0415

        subscribe(SUBSCRIBERS)
        navigation.register(_("Your account"), "account_home", order=90, place=navigation.TAKE_PART)
