"""Life cycles as transition tables: who may, when, what changes. One table gives buttons, API actions and docs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction

from core import events
from core.actors import Actor, Predicate
from core.errors import Conflict, DomainError, Forbidden, WrongState

Changes = dict[str, Any]


@dataclass(frozen=True)
class Move:
    """One move: verb, from which states to which one, who may, when, and which fields change with it."""

    verb: str
    sources: tuple[str, ...]
    target: str
    may: Predicate
    label: Any = ""
    when: Callable[[Any], None] | None = None
    then: Callable[..., Changes] | None = None
    needs: tuple[str, ...] = field(default=())
    public: bool = True


def move(
    verb: str,
    sources: str | Iterable[str],
    target: str,
    *,
    may: Predicate,
    label: Any = "",
    when: Callable[[Any], None] | None = None,
    then: Callable[..., Changes] | None = None,
    needs: tuple[str, ...] = (),
    public: bool = True,
) -> Move:
    """Write one row of a table.

    `when(record)` raises a DomainError with the reason why not now; `then(record, **facts)` gives the fields that
    change in the same statement; `needs` names the facts a form must ask for (for instance "reason").
    """
    froms = (sources,) if isinstance(sources, str) else tuple(sources)
    return Move(verb, tuple(str(s) for s in froms), str(target), may, label, when, then, needs, public)


class Lifecycle:
    """A noun's transition table; the only writer of its state column."""

    registry: dict[str, Lifecycle] = {}

    def __init__(self, noun: str, *moves: Move, states: type[models.TextChoices], starts: Iterable[str] = ()) -> None:
        """Take the noun ("petition"), its rows and its states. The table registers itself for docs and tests."""
        self.noun = noun
        self.moves = moves
        self.states = states
        self.starts = tuple(str(state) for state in starts)
        Lifecycle.registry[noun] = self

    def find(self, verb: str, state: str) -> Move:
        """Give the row for a verb from a state; raises WrongState where the table has none."""
        for row in self.moves:
            if row.verb == verb and state in row.sources:
                return row
        raise WrongState(state=state, verb=verb)

    def open_to(self, actor: Actor, record: Any) -> list[Move]:
        """List the moves this actor may make now: the buttons of a page, the actions of the API."""
        rows = [row for row in self.moves if record.state in row.sources and _may(row, actor, record)]
        return [row for row in rows if _is_time(row, record)]

    def fire(
        self, verb: str, record: Any, *, by: Actor, reason: str = "", data: Changes | None = None, **facts: Any
    ) -> Any:
        """Make one move: compare-and-set of the state and one event, in one transaction; gives the event.

        Raises WrongState (no such row), Forbidden (not this actor), the guard's own error, or Conflict (a rival
        was first; its data names the winner).
        """
        row = self.find(verb, record.state)
        if not _may(row, by, record):
            raise Forbidden()
        with transaction.atomic():
            if row.when:
                row.when(record)
            changes = {**(row.then(record, **facts) if row.then else {}), "state": row.target}
            before = record.state
            if not type(record)._default_manager.filter(pk=record.pk, state=before).update(**changes):
                raise Conflict(**events.last_move(record))
            for name, value in changes.items():
                setattr(record, name, value)
            return events.record(
                f"{self.noun}.{verb}", record, actor=by, from_state=before, to_state=row.target,
                reason=reason, public=row.public, data=data or {},
            )  # fmt: skip

    def fire_many(
        self, verb: str, records: models.QuerySet[Any], *, by: Actor, reason: str = "", **facts: Any
    ) -> list[Any]:
        """Make one move for a crowd in one UPDATE per row of the table; gives the records that moved.

        Guards do not run here: the query set itself says which records are due, and `then` sees no record.
        """
        moved: list[Any] = []
        with transaction.atomic():
            for row in (row for row in self.moves if row.verb == verb):
                moved += self._move_all(row, records, by, reason, facts)
        return moved

    def fire_set(self, verb: str, records: Sequence[Any], *, by: Callable[[Any], Actor], **facts: Any) -> list[Any]:
        """Make one move for records that the caller has locked, each by its own actor, in one statement a source state.

        Gives those that moved: what stands in another state meanwhile is left. Raises Forbidden for the first actor
        who may not. Guards do not run: the caller has looked at what it locked.
        """
        moved: list[Any] = []
        with transaction.atomic():
            for row in (row for row in self.moves if row.verb == verb):
                for state in row.sources:
                    moved += self._move_set(row, [one for one in records if one.state == state], by, facts)
        return moved

    def _move_set(self, row: Move, records: list[Any], by: Callable[[Any], Actor], facts: Changes) -> list[Any]:
        if not records:
            return []
        actors = [by(record) for record in records]
        if not all(_may(row, actor, record) for actor, record in zip(actors, records, strict=True)):
            raise Forbidden()
        before = records[0].state
        changes = {**(row.then(None, **facts) if row.then else {}), "state": row.target}
        manager = type(records[0])._default_manager
        manager.filter(pk__among=[record.pk for record in records], state=before).update(**changes)
        for record in records:
            for name, value in changes.items():
                setattr(record, name, value)
        events.record_set(
            f"{self.noun}.{row.verb}", list(map(events.happening, records, actors)),
            subject_type=records[0]._meta.label_lower, from_state=before, to_state=row.target, public=row.public,
        )  # fmt: skip
        return records

    def _move_all(self, row: Move, records: models.QuerySet[Any], by: Actor, reason: str, facts: Changes) -> list[Any]:
        if not (row.may(by, None) and by.has_scope(moving_scope(records.model))):
            raise Forbidden()
        # The row locks (SQLite: the immediate transaction) hold rivals off until the UPDATE below.
        found = list(records.filter(state__in=row.sources).select_for_update(of=("self",)))
        changes = {**(row.then(None, **facts) if row.then else {}), "state": row.target}
        records.model._default_manager.filter(pk__in=[record.pk for record in found]).update(**changes)
        trail = [(record, record.state, row.target) for record in found]
        for record in found:
            for name, value in changes.items():
                setattr(record, name, value)
        events.record_many(f"{self.noun}.{row.verb}", trail, actor=by, public=row.public, reason=reason)
        return found


def moving_scope(record: Any) -> str:
    """Name the scope that a token needs to move a record, or a model's: "moderate:" and the app that keeps it."""
    return f"moderate:{record._meta.app_label}"


def _may(row: Move, actor: Actor, record: Any) -> bool:
    """Ask the row's rule, and the scope of a token: neither alone is enough."""
    return row.may(actor, record) and actor.has_scope(moving_scope(record))


def _is_time(row: Move, record: Any) -> bool:
    try:
        if row.when:
            row.when(record)
    except DomainError:
        return False
    return True
