"""Django app of bills."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BillsConfig(AppConfig):
    """Bills and the comments on their clauses."""

    name = "consultations.bills"
    label = "bills"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the tables of subscribers and navigation."""
        from consultations.bills import search  # noqa: PLC0415 - models must be ready
        from consultations.bills.moderation import TARGET  # noqa: PLC0415
        from consultations.bills.subscribers import SUBSCRIBERS  # noqa: PLC0415
        from core.events.subscribers import subscribe  # noqa: PLC0415
        from core.moderation import targets  # noqa: PLC0415
        from core.search import register  # noqa: PLC0415
        from core.web import navigation  # noqa: PLC0415

        subscribe(SUBSCRIBERS)
        targets.register(TARGET)
        tags = {"open": ("open", _("Open for comments")), "closed": ("shut", _("Comments closed"))}
        register(
            "bill", _("Bill"), plural=_("Bills"), build=search.bill_documents, ids=search.public_bill_ids,
            states=tags, order=20,
        )  # fmt: skip
        register(
            "clause", _("Clause"), plural=_("Clauses"), build=search.clause_documents, ids=search.public_clause_ids,
            states=tags, order=25,
        )  # fmt: skip
        navigation.register(_("Bills"), "bills:list", order=20)
        navigation.register(_("Bills open for comment"), "bills:list", order=20, place=navigation.TAKE_PART)
