"""The base of every socket door: limits, greeting by ticket, commands by name, refusals as frames."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from core.errors import DomainError, Forbidden, Stopped, TooMany
from core.operations import switches
from core.operations.doors import HOUSE
from core.operations.metrics.names import CONNECTIONS
from core.realtime import frames, tickets
from core.realtime.buckets import Bucket
from core.realtime.bus import current_bus
from core.realtime.frames import BadFrame, Frame
from core.realtime.hub import Hub, Room, hub_here
from core.realtime.mailbox import Mailbox, Send, Sending, Watch, account_room
from core.realtime.tickets import Ticket
from core.web import address
from core.web.errors import retry_seconds

SUBPROTOCOL = "rostra.v1"
GREETING_SECONDS = 10
UNSUPPORTED, TOO_BIG, NO_TICKET, REVOKED, FLOOD = 1003, 1009, 4401, 4403, 4429
BURST, PER_SECOND = 20, 2
POSITION_SECONDS = 2.0
PUBLIC = "public"

Command = Callable[[Frame], Awaitable[Any]]


class LiveConsumer(AsyncWebsocketConsumer):
    """One socket. A subclass gives `topic()`, `room_of(ticket)`, `position(room)` and more commands.

    Protocol (hearings.md section 5.2). In: `hello{ticket, epoch, seq}` first, then `ping` and the subclass's verbs,
    with an `op` that the answer repeats. Out: `welcome{epoch, seq, mode, ticket}` with mode unchanged, replay or
    snapshot (read the page again), `ev{seq, …}`, `tick{counts}`, `ack{op, …}`, `nack{op, code, …}`,
    `pong{seq, ticket}`, `resync`.
    """

    # Which switch stops which verb (core.operations.doors); what only reads is named in `reads`.
    doors: ClassVar[dict[str, str]] = {}
    reads: ClassVar[frozenset[str]] = frozenset({"ping"})
    ticket: Ticket | None = None
    is_closing = False
    hub: Hub
    room: Room
    room_name = ""

    def topic(self) -> str:
        """Give the public id that a ticket must name."""
        raise NotImplementedError

    def room_of(self, ticket: Ticket) -> str:
        """Give the room that a ticket opens."""
        raise NotImplementedError

    async def position(self, ticket: Ticket) -> tuple[str, int]:
        """Give the epoch and the newest number of the ticket's room, from the database. Raises NotFound."""
        raise NotImplementedError

    def commands(self) -> dict[str, Command]:
        """Give the verbs that a seated client may send."""
        return {}

    async def may_stay(self, ticket: Ticket) -> bool:
        """Tell whether a ticket that stands on an account's rights is still worth something; asked of those only."""
        return False

    async def connect(self) -> None:
        """Accept; who does not greet within some seconds is closed."""
        self.mailbox = Mailbox(_writer(self.base_send))
        self.bucket = Bucket(BURST, PER_SECOND)
        CONNECTIONS.add()
        self.hub, self.network = hub_here(), address.network_of_scope(dict(self.scope))
        loop = asyncio.get_running_loop()
        self._greeting = loop.call_later(GREETING_SECONDS, lambda: loop.create_task(self.close(NO_TICKET)))
        if not self.hub.strikes.has_room(self.network):
            return await self.close(FLOOD)
        return await self.accept(SUBPROTOCOL if SUBPROTOCOL in self.scope.get("subprotocols", []) else None)

    async def close(self, code: int | None = None, reason: str | None = None) -> None:
        """Close once: frames that came in one packet with the last must not close it again."""
        if not self.is_closing:
            self.is_closing = True
            self.mailbox.close()
            await super().close(code, reason)

    async def disconnect(self, code: int) -> None:
        """Give up the seat."""
        CONNECTIONS.add(by=-1)
        self._greeting.cancel()
        self.mailbox.close()
        if self.ticket is not None:
            self.hub.leave(self.room_name, self.mailbox)
            self.hub.leave(account_room(self.ticket.holder), self.watch)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Read one frame and answer it; what is no frame ends the connection, and nothing after that is read."""
        if self.is_closing:
            return None
        if text_data is None:
            return await self.close(UNSUPPORTED)
        if len(text_data.encode()) > frames.MAX_IN_BYTES:
            return await self.close(TOO_BIG)
        if not self._may_speak():
            self.hub.strikes.take(self.network)
            return await self.close(FLOOD)
        try:
            frame = frames.decode(text_data)
        except BadFrame:
            return await self.close(UNSUPPORTED)
        return await self._obey(frame)

    def _may_speak(self) -> bool:
        """Count one for the connection and, where it is known, for the person behind it."""
        holder = self.ticket.holder if self.ticket else ""
        return self.bucket.take() and (not holder or self.hub.persons.take(holder))

    async def _obey(self, frame: Frame) -> None:
        if self.ticket is None:
            return await self._hello(frame)
        command = {"ping": self._ping, **self.commands()}.get(frame["t"])
        if command is None:
            return self.answer(frame, {"t": "nack", "code": "unknown"})
        try:
            await self._require_open(frame["t"])
            result = await command(frame)
        except DomainError as error:
            fields = {name: str(words) for name, words in error.fields.items()}
            refusal: Frame = {"t": "nack", "code": error.code, "message": str(error.message), "fields": fields}
            if isinstance(error, Stopped):
                refusal.update({name: error.data[name] for name in ("door", "expected_end")})
            if isinstance(error, TooMany | Stopped):
                refusal["retry_after"] = int(retry_seconds(error))
            return self.answer(frame, refusal)
        return self.answer(frame, result)

    async def _require_open(self, verb: str) -> None:
        """Refuse a verb whose door is stopped; one that names none falls with the whole house. Raises Stopped."""
        if verb in self.reads:
            return
        if not switches.is_known():
            await database_sync_to_async(switches.current)()
        switches.require_open(self.doors.get(verb, HOUSE))

    async def _hello(self, frame: Frame) -> None:
        """Seat first, then read the position: nothing can fall between the two."""
        try:
            if frame["t"] != "hello":
                raise Forbidden
            ticket = tickets.read(frame.get("ticket", ""), self.topic())
        except Forbidden:
            return await self.close(NO_TICKET)
        self._greeting.cancel()
        self.room_name = self.room_of(ticket)
        self.room = self.hub.join(self.room_name, self.mailbox)
        self.watch = Watch(self.check_rights)
        self.ticket = ticket
        if ticket.role != PUBLIC:
            self.hub.join(account_room(ticket.holder), self.watch)
        await current_bus().ready(self.hub)
        if not await self.check_rights():
            return None
        try:
            epoch, number = await self.room.reading.ask(lambda: self.position(ticket))
        except DomainError:
            return await self.close(NO_TICKET)
        mode, missed = self._catch_up(frame, epoch, number)
        welcome = {"t": "welcome", "epoch": epoch, "seq": number, "mode": mode, "ticket": tickets.issue(ticket)}
        return self.mailbox.start([frames.encode(welcome), *missed], seen=number)

    async def check_rights(self) -> bool:
        """Close where the rights behind the ticket are gone; gives whether the socket stays."""
        if self.ticket is None or self.ticket.role == PUBLIC or await self.may_stay(self.ticket):
            return True
        await self.close(REVOKED)
        return False

    def _catch_up(self, frame: Frame, epoch: str, number: int) -> tuple[str, list[str]]:
        """Say how the client gets from what it knows to what is: nothing to do, replay, or read the page again."""
        known = frame.get("seq")
        if frame.get("epoch") != epoch or not isinstance(known, int) or known > number:
            return "snapshot", []
        if known == number:
            return "unchanged", []
        missed = self.room.replay(known, number)
        return ("snapshot", []) if missed is None else ("replay", missed)

    async def _ping(self, frame: Frame) -> Frame:
        """Answer with the newest number, so that a silent loss is noticed, and with a fresh ticket."""
        assert self.ticket is not None
        if not await self.check_rights():
            raise Forbidden
        if self.room.position is None or self.room.position_until < time.monotonic():
            self.room.position = await self.position(self.ticket)  # one query for all who ping in these seconds
            self.room.position_until = time.monotonic() + POSITION_SECONDS
        epoch, number = self.room.position
        return {"t": "pong", "epoch": epoch, "seq": number, "ticket": tickets.issue(self.ticket)}

    def answer(self, frame: Frame, result: Frame) -> None:
        """Queue an answer; it names the operation it belongs to."""
        op = frame.get("op")
        self.mailbox.put(frames.encode({**result, "op": op} if isinstance(op, str | int) else result))


def _writer(send: Callable[[Frame], Sending]) -> Send:
    """Give what writes a text by the server's own coroutine: a layer between costs every viewer of every event."""

    def write(text: str) -> Sending:
        return send({"type": "websocket.send", "text": text})

    return write
