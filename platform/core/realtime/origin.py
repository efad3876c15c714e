"""Only our own pages open sockets: a foreign origin is refused before the handshake (decision 18)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from core.web.cross_site import refusal

Scope = dict[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[Any]]
REFUSED = 4403


def own_origins(scope: Scope, headers: dict[str, str]) -> set[str]:
    """Give the origins that are this site: the host asked (where it is ours) and those the settings name."""
    host = headers.get("host", "").lower()
    named = {
        "{0.scheme}://{0.netloc}".format(urlsplit(url)).lower()
        for url in (settings.SITE_URL, *settings.CSRF_TRUSTED_ORIGINS)
    }
    if validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
        named.add(f"{'https' if scope.get('scheme') == 'wss' else 'http'}://{host}")
    return named


def is_own(scope: Scope) -> bool:
    """Tell whether a handshake comes from a page of ours, or from no browser at all."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope.get("headers", [])}
    own = own_origins(scope, headers)
    origin = headers.get("origin", "").lower()
    return not (origin and origin not in own) and not refusal(headers, own)


class OwnOriginOnly:
    """ASGI middleware for websockets: refuses what another site sent."""

    def __init__(self, app: App) -> None:
        """Keep the next layer."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> Any:
        """Close before accepting (the browser sees 403), or pass on."""
        if is_own(scope):
            return await self.app(scope, receive, send)
        await receive()
        return await send({"type": "websocket.close", "code": REFUSED})
