"""Statements that a crowd repeats: PostgreSQL reads and plans each once a connection, and not for every set anew.

A statement must always be written the same (arrays, no lists of marks), or each of them would be kept. A pooler between
us and PostgreSQL must know prepared statements (docs/decisions/0022). On SQLite it is the ordinary cursor.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection

TIMESTAMPTZ, TEXT = 1184, 0  # the type's number in PostgreSQL's catalogue, and its form on the wire


def cursor() -> Any:
    """Give a cursor of the running connection whose statements are kept; Django logs and wraps them as ever."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.ensure_connection()
    _read_moments_fast(connection.connection)
    return connection._prepare_cursor(_prepared()(connection.connection))  # type: ignore[attr-defined]


@lru_cache(maxsize=1)
def _prepared() -> Any:
    """Give the driver's cursor that keeps what it is asked; SQLite needs no driver of PostgreSQL."""
    from psycopg import Cursor  # noqa: PLC0415

    class Prepared(Cursor[Any]):
        """Keeps each statement from the first time on."""

        def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
            return super().execute(query, params, prepare=True, **options)

    return Prepared


def _read_moments_fast(driver: Any) -> None:
    """Read moments of a connection by the standard library: the driver's own way, in Python, takes five times as long.

    Django's loader stands under it and reads what `fromisoformat` does not: infinity, years before Christ.
    """
    slow = driver.adapters.get_loader(TIMESTAMPTZ, TEXT)
    if slow is not None and not slow.__dict__.get("is_fast") and getattr(slow, "timezone", None) is not None:
        driver.adapters.register_loader("timestamptz", _fast(slow))


@lru_cache(maxsize=8)
def _fast(slow: Any) -> Any:
    class Fast(slow):  # type: ignore[misc]
        """As Django's, for the moments of our days."""

        is_fast = True

        def load(self, data: Any) -> Any:
            try:
                return datetime.fromisoformat(str(data, "ascii")).replace(tzinfo=self.timezone)
            except ValueError:
                return super().load(data)

    return Fast
