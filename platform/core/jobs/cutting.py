"""Cutting: how the watch ends the transaction of a thread that hangs, from another thread, without a race.

Python cannot end a thread. What matters is that it can do nothing more: its statement is interrupted, and if that does
not bring it back, its connection is made useless, so that the database rolls back and lets go of its locks.
"""

from __future__ import annotations

import os
import socket
import sqlite3
from typing import Any


def interrupt(wrapper: Any) -> None:
    """Ask the statement that runs on a thread's connection to stop; nothing happens where none runs."""
    raw = wrapper.connection if wrapper is not None else None
    if raw is None:
        return
    if wrapper.vendor == "postgresql":
        raw.cancel()
    else:
        raw.interrupt()


def cut(wrapper: Any) -> None:
    """Make a thread's connection useless and roll back what it had open. Call `interrupt` some moments before."""
    raw = wrapper.connection if wrapper is not None else None
    if raw is None:
        return
    if wrapper.vendor == "postgresql":
        _hang_up(raw)
    else:
        raw.set_authorizer(_only_rollback)
        raw.rollback()


def _hang_up(raw: Any) -> None:
    """Close the line without touching what the thread holds: the server sees the end, and so does the thread."""
    with socket.socket(fileno=os.dup(raw.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)


def _only_rollback(action: int, operation: str | None, *_rest: str | None) -> int:
    is_rollback = action == sqlite3.SQLITE_TRANSACTION and operation == "ROLLBACK"
    return sqlite3.SQLITE_OK if is_rollback else sqlite3.SQLITE_DENY
