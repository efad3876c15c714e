"""Many rows in one statement: columns in, `unnest` on PostgreSQL, long VALUES on SQLite; what exists already is left.

The ORM's own `bulk_create` makes an object a row and cannot say which rows were new. Values are the Python values of
the model's fields; JSON and encrypted fields are prepared here, defaults are filled in. Give what has no fixed default:
public ids, and moments that the ORM would add by itself.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED

from core import crypto, prepared
from core.fields import EncryptedField
from core.shapes import Slot

SQLITE_VARIABLES = 900  # SQLite's oldest limit is 999 in one statement
Columns = Mapping[str, Sequence[Any]]
Row = tuple[Any, ...]


def insert(
    model: type[models.Model],
    columns: Columns,
    *,
    same: Mapping[str, Any] | None = None,
    unless: Sequence[str] | None = None,
    returning: Sequence[str] = (),
) -> list[Row]:
    """Insert rows; gives the columns of `returning` for those that were new, in no sure order.

    `columns` maps field (attname) -> one value a row, `same` field -> the one value of all rows. `unless` names the
    fields of a unique key: a row that meets it is left out in silence; None lets IntegrityError through.
    """
    count = len(next(iter(columns.values())))
    if not count:
        return []
    constants = {**_defaults(model, frozenset(columns)), **(same or {})}
    write = _postgres if connection.vendor == "postgresql" else _sqlite
    return write(model, columns, constants, _tail(model, unless, tuple(returning)), count)


def update(model: type[models.Model], keys: Sequence[int], columns: Columns, *, same: Mapping[str, Any]) -> None:
    """Change rows by primary key, each to its own values of `columns` and all to those of `same`."""
    if not keys:
        return
    fields = {name: _field(model, name) for name in (*columns, *same)}
    pk = _names(model, [model._meta.pk.attname])
    fixed = [fields[name].get_db_prep_save(value, connection) for name, value in same.items()]
    constants = [f"{_names(model, [name])} = %s" for name in same]
    if connection.vendor == "postgresql":
        own = [f"{_names(model, [name])} = given.{_names(model, [name])}" for name in columns]
        arrays = ", ".join(["%s::bigint[]", *(f"%s::{_type(fields[name])}[]" for name in columns)])
        said = ", ".join([pk, _names(model, columns)])
        sql = (
            f"UPDATE {_table(model)} AS row SET {', '.join(constants + own)} "  # noqa: S608
            f"FROM unnest({arrays}) AS given ({said}) WHERE row.{pk} = given.{pk}"
        )
        _run(sql, [*fixed, array(keys), *(_array(fields[name], given) for name, given in columns.items())])
        return
    own = [f"{_names(model, [name])} = %s" for name in columns]
    sql = f"UPDATE {_table(model)} SET {', '.join(constants + own)} WHERE {pk} = %s"  # noqa: S608
    with connection.cursor() as cursor:
        values = [[fields[n].get_db_prep_save(v, connection) for v in given] for n, given in columns.items()]
        cursor.executemany(sql, [(*fixed, *row, key) for *row, key in zip(*values, keys, strict=True)])


def new_id() -> uuid.UUID:
    """Give the public id of a new row."""
    return uuid.uuid4()


def new_ids(count: int) -> list[str]:
    """Give public ids for many new rows, as text: random ones of version 4, from one question to the system."""
    found = os.urandom(16 * count).hex()
    return [_version_4(found[place : place + 32]) for place in range(0, len(found), 32)]


def _version_4(word: str) -> str:
    """Write 32 hex signs as a UUID of version 4 (RFC 9562, section 5.4)."""
    variant = "89ab"[int(word[16], 16) & 3]
    return f"{word[:8]}-{word[8:12]}-4{word[13:16]}-{variant}{word[17:20]}-{word[20:]}"


def _tail(model: type[models.Model], unless: Sequence[str] | None, returning: tuple[str, ...]) -> str:
    tail = ""
    if unless is not None:
        tail += f" ON CONFLICT ({_names(model, unless)}) DO NOTHING"
    return tail + (f" RETURNING {_names(model, returning)}" if returning else "")


def _postgres(
    model: type[models.Model], columns: Columns, constants: Mapping[str, Any], tail: str, count: int
) -> list[Row]:
    fields = {name: _field(model, name) for name in (*columns, *constants)}
    arrays = ", ".join(f"%s::{_type(fields[name])}[]" for name in columns)
    scalars = "".join(f", %s::{_type(fields[name])}" for name in constants)
    sql = (
        f"INSERT INTO {_table(model)} ({_names(model, fields)}) "  # noqa: S608 - names of our own models
        f"SELECT given.*{scalars} FROM unnest({arrays}) AS given{tail}"
    )
    values = [fields[name].get_db_prep_save(value, connection) for name, value in constants.items()]
    values += [_array(fields[name], given) for name, given in columns.items()]
    return _run(sql, values)


def _sqlite(
    model: type[models.Model], columns: Columns, constants: Mapping[str, Any], tail: str, count: int
) -> list[Row]:
    fields = {name: _field(model, name) for name in (*columns, *constants)}
    prepare = {name: field.get_db_prep_save for name, field in fields.items()}
    fixed = [prepare[name](value, connection) for name, value in constants.items()]
    found: list[Row] = []
    size = SQLITE_VARIABLES // len(fields)
    marks = f"({', '.join(['%s'] * len(fields))})"
    begin = f"INSERT INTO {_table(model)} ({_names(model, fields)}) VALUES "  # noqa: S608
    for start in range(0, count, size):
        rows = range(start, min(start + size, count))
        values = [
            value
            for place in rows
            for value in (*(prepare[name](given[place], connection) for name, given in columns.items()), *fixed)
        ]
        found += _run(begin + ", ".join([marks] * len(rows)) + tail, values)
    return found


def _run(sql: str, values: Sequence[Any]) -> list[Row]:
    with prepared.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def array(values: Sequence[Any], write: Callable[[Any], str] = str) -> str:
    """Write an array as PostgreSQL reads it; the driver's own way costs ten times as much for a long one."""
    if write is str and None not in values:
        return "{" + ",".join(map(str, values)) + "}"
    return "{" + ",".join(["NULL" if value is None else write(value) for value in values]) + "}"


