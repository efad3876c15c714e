"""Django app of hearings."""

from django.apps import AppConfig


class HearingsConfig(AppConfig):
    """Hearings."""

    name = "consultations.hearings"
    label = "hearings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the tables of subscribers, navigation and search documents."""
        from consultations.hearings.moderation import TARGET  # noqa: PLC0415 - models must be ready
        from consultations.hearings.subscribers import AT_ONCE, SUBSCRIBERS  # noqa: PLC0415
        from consultations.hearings.wiring import register  # noqa: PLC0415
        from core.events.subscribers import subscribe, subscribe_at_once  # noqa: PLC0415
        from core.moderation import targets  # noqa: PLC0415

        subscribe(SUBSCRIBERS)
        targets.register(TARGET)
        subscribe_at_once(AT_ONCE)
        register()
