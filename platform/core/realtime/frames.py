"""Frames: what goes over a socket, as JSON text made once for everybody."""

from __future__ import annotations

import json
from typing import Any

MAX_IN_BYTES = 4 * 1024  # hearings.md section 5.2
MAX_OUT_BYTES = 64 * 1024

Frame = dict[str, Any]


class BadFrame(ValueError):
    """What came in is no frame of ours."""


def encode(frame: Frame) -> str:
    """Give a frame's text; raises ValueError where it is larger than a socket should carry."""
    text = json.dumps(frame, ensure_ascii=False, separators=(",", ":"))
    if len(text.encode()) > MAX_OUT_BYTES:
        raise ValueError(f"a frame of type {frame.get('t')} is larger than {MAX_OUT_BYTES} bytes")
    return text


def decode(text: str) -> Frame:
    """Read a client's frame: a JSON object with a verb `t`; raises BadFrame."""
    if len(text.encode()) > MAX_IN_BYTES:
        raise BadFrame("too large")
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        raise BadFrame("no JSON") from None
    if not isinstance(frame, dict) or not isinstance(frame.get("t"), str):
        raise BadFrame("no verb")
    return frame


RESYNC = encode({"t": "resync"})
