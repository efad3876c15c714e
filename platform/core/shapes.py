"""Questions of one shape: a query set that is compiled once and asked many times, each time with other values.

The ORM takes longer to write a statement than PostgreSQL takes to answer it for a set of a hundred. Here it writes it
once a process; what changes are the values in its slots. Lists go in by `__among` (core.bulk). On SQLite the query set
is built each time, for there a list is as many marks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.expressions import Expression

from core import prepared

Record = TypeVar("Record", bound=models.Model)


class Slot(Expression):
    """The place of a value that each question brings."""

    def __init__(self, place: int, output_field: Any = None) -> None:
        """Take its number among the values."""
        super().__init__(output_field)
        self.place = place
        self.write: Callable[[Any], Any] | None = None

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Give the mark, with the slot in the value's place."""
        return "%s", [self]


class Shape:
    """One query set of `values_list`, with slots."""

    def __init__(self, build: Callable[..., Any], *fields: type[models.Field[Any, Any]] | None) -> None:
        """Take what builds it from its values; `fields` says of what kind each is that is no list."""
        self._build = build
        self._fields = fields
        self._known: tuple[str, list[Any], Any] | None = None

    def rows(self, *values: Any) -> list[Any]:
        """Ask with these values; gives the rows as `values_list` does."""
        lists = [value for value in values if isinstance(value, list)]
        if lists and not any(lists):
            return []
        if connection.vendor != "postgresql":
            return list(self._build(*values))
        sql, params, convert = self._known or self._compile(len(values))
        given = [_value(one, values) if isinstance(one, Slot) else one for one in params]
        with prepared.cursor() as cursor:
            cursor.execute(sql, given)
            found = cursor.fetchall()
        return list(convert(found)) if convert else found

    def _compile(self, count: int) -> tuple[str, list[Any], Any]:
        kinds = [*self._fields, *[None] * (count - len(self._fields))]
        slots = [Slot(place, kind() if kind else None) for place, kind in enumerate(kinds)]
        query = self._build(*slots).query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([one for one, _sql, _alias in compiler.select])
        convert = (lambda rows: map(tuple, compiler.apply_converters(rows, converters))) if converters else None
        self._known = sql, list(params), convert
        return self._known


def _value(slot: Slot, values: Sequence[Any]) -> Any:
    value = values[slot.place]
    return slot.write(value) if slot.write else value


def records(model: type[Record], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[Record]:
    """Make records from rows of these columns (attnames) without the weight of `Model.__init__`.

    What is not named is read when it is asked for, as `only` does it.
    """
    made = []
    database = connection.alias
    for row in rows:
        record = model.__new__(model)
        state = record._state = models.base.ModelState()
        state.adding, state.db = False, database
        record.__dict__.update(zip(names, row, strict=False))
        made.append(record)
    return made
