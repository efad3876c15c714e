"""Django app of petitions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PetitionsConfig(AppConfig):
    """Petitions."""

    name = "petitions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the tables of subscribers, navigation and search documents."""
        from core.events.subscribers import subscribe  # noqa: PLC0415 - models must be ready
        from core.moderation import targets  # noqa: PLC0415
        from core.search.documents import register  # noqa: PLC0415
        from core.web import navigation  # noqa: PLC0415
        from petitions import checks, search, signature_appeals  # noqa: PLC0415, F401 - what stands there is registered by reading it
        from petitions.moderation import TARGET  # noqa: PLC0415
        from petitions.presenting.page import TAGS  # noqa: PLC0415
        from petitions.states import PUBLIC_STATES  # noqa: PLC0415
        from petitions.subscribers import SUBSCRIBERS  # noqa: PLC0415

        subscribe(SUBSCRIBERS)
        targets.register(TARGET)
        targets.register(signature_appeals.TARGET)
        register(
            "petition", _("Petition"), plural=_("Petitions"), build=search.documents_of, ids=search.public_ids,
            states={str(state): (TAGS[state], state.label) for state in PUBLIC_STATES}, order=10,
        )  # fmt: skip
        navigation.register(_("Petitions"), "petitions:petition_list", order=10)
        navigation.register(_("Petitions"), "petitions:petition_list", order=10, place=navigation.TAKE_PART)
        in_your_place = _("What your constituency signs")
        navigation.register(in_your_place, "petitions:find_constituency", order=15, place=navigation.TAKE_PART)
        for order, (words, name) in enumerate(
            (
                (_("What is owed to petitions"), "petitions:duties"),
                (_("Thresholds reached"), "petitions:reached"),
                (_("Petitions that were not accepted"), "petitions:rejected"),
            )
        ):
            navigation.register(words, name, order=70 + order, place=navigation.OPEN)
