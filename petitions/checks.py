"""System checks of petitions: what a count cannot be trusted without."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error, register

HINT = "`manage.py make_keys` prints one; keep it outside the database, as all keys."


@register()
def checkpoints_can_be_signed(**_facts: Any) -> list[Error]:
    """Refuse an installation that could not sign the checkpoints of its counts."""
    if settings.COUNT_KEYS:
        return []
    return [Error("ROSTRA_COUNT_KEYS is not set: nobody could check a count.", hint=HINT, id="petitions.E001")]
