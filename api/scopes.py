"""What a token may be made for, and which doors each scope opens: one table by the file that keeps the doors.

A door whose file is in no row takes no token at all. Reading needs `read:…`; a token changes something only through a
clerk's moves (api/acting.py), and for those `core.lifecycle` itself asks for `moderate:…`.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

READS: dict[str, str] = {
    "api.petitions": "read:petitions",
    "api.petition_steps": "read:petitions",
    "api.bills": "read:bills",
    "api.hearings": "read:hearings",
    "api.evidence": "read:evidence",
    "api.parliament": "read:people",
    "api.moderation": "read:moderation",
    "api.search": "read:search",
}
SCOPES: dict[str, Any] = {
    "read:petitions": _("Read petitions"),
    "read:bills": _("Read bills and comments"),
    "read:hearings": _("Read hearings and questions"),
    "read:evidence": _("Read calls and published evidence"),
    "read:people": _("Read members and committees"),
    "read:moderation": _("Read the log of moderation"),
    "read:search": _("Search"),
    "moderate:petitions": _("Decide about petitions and duties"),
    "moderate:bills": _("Publish and close versions of bills"),
    "moderate:comments": _("Decide about comments"),
    "moderate:hearings": _("Run hearings and decide about questions"),
    "moderate:evidence": _("Decide about calls and submissions"),
    "moderate:moderation": _("Decide about reports and appeals"),
}


def reading_scope(view: Any) -> str:
    """Give the scope that reading at a door needs; "" where no token is taken."""
    return READS.get(type(view).__module__, "")
