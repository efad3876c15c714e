"""The lane's door: an ASGI callable that answers plain signing POSTs and hands on everything else, untouched.

It asks what the ordinary door asks, by the same functions: cross-site rule, host, stops, form rules, area, limits. What
it cannot take it hands on, and so a refusal is always the ordinary door's own.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from functools import lru_cache
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from core.errors import Invalid
from core.operations.metrics.names import REQUEST_SECONDS, REQUESTS
from core.web import address, cross_site
from core.web.digits import plain_digits
from core.web.request_id import id_for
from petitions.entries import SignatureFacts, area_of, read_entry
from petitions.lane.answers import Answers, Pattern
from petitions.lane.known import Watch, World
from petitions.lane.parcels import Confirming, Parcel, Signing
from petitions.lane.writing import Writer, is_on

Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

# The three hot paths; infra/routes.json and nginx follow them (tests/infra/test_routes.py).
PATHS = re.compile(
    r"/(?P<language>[a-z]{2})/petitions/"
    r"(?:(?P<number>\d{1,9})/sign|signing/(?P<handle>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|confirm/(?P<token>[\w-]{16,64}))/",
    re.ASCII,
)
ROUTES = {
    "number": "petitions:petition_sign",
    "handle": "petitions:signature_confirm",
    "token": "petitions:signature_confirm_link",
}
FIRST_SECONDS = 2.0  # so long the first posts of a process wait until it knows anything
LONGEST_BODY = 8192
LONGEST_CODE, MOST_FIELDS = 12, 64
FORM = b"application/x-www-form-urlencoded"
# A request with one of these is not plain: its meaning is the ordinary door's business.
ODD = frozenset({b"authorization", b"transfer-encoding", b"content-encoding", b"expect", b"upgrade"})
ONCE, ONCE_KEPT, ONCE_SECONDS = "once", 100_000, 3600.0


class SigningLane:
    """Stands in front of the application that serves pages."""

    def __init__(self, pages: App, others: App | None = None, watch: Watch | None = None) -> None:
        """Take the ordinary door of the hot paths, and what serves every other path (else the same)."""
        self.pages = pages
        self.others = others or pages
        self.watch = watch or Watch()
        self.writer = Writer(self._deliver)
        self.answers = Answers()
        self._learning: dict[Hashable, asyncio.Future[None]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._first_until: float | None = None
        self._once: OrderedDict[bytes, tuple[float, asyncio.Future[str]]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on."""
        found = PATHS.fullmatch(scope["path"])
        if found is None:
            await self.others(scope, receive, send)
            return
        world = await self._world() if scope["method"] == "POST" and is_on() else None
        if world is None:
            await self.pages(scope, receive, send)
            return
        begun = time.perf_counter()
        asked = found.groupdict()
        headers = plain_headers(scope)
        kind = next(name for name in ROUTES if asked[name])
        key = (kind, asked["language"], headers.get("host"), is_secure(scope, headers))  # what its headers hang on
        known = self.answers.get(key)
        if not headers or world.is_stopped or asked["language"] not in world.languages or not is_ours(scope, headers):
            await self.pages(scope, receive, send)
            return
        body, rest = await read_body(receive)
        if known is None:
            known = await self._learn(key, lambda: self.pages(scope, rest, self.answers.learning(key, send)))
        if known is None:
            return
        request_id = id_for(headers.get("x-request-id", ""), (scope.get("client") or ("", 0))[0])
        parcel = parcel_of(world, scope, headers, {**asked, "request_id": request_id}, body)
        path = await self._take(scope, parcel, body) if parcel else ""
        if not path:
            await self.pages(scope, rest, send)
            return
        await send({"type": "http.response.start", "status": 302, "headers": known.headers(path, request_id)})
        await send({"type": "http.response.body", "body": known.body})
        REQUESTS.add(ROUTES[kind], "POST", "302")
        REQUEST_SECONDS.add(time.perf_counter() - begun, ROUTES[kind])

    async def _world(self) -> World | None:
        """Give what is known; a process's first posts wait for its first look, lest a crowd falls upon the pages."""
        if self._first_until is None:
            self._first_until = time.monotonic() + FIRST_SECONDS
        while (world := self.watch.world()) is None and time.monotonic() < self._first_until:
            await asyncio.sleep(FIRST_SECONDS / 100)
        return world

    async def _learn(self, key: Hashable, ask: Callable[[], Awaitable[None]]) -> Pattern | None:
        """Let one post of a kind go to the ordinary door, the others wait for the pattern it gives; None: answered."""
        before = self._learning.get(key)
        if before is not None:
            await asyncio.shield(before)
            if known := self.answers.get(key):
                return known
        future = self._learning[key] = asyncio.get_running_loop().create_future()
        try:
            await ask()
        finally:
            self._learning.pop(key, None)
            future.set_result(None)
        return None

    async def _take(self, scope: Scope, parcel: Parcel, body: bytes) -> str:
        """Park what was posted until it is committed; gives where the answer leads, or nothing."""
        loop = self._loop = asyncio.get_running_loop()
        if not parcel.is_once:
            return await self._park(parcel, loop.create_future())
        return await self._park_once(parcel, once_key(scope["path"], body), loop)

    async def _park_once(self, parcel: Parcel, key: bytes, loop: asyncio.AbstractEventLoop) -> str:
        """Let the same post count once: a double press is led to the first one's answer, as `core.web.once` does."""
        now = time.monotonic()
        before = self._once.get(key)
        if before is not None and now - before[0] < ONCE_SECONDS:
            return await asyncio.shield(before[1])
        future: asyncio.Future[str] = loop.create_future()
        self._once[key] = (now, future)
        if len(self._once) > ONCE_KEPT:
            self._once.popitem(last=False)
        path = await asyncio.shield(self._park(parcel, future))
        if not path:
            self._once.pop(key, None)
        return path

    def _park(self, parcel: Parcel, future: asyncio.Future[str]) -> asyncio.Future[str]:
        parcel.future = future
        if not self.writer.park(parcel):
            future.set_result("")
        return future

    def _deliver(self, batch: list[Parcel]) -> None:
        """Hand a finished batch back to the loop, in one call."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(settle, batch)


def settle(batch: list[Parcel]) -> None:
    """Tell each request where its answer leads."""
    for parcel in batch:
        if not parcel.future.done():
            parcel.future.set_result(parcel.path)


def plain_headers(scope: Scope) -> dict[str, str]:
    """Give the headers by lower-case name; none at all where one of them is odd or the body is not a small form."""
    if scope.get("root_path") or scope.get("query_string"):
        return {}
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        if name in ODD:
            return {}
        word = name.decode("latin-1")
        found[word] = f"{found[word]},{value.decode('latin-1')}" if word in found else value.decode("latin-1")
    kind, _semicolon, charset = found.get("content-type", "").partition(";")
    is_form = kind.strip().lower().encode() == FORM and charset.strip().lower() in {"", "charset=utf-8"}
    length = found.get("content-length", "")
    is_small = length.isascii() and length.isdigit() and int(length) <= LONGEST_BODY
    return found if is_form and is_small else {}


def is_ours(scope: Scope, headers: dict[str, str]) -> bool:
    """Tell whether the request is for this site, from this site, and carries nobody's session."""
    if f"{settings.SESSION_COOKIE_NAME}=" in headers.get("cookie", ""):
        return False
    host = headers.get("host", "")
    secure = is_secure(scope, headers)
    if settings.USE_X_FORWARDED_HOST or not is_known_host(host) or (settings.SECURE_SSL_REDIRECT and not secure):
        return False
    return not cross_site.refusal(headers, cross_site.origins_of("https" if secure else "http", host))


