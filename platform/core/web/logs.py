"""Log lines: one JSON object a line with the request's id; no personal data goes in.

Three nets, from the widest to the finest: our own lines hold ids, routes and kinds of errors only; of an exception the
frames are kept and never the message, which may quote what a citizen wrote; and what other libraries say is written
without their arguments. Last of all, whatever looks like an address, a number to call, an IP or a token is struck out.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

# Who writes under these names keeps to the rules above; everybody else's arguments are left out.
OURS = ("rostra", "core", "config", "petitions", "consultations", "cms", "api", "frontend")
STRUCK = "…"
PLAIN_TEXT = re.compile(r"[A-Za-z][A-Za-z ]*")
_PERSONAL = re.compile(
    r"""[^\s"'<>(),;:=/]+@[^\s"'<>(),;:=/]+\.\w+    # an e-mail address
    | (?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])   # IPv4
    | (?<![\w:])(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}(?![\w:])         # IPv6 in full, and shortened
    | (?<![\w:])(?:[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{1,4})*)?::(?:[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{1,4})*)?(?![\w:])
    | \+\d[\d ()./-]{6,}\d                        # a number to call
    | (?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{28,}(?![\w-])          # a token
    """,
    re.VERBOSE,
)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LONGEST = 2_000
# Facts of ours that are ids by nature and stay as they are.
IDS = frozenset({"request_id", "timestamp", "logger", "level", "frames"})


class Lines(structlog.stdlib.ProcessorFormatter):
    """JSON lines out of records that were made safe first: structlog drops arguments and exceptions on its way."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one line."""
        return super().format(safe(record))


def formatter() -> logging.Formatter:
    """Give the formatter of the console handler: JSON lines with time, level and logger."""
    return Lines(
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso"),
            add_facts,
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            strike_out,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


class SaidOnce(logging.Filter):
    """Drops what the access line says already: Django's own line for each refused request, with the address in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep everything but that."""
        return record.name not in {"django.request", "django.server"} or record.levelno >= logging.ERROR


def add_facts(_logger: Any, _method: str, facts: MutableMapping[str, Any]) -> dict[str, Any]:
    """Take what `extra={"facts": …}` says into the line."""
    record = facts.get("_record")
    return {**facts, **getattr(record, "facts", {})}


def safe(record: logging.LogRecord) -> logging.LogRecord:
    """Give a copy without the arguments of others and without the messages of exceptions."""
    kept = logging.makeLogRecord(vars(record))
    if not record.name.startswith(OURS):
        kept.msg, kept.args = template_of(record), ()
    if record.exc_info and record.exc_info[0]:
        kind, _error, trace = record.exc_info
        frames = [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(trace)]
        error = {"error": f"{kind.__module__}.{kind.__qualname__}", "frames": frames}
        kept.__dict__["facts"] = {**getattr(record, "facts", {}), **error}
    kept.exc_info = kept.exc_text = kept.stack_info = None
    return kept


def template_of(record: logging.LogRecord) -> str:
    """Give a message of a library with figures only in it; Django's first word ("Internal Server Error") is plain."""
    if record.name == "django.request" and isinstance(record.args, tuple) and record.args:
        return str(record.args[0]) if PLAIN_TEXT.fullmatch(str(record.args[0])) else "request"
    args = record.args
    if isinstance(args, dict):
        args = {name: _harmless(value) for name, value in args.items()}
    elif isinstance(args, tuple):
        args = tuple(map(_harmless, args))
    try:
        return str(record.msg) % args if args else str(record.msg)
    except (TypeError, ValueError, KeyError):
        return str(record.msg)


def strike_out(_logger: Any, _method: str, facts: MutableMapping[str, Any]) -> dict[str, Any]:
    """Strike out what looks like personal data, and cut what is too long."""
    return {
        name: value if name in IDS or not isinstance(value, str) else struck(value) for name, value in facts.items()
    }


def struck(text: str) -> str:
    """Give the text without what looks like an address, a number, an IP or a token; our own UUIDs stay."""
    return _PERSONAL.sub(lambda found: found[0] if _UUID.fullmatch(found[0]) else STRUCK, text[:LONGEST])


def _harmless(value: Any) -> Any:
    return value if isinstance(value, int | float) else STRUCK
