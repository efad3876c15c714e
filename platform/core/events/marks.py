"""The mark of an event: a keyed digest that only this installation can make, so that a row put in by hand is seen."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from core import crypto
from core.events.models import Event

PURPOSE = "event"
# What an event says; `id`, `recorded_at` and the mark itself come with the row. Never change the list: a further column
# belongs to a further `schema_version`.
FACTS = (
    "uuid", "occurred_at", "verb", "actor_kind", "actor_id", "subject_type", "subject_id", "chamber", "from_state",
    "to_state", "data", "is_public", "reason", "request_id", "schema_version",
)  # fmt: skip
_AS_IT_IS: frozenset[type] = frozenset({str, int, bool, type(None)})
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _same(value: Any) -> Any:
    return value


# How the usual kinds of value are written; `_plain` writes the others, and what these hold, all the same.
_WRITE: dict[type, Callable[[Any], Any]] = {**dict.fromkeys(_AS_IT_IS, _same), UUID: str}


def canonical(facts: dict[str, Any]) -> str:
    """Give one text for one set of facts, whatever the database: sorted JSON, instants in UTC, whole numbers whole."""
    return _ENCODER.encode(_plain(facts))


def canonical_row(names: Sequence[str], row: Sequence[Any]) -> str:
    """Give `canonical` of a row by its columns; only what is no plain value already is looked at."""
    facts = zip(names, row, strict=True)
    return _ENCODER.encode({name: _WRITE.get(type(one), _plain)(one) for name, one in facts})


def make_mark(event: Event) -> str:
    """Give the mark for an event that is about to be written."""
    return crypto.blind_index(_words(event), PURPOSE)


def marks_of(same: dict[str, Any], rows: Iterable[dict[str, Any]]) -> list[str]:
    """Give the marks of events that are written without an object each: what is the same in all, what is their own.

    Together they give all of FACTS. The ids of `rows` are texts already.
    """
    shared = _plain(same)
    return crypto.blind_all((_ENCODER.encode({**shared, **row, "data": _plain(row["data"])}) for row in rows), PURPOSE)


def is_marked(event: Event) -> bool:
    """Tell whether the event carries the mark of one of our keys, and says what it said when it was written."""
    key_id = event.mark.partition(":")[0]
    if key_id not in settings.INDEX_KEYS:
        return False
    return hmac.compare_digest(crypto.blind_index(_words(event), PURPOSE, key_id), event.mark)


def _words(event: Event) -> str:
    return canonical({name: getattr(event, name) for name in FACTS})


def _plain(value: Any) -> Any:
    if type(value) in _AS_IT_IS:  # most of an event: asked first, for a crowd makes thousands a second
        return value
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        moment = value if value.tzinfo is UTC else value.astimezone(UTC)
        return moment.isoformat(timespec="microseconds")
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if value is None or isinstance(value, bool | int | float) else str(value)
