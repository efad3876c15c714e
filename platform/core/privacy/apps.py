"""Django app of personal data."""

from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule


class PrivacyConfig(AppConfig):
    """The registry of personal data."""

    name = "core.privacy"
    label = "privacy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read every app's `holdings.HOLDINGS` and `holdings.EXCEPTIONS`; add the page to the site's menus."""
        from core.privacy import registry  # noqa: PLC0415 - models must be ready
        from core.privacy.doors import enter_menu  # noqa: PLC0415

        for config in apps.get_app_configs():
            if config.module and module_has_submodule(config.module, "holdings"):
                found = import_module(f"{config.name}.holdings")
                registry.register(getattr(found, "HOLDINGS", ()))
                registry.except_fields(getattr(found, "EXCEPTIONS", {}))
        enter_menu()