def texts(values: Sequence[Any]) -> str:
    """Write an array of texts; where none of them needs care they are joined as they are."""
    try:
        joined = '","'.join(values)
    except TypeError:  # NULL, or something that is not yet a text
        return array(values, quoted)
    if "\\" in joined or joined.count('"') != 2 * (len(values) - 1):
        return array(values, quoted)
    return f'{{"{joined}"}}' if values else "{}"


def quoted(value: Any) -> str:
    """Write one text as it stands in an array."""
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def _array(field: Any, values: Sequence[Any]) -> str:
    if isinstance(field, models.JSONField):
        return array(values, lambda value: quoted(json.dumps(value, cls=field.encoder)))
    if isinstance(field, EncryptedField):
        return texts(crypto.encrypt_all(values))
    is_plain = isinstance(field, models.UUIDField | models.IntegerField | models.BooleanField)
    return array(values) if is_plain else texts(values)


class Among(models.Lookup[Any]):
    """`pk__among=[…]`: IN for a long list. PostgreSQL takes it as one array, not as hundreds of marks to be read."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Give IN with its marks; nothing is found in an empty list."""
        lhs, params = self.process_lhs(compiler, connection)
        values = self._values(connection)
        if not values:
            raise EmptyResultSet
        return f"{lhs} IN ({', '.join(['%s'] * len(values))})", [*params, *values]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Give = ANY with one array."""
        lhs, params = self.process_lhs(compiler, connection)
        field: Any = self.lhs.output_field
        if isinstance(self.rhs, Slot):
            self.rhs.write = partial(_array, field)
            return f"{lhs} = ANY(%s::{_type(field)}[])", [*params, self.rhs]
        return f"{lhs} = ANY(%s::{_type(field)}[])", [*params, _array(field, list(self.rhs))]

    def _values(self, connection: Any) -> list[Any]:
        field: Any = self.lhs.output_field
        return [field.get_db_prep_value(field.get_prep_value(value), connection) for value in self.rhs]


for _kind in (models.AutoField, models.BigAutoField, models.IntegerField, models.UUIDField, models.CharField):
    _kind.register_lookup(Among)


@lru_cache(maxsize=64)
def _defaults(model: type[models.Model], given: frozenset[str]) -> dict[str, Any]:
    """Give the defaults of the fields that are not given; those that the database fills itself are left to it."""
    found = {}
    for field in model._meta.concrete_fields:
        named = field.attname in given or field.name in given
        if named or isinstance(field, models.AutoField) or field.db_default is not NOT_PROVIDED:
            continue
        if (value := field.get_default()) is not None or not field.null:
            found[field.attname] = value
    return found


@lru_cache(maxsize=512)
def _field(model: type[models.Model], name: str) -> Any:
    return next(field for field in model._meta.concrete_fields if name in {field.attname, field.name})


@lru_cache(maxsize=512)
def _type(field: Any) -> str:
    """Give the column's type; a text without its length, or a cast would cut it in silence."""
    found = str(field.db_type(connection))
    return "text" if found.startswith("varchar") else found


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _names(model: type[models.Model], names: Any) -> str:
    return ", ".join(connection.ops.quote_name(_field(model, name).column) for name in names)
