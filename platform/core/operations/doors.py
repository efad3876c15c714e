"""The doors that can be stopped, each with its name and what a citizen reads while it is.

Which route belongs to which door stands in `config.doors`; sockets name theirs in `LiveConsumer.doors`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

HOUSE = "house"


@dataclass(frozen=True)
class Door:
    """One door: its key, its name for staff, and the sentence that citizens read."""

    key: str
    label: Any
    words: Any


DOORS: dict[str, Door] = {
    door.key: door
    for door in (
        Door("signing", _("Signing petitions"), _("Petitions cannot be signed at the moment.")),
        Door("petitions", _("Starting petitions"), _("New petitions cannot be started at the moment.")),
        Door("comments", _("Commenting on bills"), _("Comments on bills are not taken at the moment.")),
        Door("questions", _("Questions at hearings"), _("Questions to hearings are not taken at the moment.")),
        Door("submissions", _("Handing in evidence"), _("Evidence is not taken at the moment.")),
        Door("reports", _("Reporting content"), _("Reports and appeals are not taken at the moment.")),
        Door("sign_in", _("Citizens signing in"), _("Citizens cannot sign in at the moment.")),
        Door(HOUSE, _("Everything: read only"),
             _("You can read everything here, but nothing can be sent at the moment.")),
    )
}  # fmt: skip
