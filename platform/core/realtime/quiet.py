"""An unknown socket address is refused in words of the protocol, not by an exception in the log."""

from __future__ import annotations

from typing import Any

from django.urls.exceptions import Resolver404

from core.realtime.origin import App, Scope

NOT_FOUND = 4404


class NoSuchSocket:
    """ASGI middleware: closes a handshake that no route takes."""

    def __init__(self, app: App) -> None:
        """Keep the router."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> Any:
        """Pass on; refuse what has no route."""
        try:
            return await self.app(scope, receive, send)
        except (Resolver404, ValueError) as error:
            if isinstance(error, ValueError) and "No route found" not in str(error):
                raise
            return await send({"type": "websocket.close", "code": NOT_FOUND})
