"""Django app of evidence."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Calls for evidence and submissions."""

    name = "consultations.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the tables of subscribers, navigation and search documents."""
        from django.utils.translation import gettext_lazy as _  # noqa: PLC0415

        from consultations.evidence.moderation import TARGET  # noqa: PLC0415
        from consultations.evidence.search import register_types  # noqa: PLC0415
        from consultations.evidence.subscribers import SUBSCRIBERS  # noqa: PLC0415 - models must be ready
        from core.events.subscribers import subscribe  # noqa: PLC0415
        from core.moderation import targets  # noqa: PLC0415
        from core.web import navigation  # noqa: PLC0415

        subscribe(SUBSCRIBERS)
        targets.register(TARGET)
        register_types()
        navigation.register(_("Evidence"), "evidence:list", order=40)
        navigation.register(_("Calls for evidence"), "evidence:list", order=40, place=navigation.TAKE_PART)
