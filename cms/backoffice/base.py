"""How a domain declares its screens in the back office: offices, queues, columns, decisions. See docs/backoffice.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import Count, Min, QuerySet

from core.actors import Actor, Predicate
from core.lifecycle import Lifecycle, Move

Teller = Callable[[Any], Any]


@dataclass(frozen=True)
class Office:
    """One desk in the menu: its key, its name, its icon (a name from Wagtail's icon set) and its place."""

    key: str
    label: Any
    icon: str = "list-ul"
    order: int = 200


@dataclass(frozen=True)
class Shown:
    """One thing a screen shows of a record: a column of the list or a line of the item page.

    `tell(record)` gives text, a number, a date or an instant. `is_long` sets the text below its label, with its
    own direction; `sort` is the field by which the list may be ordered. `personal` names the kind of personal data it
    shows ("email"): to open the item, or to take the list as CSV, then leaves a line in the audit trail. `states` are
    those in which a column has something to say: it stands on the tabs that hold one of them; none named, on all tabs.
    """

    label: Any
    tell: Teller
    is_long: bool = False
    sort: str = ""
    personal: str = ""
    states: tuple[str, ...] = ()

    def stands_in(self, states: Iterable[str]) -> bool:
        """Tell whether the column says anything in a tab that holds records in these states."""
        return not self.states or not set(self.states).isdisjoint(states)


@dataclass(frozen=True)
class Link:
    """A way out of the item page: to the public page, to a console, to a file."""

    label: Any
    url: Callable[[Any], str | None]


@dataclass(frozen=True)
class Filter:
    """One choice by which a list is narrowed: a field of the record, its name, and `choices()` as (value, words).

    Where the choice is no plain field, `narrow(actor, rows, value)` gives the rows that it keeps.
    """

    field: str
    label: Any
    choices: Callable[[], Iterable[tuple[str, Any]]]
    narrow: Callable[[Actor, QuerySet[Any], str], QuerySet[Any]] | None = None

    def keep(self, actor: Actor, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Give the rows that a value keeps."""
        return self.narrow(actor, rows, value) if self.narrow else rows.filter(**{self.field: value})


@dataclass(frozen=True)
class Figure:
    """One figure above a list: what it counts, how many, and the query that shows just those."""

    label: Any
    count: int
    query: str


@dataclass(frozen=True)
class Queue:
    """One list of records that wait for decisions; everything the screens need to know of a domain.

    `records` gives the query set with all relations that the columns read. `waiting` are the states that are work
    to do: they are the first view and are counted on the desk. `age` is the date field by which the oldest stands
    first. `decide` maps a verb of the life cycle to the domain's action, called as
    `action(record, by=actor, **facts)`; a verb that is not in it gets no button. `asks` gives, for every fact in a
    move's `needs`, the form field that asks it (default: a text area). `look_up` are the fields that the search reads.
    `new` leads to the form that begins another record; its `url` is called with None. `filters` narrow the list.
    `mark(actor, rows)` adds to the rows what the columns read of this person; `figures(actor, rows)` gives
    the counts above the list. `tools` are other screens of the queue.

    After a decision one comes to the next record that waits. `ready(actor, rows)` keeps those of the waiting rows that
    do not stand still (parked, say, or waiting for the citizen). With `stays` one stays at the record as long as
    something is open: a list of what the staff write themselves is no line of people who wait. `code` is what a
    program calls the record: small print beside a title in plain words.
    """

    key: str
    office: Office
    label: Any
    records: Callable[[], QuerySet[Any]]
    lifecycle: Lifecycle
    may: Predicate
    title: Teller
    columns: tuple[Shown, ...]
    waiting: tuple[str, ...]
    age: str
    decide: Mapping[str, Callable[..., Any]]
    details: tuple[Shown, ...] = ()
    asks: Mapping[str, Callable[[Any], forms.Field]] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    look_up: tuple[str, ...] = ()
    template: str = "cms/backoffice/item.html"
    more: Callable[[Any], dict[str, Any]] | None = None
    language: Teller | None = None
    narrow: Callable[[Actor, QuerySet[Any]], QuerySet[Any]] | None = None
    new: Link | None = None
    filters: tuple[Filter, ...] = ()
    mark: Callable[[Actor, QuerySet[Any]], QuerySet[Any]] | None = None
    figures: Callable[[Actor, QuerySet[Any]], list[Figure]] | None = None
    tools: tuple[Link, ...] = ()
    ready: Callable[[Actor, QuerySet[Any]], QuerySet[Any]] | None = None
    stays: bool = False
    code: Teller | None = None

    def code_of(self, record: Any) -> str:
        """Give what a program calls a record, where that says more than its title; else nothing."""
        code = str(self.code(record)) if self.code else ""
        return "" if code == str(self.title(record)) else code

    def full_title(self, record: Any) -> str:
        """Give the title with the code in brackets, for a file and for paper."""
        code = self.code_of(record)
        return f"{self.title(record)} ({code})" if code else str(self.title(record))

    def records_of(self, actor: Actor) -> QuerySet[Any]:
        """Give the records that this actor may see: all, unless `narrow` keeps some (those of one committee, say)."""
        return self.narrow(actor, self.records()) if self.narrow else self.records()

    def moves(self, actor: Actor, record: Any) -> list[Move]:
        """Give the moves that stand as buttons: open to this actor now, and with an action behind them."""
        return [move for move in self.lifecycle.open_to(actor, record) if move.verb in self.decide]

    def waiting_of(self, actor: Actor) -> tuple[int, datetime | date | None]:
        """Count the records that wait for a decision by this actor, and give since when the oldest does; one query."""
        rows = self.records_of(actor).filter(state__in=self.waiting).order_by()
        found = rows.aggregate(count=Count("pk"), since=Min(self.age))
        return found["count"], found["since"]


_queues: dict[str, Queue] = {}


def register(*queues: Queue) -> None:
    """Put queues on the desk; called when a module of cms.backoffice is loaded."""
    for queue in queues:
        _queues[queue.key] = queue


def find(key: str) -> Queue | None:
    """Give a queue by its key, or None."""
    return _queues.get(key)


def queues() -> Iterable[Queue]:
    """Give all queues in the order of their offices."""
    return sorted(_queues.values(), key=lambda queue: queue.office.order)


def queues_of(actor: Actor) -> list[Queue]:
    """Give the queues that this actor may see."""
    return [queue for queue in queues() if queue.may(actor, None)]
