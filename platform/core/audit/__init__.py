"""The audit trail: events sealed into a chain with its head outside, and a line for each look at personal data.

Doors of the staff import `record_access` from here; see docs/jobs.md.
"""

from typing import Any


def record_access(*args: Any, **kwargs: Any) -> Any:
    """See `core.audit.access.record_access` (models load late, so the import waits for the call)."""
    from core.audit.access import record_access as _record_access  # noqa: PLC0415

    return _record_access(*args, **kwargs)
