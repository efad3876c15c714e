"""Django app of moderation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    """Moderation."""

    name = "core.moderation"
    label = "moderation"
    verbose_name = _("Moderation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the tables of subscribers and navigation."""
        from core.accounts import leaving  # noqa: PLC0415 - models must be ready
        from core.events.subscribers import subscribe  # noqa: PLC0415
        from core.moderation.actions import hand_over  # noqa: PLC0415
        from core.moderation.subscribers import SUBSCRIBERS  # noqa: PLC0415
        from core.web import navigation  # noqa: PLC0415

        subscribe(SUBSCRIBERS)
        leaving.register(hand_over, key="claims")
        navigation.register(_("Decisions of the moderators"), "moderation:log", order=60, place=navigation.OPEN)
