"""Stopping a door and opening it again: one event each, and every process knows within two seconds."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.actors import Actor
from core.errors import Invalid, NotFound
from core.operations import switches
from core.operations.doors import DOORS
from core.operations.lifecycle import SWITCH
from core.operations.models import Switch, SwitchState


def stop_door(door: str, *, by: Actor, words: dict[str, str], expected_end: datetime | None = None) -> Switch:
    """Stop a door with a reason by language and, where it is known, the expected end; of a stopped one change these.

    Raises NotFound (no such door), Invalid (no reason, or an end that is past), Forbidden, Conflict.
    """
    words = {code: text.strip() for code, text in words.items() if text.strip()}
    if not words:
        raise Invalid(fields={f"reason_{settings.LANGUAGE_CODE}": _("Say why, in words that citizens understand")})
    if expected_end is not None and expected_end <= clock.now():
        raise Invalid(fields={"expected_end": _("Give a moment that is still to come, or leave it empty")})
    with transaction.atomic():
        switch = _switch(door)
        verb = "stop" if switch.state == SwitchState.OPEN else "tell"
        data = {"door": door, "expected_end": expected_end.isoformat() if expected_end else ""}
        first = next(iter(words.values()))
        SWITCH.fire(verb, switch, by=by, reason=first, data=data, words=words, expected_end=expected_end)
        transaction.on_commit(switches.announce)
    switches.forget()
    return switch


def open_door(door: str, *, by: Actor) -> Switch:
    """Open a stopped door again. Raises NotFound, WrongState (it is open), Forbidden, Conflict."""
    with transaction.atomic():
        switch = _switch(door)
        SWITCH.fire("open", switch, by=by, data={"door": door})
        transaction.on_commit(switches.announce)
    switches.forget()
    return switch


def _switch(door: str) -> Switch:
    """Give the door's row; the first one who acts on it makes it."""
    if door not in DOORS:
        raise NotFound
    return Switch.objects.get_or_create(door=door)[0]
