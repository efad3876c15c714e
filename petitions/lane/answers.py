"""The lane's answers: learned from the ordinary door, so that both say the same to the byte.

The first good post of each kind and language goes to the ordinary door; its redirect is kept as the pattern of all that
follow, with the place it leads to and the request's id put in anew. An answer with a cookie is nobody's pattern.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

Header = tuple[bytes, bytes]
Send = Callable[[dict[str, Any]], Awaitable[None]]
REDIRECT = 302
OWN = frozenset({b"location", b"x-request-id"})
NEVER = frozenset({b"set-cookie", b"date", b"server"})


@dataclass(frozen=True)
class Pattern:
    """A redirect without what is its own."""

    names: tuple[Header, ...]
    body: bytes = b""

    def headers(self, path: str, request_id: str) -> list[Header]:
        """Give the headers of an answer, in the ordinary door's order."""
        own = {b"location": path.encode("ascii"), b"x-request-id": request_id.encode("ascii")}
        return [(name, own.get(name.lower(), value)) for name, value in self.names]


class Answers:
    """The patterns by kind of request."""

    def __init__(self) -> None:
        """Begin with none."""
        self._known: dict[Any, Pattern] = {}

    def get(self, key: Any) -> Pattern | None:
        """Give the pattern, once it was seen."""
        return self._known.get(key)

    def learning(self, key: Any, send: Send) -> Send:
        """Give a `send` that passes everything on, and keeps a plain redirect as the pattern."""
        seen: list[Header] = []

        async def listen(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start" and message["status"] == REDIRECT:
                seen.extend((bytes(name), bytes(value)) for name, value in message["headers"])
            elif message["type"] == "http.response.body" and not message.get("more_body") and seen:
                self._keep(key, seen, message.get("body", b""))
            await send(message)

        return listen

    def _keep(self, key: Any, headers: list[Header], body: bytes) -> None:
        names = {name.lower() for name, _value in headers}
        if not body and b"location" in names and b"set-cookie" not in names:
            self._known[key] = Pattern(tuple(pair for pair in headers if pair[0].lower() not in NEVER))
