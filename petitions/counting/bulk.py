"""Many rows of one table changed by one statement: ten thousand of them cost milliseconds, not a CASE a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, models


def update_rows(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Set columns of rows: each row gives the primary key, then the values in the order of the names."""
    if not rows:
        return
    fields = [model._meta.get_field(name) for name in names]
    pk = model._meta.pk
    columns = [connection.ops.quote_name(field.column) for field in fields]
    table, key = connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name(str(pk.column))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            kinds = [str(field.db_type(connection)).split("(")[0] for field in (pk, *fields)]
            kinds[0] = "bigint"
            news = ", ".join(f"{column} = new.{column}" for column in columns)
            arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
            said = ", ".join([key, *columns])
            sql = f"UPDATE {table} SET {news} FROM unnest({arrays}) AS new({said}) WHERE {table}.{key} = new.{key}"  # noqa: S608 - names of ours
            cursor.execute(sql, [list(column) for column in zip(*rows, strict=True)])
        else:
            news = ", ".join(f"{column} = %s" for column in columns)
            sql = f"UPDATE {table} SET {news} WHERE {key} = %s"  # noqa: S608
            cursor.executemany(sql, [(*row[1:], row[0]) for row in rows])
