"""The life of a switch: open, stopped with words for the public, open again. For administrators only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.actors import an_import, has_role
from core.lifecycle import Lifecycle, move
from core.operations.models import SwitchState

# An administrator at the screen, or whoever may run `manage.py switch` on the machine.
may_switch = has_role("admin") | an_import


def _told(_record: Any, *, words: dict[str, str], expected_end: datetime | None = None) -> dict[str, Any]:
    return {"reason": words, "expected_end": expected_end, "changed_at": clock.now()}


def _untold(_record: Any) -> dict[str, Any]:
    return {"reason": {}, "expected_end": None, "changed_at": clock.now()}


SWITCH = Lifecycle(
    "switch",
    move("stop", SwitchState.OPEN, SwitchState.STOPPED, may=may_switch, label=_("Stop"), then=_told, public=False),
    move("tell", SwitchState.STOPPED, SwitchState.STOPPED, may=may_switch, label=_("Change the words"), then=_told,
         public=False),
    move("open", SwitchState.STOPPED, SwitchState.OPEN, may=may_switch, label=_("Open again"), then=_untold,
         public=False),
    states=SwitchState,
    starts=(SwitchState.OPEN,),
)  # fmt: skip
