"""What the rest of the house asks of hearings: a line in the menu, a document in the search."""

from django.utils.translation import gettext_lazy as _

from consultations.hearings import search
from consultations.hearings.states import HearingState
from core.search.documents import register as register_document
from core.web import navigation


def register() -> None:
    """Enter the menu line and the kind of search document. Called once the apps are ready."""
    navigation.register(_("Hearings"), "hearings:hearing_list", order=30)
    register_document(
        "hearing",
        _("Hearing"),
        plural=_("Hearings"),
        build=search.documents_of,
        ids=search.public_ids,
        states={str(state): (search.TAGS.get(state, "shut"), state.label) for state in HearingState},
        order=30,
    )
