"""The life of a version: a draft inside the House, open for comments, closed; a wrong draft is discarded."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from consultations.bills.errors import NewerVersion
from consultations.bills.rules import is_bills_clerk
from consultations.bills.states import PUBLIC
from consultations.bills.states import VersionState as S
from core import clock
from core.actors import an_import, the_clock
from core.errors import Invalid
from core.lifecycle import Lifecycle, move


def _has_provisions(version: Any) -> None:
    """Refuse to publish a text without provisions."""
    if not version.provisions_count:
        raise Invalid(_("This version has no provisions. Check the file."))


def _is_newest(version: Any) -> None:
    """Refuse where a later version is public: people would comment on words that nobody is shown."""
    if version.bill.versions.filter(state__in=PUBLIC, number__gt=version.number).exists():
        raise NewerVersion()


def _may_publish(version: Any) -> None:
    """Refuse a text without provisions, and one that is older than what is public."""
    _has_provisions(version)
    _is_newest(version)


def _open_for_comments(version: Any, *, comments_until: datetime | None = None) -> dict[str, Any]:
    """Give the moment of publication and the deadline."""
    if comments_until is not None and comments_until <= clock.now():
        raise Invalid(fields={"comments_until": _("The deadline must lie in the future.")})
    return {"published_at": version.published_at or clock.now(), "comments_until": comments_until}


VERSION = Lifecycle(
    "version",
    move(
        "publish", S.DRAFT, S.PUBLISHED, may=is_bills_clerk | an_import, label=_("Publish"), when=_may_publish,
        then=_open_for_comments, needs=("comments_until",),
    ),
    move("close", S.PUBLISHED, S.CLOSED, may=is_bills_clerk | the_clock, label=_("Close comments")),
    move(
        "reopen", S.CLOSED, S.PUBLISHED, may=is_bills_clerk, label=_("Open again"), when=_is_newest,
        then=_open_for_comments, needs=("comments_until",),
    ),
    move("discard", S.DRAFT, S.DISCARDED, may=is_bills_clerk, label=_("Discard"), public=False),
    states=S,
    starts=[S.DRAFT],
)  # fmt: skip