def is_secure(scope: Scope, headers: dict[str, str]) -> bool:
    """Tell whether the visitor came by TLS, as Django's `request.is_secure` does."""
    if settings.SECURE_PROXY_SSL_HEADER:
        name, wanted = settings.SECURE_PROXY_SSL_HEADER
        value = headers.get(name.removeprefix("HTTP_").replace("_", "-").lower())
        if value is not None:
            return value.split(",", 1)[0].strip() == wanted
    return bool(scope.get("scheme") == "https")


@lru_cache(maxsize=256)
def is_known_host(host: str) -> bool:
    """Tell whether the Host header names this site, as Django's `request.get_host` does."""
    allowed = settings.ALLOWED_HOSTS
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, allowed)


async def read_body(receive: Receive) -> tuple[bytes, Receive]:
    """Read the whole body (it is small); gives it, and a `receive` that says it again."""
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            break  # gone: the ordinary door hears of it from `receive` itself
        parts.append(message.get("body", b""))
        if not message.get("more_body") or sum(map(len, parts)) > LONGEST_BODY:
            break
    body = b"".join(parts)
    said = [{"type": "http.request", "body": body, "more_body": bool(message.get("more_body"))}]

    async def again() -> dict[str, Any]:
        return said.pop() if said else await receive()

    return body, again


def read_form(body: bytes) -> dict[str, str] | None:
    """Read a posted form as Django's QueryDict does, the last value of each name; None for what is no UTF-8."""
    try:
        text = body.decode()
    except ValueError:
        return None
    pairs = text.split("&")
    if len(pairs) > MOST_FIELDS:
        return None
    split = (pair.partition("=") for pair in pairs if pair)
    return {plain_word(name): plain_word(value) for name, _sign, value in split}


def plain_word(word: str) -> str:
    """Give a name or a value as it was typed: `urllib.parse.parse_qsl` reads the same, and takes thrice as long."""
    word = word.replace("+", " ")
    return unquote(word, encoding="utf-8", errors="replace") if "%" in word else word


def parcel_of(world: World, scope: Scope, headers: dict[str, str], asked: dict[str, Any], body: bytes) -> Parcel | None:
    """Make the parcel of a valid post; None where anything is wrong with it, or it is none of the lane's."""
    posted = read_form(body)
    if posted is None:
        return None
    peer = (scope.get("client") or ("", 0))[0]
    network = address.network(address.client(peer, headers.get("x-forwarded-for", "")))
    common = {"language": asked["language"], "network": network, "request_id": asked["request_id"]}
    is_once = bool(posted.get(ONCE)) and not asked["token"]
    if asked["number"]:
        return _signing(world, int(asked["number"]), posted, {**common, "is_once": is_once})
    if asked["token"]:
        return Confirming(**common, token=asked["token"])
    code = posted.get("code", "").strip()
    if "resend" in posted or not code or len(code) > LONGEST_CODE or "\x00" in code:
        return None
    return Confirming(**common, is_once=is_once, handle=UUID(asked["handle"]), code=plain_digits(code))


def _signing(world: World, number: int, posted: dict[str, str], common: dict[str, Any]) -> Signing | None:
    petition = world.petitions.get(number)
    if petition is None:
        return None
    reading = read_entry(posted, world.places.ground(common["language"]))
    if reading.faults:
        return None
    facts = SignatureFacts(**reading.values, language=common["language"], network=common["network"])
    try:
        area = area_of(facts, world.places, world.eligibility.get(petition))
    except Invalid:
        return None
    return Signing(**common, petition=petition, facts=facts, area_id=area)


def once_key(path: str, body: bytes) -> bytes:
    """Give the digest under which the same post is known again."""
    return hashlib.sha256(path.encode() + b"\n" + body).digest()
