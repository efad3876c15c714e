"""Recording: the event and its outbox row, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from core import bulk, clock
from core.actors import Actor
from core.events import wake
from core.events.marks import make_mark, marks_of
from core.events.models import Event, OutboxEntry
from core.events.subscribers import run_at_once


@dataclass(frozen=True)
class Happening:
    """What one event of a set says by itself: its subject's public id, who acted, facts without personal values."""

    subject_id: UUID
    actor: Actor
    data: dict[str, Any] = field(default_factory=dict)


def record(
    verb: str,
    subject: Any,
    *,
    actor: Actor,
    from_state: str = "",
    to_state: str = "",
    reason: str = "",
    public: bool = True,
    data: dict[str, Any] | None = None,
) -> Event:
    """Record one event ("petition.publish") about a model instance with a public id; gives the event.

    Must run in the transaction that makes the change. `data` holds no personal values.
    """
    with transaction.atomic():
        event = _event(verb, subject, actor, (from_state, to_state), public=public, reason=reason, data=data or {})
        event.save()
        OutboxEntry.objects.create(event=event, due_at=event.occurred_at)
        transaction.on_commit(lambda: run_at_once(event))
        transaction.on_commit(wake.worker)
    return event


def record_many(
    verb: str, trail: list[tuple[Any, str, str]], *, actor: Actor, public: bool = True, reason: str = ""
) -> list[Event]:
    """Record one event per (subject, from, to) in two statements, all with the same reason; gives the events."""
    events = Event.objects.bulk_create(
        _event(verb, subject, actor, (before, after), public=public, reason=reason) for subject, before, after in trail
    )
    OutboxEntry.objects.bulk_create(OutboxEntry(event=event, due_at=event.occurred_at) for event in events)
    transaction.on_commit(wake.worker)
    return events


def record_set(
    verb: str,
    happenings: Sequence[Happening],
    *,
    subject_type: str,
    from_state: str = "",
    to_state: str = "",
    public: bool = True,
) -> None:
    """Record one event for each happening, each with its own actor, in two statements and without an object a row.

    `subject_type` is the model's label ("petitions.signature"). Must run in the transaction that makes the change.
    """
    if not happenings:
        return
    now = clock.now()
    same = {
        "occurred_at": now, "verb": verb, "subject_type": subject_type, "chamber": "", "from_state": from_state,
        "to_state": to_state, "is_public": public, "reason": "", "schema_version": 1,
    }  # fmt: skip
    ids = bulk.new_ids(len(happenings))
    rows = [_facts_of(one, uuid) for one, uuid in zip(happenings, ids, strict=True)]
    names = ("uuid", "subject_id", "actor_kind", "actor_id", "request_id", "data")
    columns: dict[str, list[Any]] = {name: [row[name] for row in rows] for name in names}
    columns["mark"] = marks_of(same, rows)
    made = bulk.insert(Event, columns, same={**same, "recorded_at": now}, returning=("id",))
    bulk.insert(OutboxEntry, {"event_id": [row[0] for row in made]}, same={"due_at": now})
    transaction.on_commit(wake.worker)


def _facts_of(one: Happening, uuid: str) -> dict[str, Any]:
    actor = one.actor
    return {
        "uuid": uuid, "subject_id": str(one.subject_id), "actor_kind": actor.kind, "actor_id": actor.id,
        "request_id": actor.request_id, "data": {**one.data, "token": actor.token} if actor.token else one.data,
    }  # fmt: skip


def version_of(subject: Any) -> int:
    """Give the number of the last move of a record's life cycle; 0 where it never moved. Looks do not count."""
    moves = Event.objects.filter(subject_id=subject.public_id).exclude(to_state="")
    return int(moves.order_by("-id").values_list("id", flat=True).first() or 0)


def last_move(subject: Any) -> dict[str, Any]:
    """Say who moved a record last (verb, kind of actor, state, moment): the winner that a Conflict names."""
    moves = Event.objects.filter(subject_id=subject.public_id).exclude(to_state="")
    event = moves.order_by("-id").first()  # who only looked at personal data has won nothing
    if event is None:
        return {}
    return {"verb": event.verb, "by": event.actor_kind, "state": event.to_state, "at": event.occurred_at.isoformat()}


def _event(verb: str, subject: Any, actor: Actor, states: tuple[str, str], *, public: bool, **words: Any) -> Event:
    if actor.token:
        # The person acts, and the trail says by which of their tokens.
        words["data"] = {**words.get("data", {}), "token": actor.token}
    event = Event(
        occurred_at=clock.now(),
        verb=verb,
        actor_kind=actor.kind,
        actor_id=actor.id,
        subject_type=subject._meta.label_lower,
        subject_id=subject.public_id,
        chamber=str(getattr(subject, "chamber_key", "") or ""),
        from_state=states[0],
        to_state=states[1],
        is_public=public,
        request_id=actor.request_id,
        **words,
    )
    event.mark = make_mark(event)
    return event
