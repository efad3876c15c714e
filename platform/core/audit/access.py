"""A line for every look at personal data by staff: which record, which kinds of data, by whom; never the data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from core import clock, events
from core.actors import Actor
from core.events.models import Event


def record_access(subject: Any, *, by: Actor, kinds: Iterable[str], export: str = "", rows: int | None = None) -> Any:
    """Record that `by` read (or, with the list's name in `export`, took away) personal data; gives the event.

    `subject` is the record with a public id; for a list it is the account that took it. `kinds` names what was seen
    ("email", "name", "file"). Call it in the door that shows the data, whatever happens to the answer later.
    """
    verb = f"{subject._meta.model_name}.{'export' if export else 'read'}_personal"
    data: dict[str, Any] = {"kinds": sorted(kinds)}
    if export:
        data |= {"list": export, "rows": rows}
    return events.record(verb, subject, actor=by, public=False, data=data)


def record_access_once(subject: Any, *, by: Actor, kinds: Iterable[str], within: timedelta) -> Any:
    """Record a look as `record_access` does, unless the same person's last one at it is younger than `within`."""
    verb = f"{subject._meta.model_name}.read_personal"
    mine = Event.objects.filter(verb=verb, subject_id=subject.public_id, actor_id=by.id)
    if mine.filter(occurred_at__gt=clock.now() - within).exists():
        return None
    return record_access(subject, by=by, kinds=kinds)


def record_look(name: str, *, by: Actor, kinds: Iterable[str], rows: int) -> Any:
    """Record that `by` read a list of `rows` people on a screen; gives the event, whose subject is the account."""
    data = {"kinds": sorted(kinds), "list": name, "rows": rows}
    return events.record("user.read_personal", by.user, actor=by, public=False, data=data)


def record_export(name: str, *, by: Actor, kinds: Iterable[str], rows: int | None) -> Any:
    """Record that `by` took a list away as a file; gives the event, whose subject is the account."""
    return record_access(by.user, by=by, kinds=kinds, export=name, rows=rows)
