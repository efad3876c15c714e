"""The socket door of a hearing: the same actions as the page's forms."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from channels.db import database_sync_to_async
from django.conf import settings
from django.utils import translation

from consultations.hearings import actions, selectors
from consultations.hearings.messages import public_room, staff_room
from consultations.hearings.models import Hearing
from consultations.hearings.rules import is_question_moderator
from core.accounts.selectors import actor_of_session
from core.actors import Actor, participant
from core.errors import Forbidden, Invalid, NotFound
from core.limits.doors import take_for_scope
from core.realtime.buckets import Bucket
from core.realtime.consumers import Command, LiveConsumer
from core.realtime.frames import Frame
from core.realtime.tickets import Ticket

STAFF = "staff"
SUPPORTS, SUPPORTS_PER_SECOND = 10, 1  # hearings.md section 5.2: ten supports in ten seconds


class HearingConsumer(LiveConsumer):
    """One viewer, asker or clerk. `ask{op, text, …}` and `support{op, question, value}` need the ticket of a pass."""

    doors: ClassVar[dict[str, str]] = {"ask": "questions", "support": "questions"}

    def topic(self) -> str:
        """Give the hearing of the address."""
        return str(self.scope["url_route"]["kwargs"]["hearing"])

    def room_of(self, ticket: Ticket) -> str:
        """Seat clerks apart from the public."""
        return staff_room(ticket.topic) if ticket.role == STAFF else public_room(ticket.topic)

    async def position(self, ticket: Ticket) -> tuple[str, int]:
        """Read where the ticket's room stands."""
        epoch, staff, public, _state = await database_sync_to_async(selectors.position)(UUID(self.topic()))
        return epoch, staff if ticket.role == STAFF else public

    async def may_stay(self, ticket: Ticket) -> bool:
        """Ask again whether a clerk's session stands and still gives the right to this room."""
        return await database_sync_to_async(_may_moderate)(ticket)

    def commands(self) -> dict[str, Command]:
        """Name the verbs."""
        return {"ask": self.ask, "support": self.support}

    async def connect(self) -> None:
        """Accept; supports have a pace of their own."""
        self.supports = Bucket(SUPPORTS, SUPPORTS_PER_SECOND)
        await super().connect()

    async def ask(self, frame: Frame) -> Frame:
        """Hand in a question."""
        by = self._holder()
        facts = {name: str(frame.get(name, "")).replace("\0", "") for name in ("text", "display", "name", "witness")}
        spoken = [code for code, _name in settings.LANGUAGES]
        facts["language"] = frame["language"] if frame.get("language") in spoken else settings.LANGUAGE_CODE
        await self._take("ask")
        return await database_sync_to_async(_ask)(UUID(self.topic()), facts, by)

    async def support(self, frame: Frame) -> Frame:
        """Set a support to yes or no; the answer carries the absolute count."""
        by = self._holder()
        if not self.supports.take():
            return {"t": "nack", "code": "too_many", "retry_after": 1}
        if not isinstance(frame.get("value"), bool):
            raise Invalid
        await self._take("support")
        return await database_sync_to_async(_support)(
            UUID(self.topic()), str(frame.get("question")), frame["value"], by
        )

    async def _take(self, rule: str) -> None:
        """Count one for the network behind the socket, under the rule of the page's form. Raises TooMany."""
        await database_sync_to_async(take_for_scope)(dict(self.scope), rule)

    def _holder(self) -> Actor:
        """Give the participant behind the ticket; raises Forbidden for somebody who only watches."""
        if self.ticket is None or not self.ticket.holder:
            raise Forbidden
        return participant(self.ticket.holder)


def _may_moderate(ticket: Ticket) -> bool:
    actor = actor_of_session(ticket.session, ticket.holder)
    hearing = Hearing.objects.filter(public_id=ticket.topic).only("committee_id").first()
    return actor is not None and hearing is not None and is_question_moderator(actor, hearing)


def _ask(public_id: UUID, facts: dict[str, Any], by: Actor) -> Frame:
    hearing = _hearing(public_id)
    with translation.override(facts["language"]):
        question, _challenge = actions.ask_question(hearing, actions.QuestionFacts(**facts), by=by)
    return {"t": "ack", "id": str(question.public_id), "state": question.state}


def _support(public_id: UUID, question: str, value: bool, by: Actor) -> Frame:
    try:
        vote = actions.Vote(UUID(question), by, value)
    except ValueError:
        raise NotFound from None
    counts = actions.set_supports(_hearing(public_id), [vote], by=by)
    return {"t": "ack", "id": question, "value": value, "count": counts[vote.question]}


def _hearing(public_id: UUID) -> Hearing:
    hearing = selectors.public_hearings().filter(public_id=public_id).first()
    if hearing is None:
        raise NotFound
    return hearing
