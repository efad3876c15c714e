"""The reconciliation as rows for people: what came in, and what the shown count is made of."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from petitions.states import CountedClass, InvalidReason

Plain = dict[str, Any]


def came_in(figures: Plain) -> list[tuple[str, int, int]]:
    """Give every signature that came in by where it stands: words, figure, depth. The first is the sum of depth 1."""
    invalid = figures["invalidated"]
    reasons = dict(InvalidReason.choices)
    return [
        (_("Received"), figures["received"], 0),
        (_("Confirmed, and counted"), figures["confirmed"], 1),
        (_("Waiting for confirmation"), figures["pending"], 1),
        (_("Held for review"), figures["held"], 1),
        (_("Withdrawn by the signer"), figures["withdrawn"], 1),
        (_("Not counted"), invalid["total"], 1),
        *((str(reasons.get(key, _("Another reason"))), many, 2) for key, many in invalid["by_reason"].items()),
    ]


def made_up_of(figures: Plain) -> list[tuple[str, int, int]]:
    """Give what the shown count is made of, by how signatures came in and by place."""
    counted = figures["counted"]
    return [
        (_("The count as shown"), counted["total"], 0),
        *((str(CountedClass(key).label), many, 1) for key, many in counted["by_class"].items()),
        (_("In a constituency"), counted["with_area"], 2),
        (_("Without a constituency"), counted["without_area"], 2),
    ]
