"""Django app of outgoing mail."""

from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule


class MailConfig(AppConfig):
    """Outgoing mail."""

    name = "core.mail"
    label = "mail"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read every app's `mail_kinds.KINDS`."""
        from core.mail.kinds import register  # noqa: PLC0415 - models must be ready

        for config in apps.get_app_configs():
            if config.module and module_has_submodule(config.module, "mail_kinds"):
                register(import_module(f"{config.name}.mail_kinds").KINDS)
