"""Events: recorded with the change, delivered after it. Import `record`, `subscribe` and `drain` from here."""

from typing import Any


def record(*args: Any, **kwargs: Any) -> Any:
    """See `core.events.recording.record` (models load late, so the import waits for the call)."""
    from core.events.recording import record as _record  # noqa: PLC0415

    return _record(*args, **kwargs)


def record_many(*args: Any, **kwargs: Any) -> Any:
    """See `core.events.recording.record_many`."""
    from core.events.recording import record_many as _record_many  # noqa: PLC0415

    return _record_many(*args, **kwargs)


def record_set(*args: Any, **kwargs: Any) -> None:
    """See `core.events.recording.record_set`."""
    from core.events.recording import record_set as _record_set  # noqa: PLC0415

    _record_set(*args, **kwargs)


def happening(subject: Any, actor: Any, data: dict[str, Any] | None = None) -> Any:
    """Give one event's own part of a set (`core.events.recording.Happening`) for a record with a public id."""
    from core.events.recording import Happening  # noqa: PLC0415

    return Happening(subject.public_id, actor, data or {})


def last_move(subject: Any) -> dict[str, Any]:
    """See `core.events.recording.last_move`."""
    from core.events.recording import last_move as _last_move  # noqa: PLC0415

    return _last_move(subject)


def version_of(subject: Any) -> int:
    """See `core.events.recording.version_of`."""
    from core.events.recording import version_of as _version_of  # noqa: PLC0415

    return _version_of(subject)
