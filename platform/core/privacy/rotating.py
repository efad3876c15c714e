"""Key rotation: opens with the old key, closes with the new one, row by row, while the house works.

A column is changed only while it still holds what was read (compare-and-set): whoever writes meanwhile wins, and
writes with the new key. A run that is cut off is simply run again: rows that are done are not looked at twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.conf import settings
from django.core.files.storage import storages
from django.db import IntegrityError, connection, models, transaction

from core import crypto
from core.fields import EncryptedField
from core.files import storage
from core.privacy.registry import BlindIndex, holdings

BATCH = 500
FILES = "files"


@dataclass
class Report:
    """What a run did: values changed by column, rows that a rival changed first, rows that cannot be done."""

    changed: dict[str, int] = field(default_factory=dict)
    raced: int = 0
    stuck: dict[str, list[Any]] = field(default_factory=dict)

    def add(self, column: str) -> None:
        """Count one value."""
        self.changed[column] = self.changed.get(column, 0) + 1


def rotate(batch: int = BATCH) -> Report:
    """Bring every encrypted column, blind index and private file to the newest keys; gives what was done."""
    report = Report()
    for model, column in encrypted_columns():
        _rotate_column(model, column, report, batch)
    for holding in holdings():
        for index in holding.indexes:
            _rotate_index(index, report, batch)
        for name in holding.private_files:
            _rotate_files(name, report)
    return report


def encrypted_columns() -> Iterator[tuple[type[models.Model], models.Field[Any, Any]]]:
    """Give every encrypted column of the project: the models say it themselves, so that none is forgotten."""
    tables = (model for model in apps.get_models(include_auto_created=True) if model._meta.managed)
    for model in tables:
        own = () if model._meta.proxy else model._meta.local_fields
        yield from ((model, column) for column in own if isinstance(column, EncryptedField))


def old_values(model: type[models.Model], column: models.Field[Any, Any], key_id: str, after: Any, limit: int) -> Any:
    """Give (primary key, raw value) of rows that another key than this one closed, by primary key."""
    name = connection.ops.quote_name
    pk = model._meta.pk
    key, raw, table = name(pk.column or ""), name(column.column or ""), name(model._meta.db_table)
    sql = f"SELECT {key}, {raw} FROM {table} WHERE {raw} <> '' AND {raw} NOT LIKE %s AND {raw} LIKE %s"  # noqa: S608 - names of our own models
    given: list[Any] = [f"{key_id}:%", "%:%"]
    if after is not None:
        sql, given = f"{sql} AND {key} > %s", [*given, after]
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY {key} LIMIT {int(limit)}", given)
        return cursor.fetchall()


def _swap(model: type[models.Model], column: models.Field[Any, Any], key: Any, old: str, new: str) -> bool:
    """Write a value where the old one still stands; tell whether it did."""
    name = connection.ops.quote_name
    pk = model._meta.pk
    raw, table = name(column.column or ""), name(model._meta.db_table)
    sql = f"UPDATE {table} SET {raw} = %s WHERE {name(pk.column or '')} = %s AND {raw} = %s"  # noqa: S608 - as above
    with connection.cursor() as cursor:
        cursor.execute(sql, [new, key, old])
        return bool(cursor.rowcount)


def _rotate_column(model: type[models.Model], column: models.Field[Any, Any], report: Report, batch: int) -> None:
    label = f"{model._meta.label}.{column.name}"
    after: Any = None
    while rows := old_values(model, column, next(iter(settings.FIELD_KEYS)), after, batch):
        with transaction.atomic():
            for key, old in rows:
                _encrypt_anew((model, column, key, old), label, report)
        after = rows[-1][0]


def _encrypt_anew(value: tuple[Any, ...], label: str, report: Report) -> None:
    model, column, key, old = value
    try:
        new = crypto.encrypt(crypto.decrypt(old))
    except (KeyError, InvalidTag, ValueError):
        report.stuck.setdefault(label, []).append(key)
        return
    if _swap(model, column, key, old, new):
        report.add(label)
    else:
        report.raced += 1


def _rotate_index(index: BlindIndex, report: Report, batch: int) -> None:
    """Make digests anew from the clear value; where there is none any more, the row keeps its old key."""
    app, name, column_name = index.column.split(".")
    model = apps.get_model(app, name)
    column: Any = model._meta.get_field(column_name)
    key_id, after = next(iter(settings.INDEX_KEYS)), None
    while rows := old_values(model, column, key_id, after, batch):
        for key, old in rows:
            new = _digest(index, model, key) if old.partition(":")[0] in settings.INDEX_KEYS else ""
            if new:
                _index_anew(index.column, (model, column, key, old, new), report)
        after = rows[-1][0]


def _digest(index: BlindIndex, model: type[models.Model], key: Any) -> str:
    """Give a row's digest under the newest key; empty where its clear value is gone, or opens with no key."""
    try:
        row = model._default_manager.select_related(*index.related).get(pk=key)
        value, purpose = index.values(row)
    except (AttributeError, models.ObjectDoesNotExist, KeyError, InvalidTag, ValueError):
        return ""
    return index.make(value, purpose) if value else ""


def _index_anew(label: str, change: tuple[Any, ...], report: Report) -> None:
    model, column, key, old, new = change
    try:
        with transaction.atomic():
            if _swap(model, column, key, old, new):
                report.add(label)
            else:
                report.raced += 1
    except IntegrityError:
        report.stuck.setdefault(label, []).append(key)  # two rows of one person: a human must look


def _begins_with(name: str, mark: bytes) -> bool:
    """Tell whether a private file was closed by the key of this mark."""
    with storages["private"].open(name) as file:
        return bool(file.read(len(mark)) == mark)


def _rotate_files(name: str, report: Report) -> None:
    """Write each private file anew under another name, point the row to it, and drop the old one."""
    app, model_name, column = name.split(".")
    model = apps.get_model(app, model_name)
    newest = f"{next(iter(settings.FIELD_KEYS))}:".encode()
    for key, old in model._default_manager.exclude(**{column: ""}).values_list("pk", column).order_by("pk"):
        try:
            if _begins_with(old, newest):
                continue
            new = storage.keep_private(storage.read_private(old))
        except (OSError, KeyError, InvalidTag, ValueError):
            report.stuck.setdefault(name, []).append(key)
            continue
        mine = model._default_manager.filter(pk=key, **{column: old}).update(**{column: new})
        storage.drop_private(old if mine else new)
        if mine:
            report.add(name)
        else:
            report.raced += 1


def left_on_old_keys() -> dict[str, int]:
    """Count, by column, what an older key is still needed for: digests without their clear value among it."""
    found: dict[str, int] = {}
    indexed = {index.column for holding in holdings() for index in holding.indexes}
    only_digests = {"hearings.Support.voter_key", "mail.Suppression.to_index", "mail.SoftBounce.to_index"}
    for label in sorted(indexed | only_digests):
        app, name, column_name = label.split(".")
        model = apps.get_model(app, name)
        older = models.Q()
        for key_id in list(settings.INDEX_KEYS)[1:]:
            older |= models.Q(**{f"{column_name}__startswith": f"{key_id}:"})
        count = model._default_manager.filter(older).count() if older else 0
        if count:
            found[label] = count
    for model, column in encrypted_columns():
        label = f"{model._meta.label}.{column.name}"
        count = len(old_values(model, column, next(iter(settings.FIELD_KEYS)), None, 10_000_000))
        if count:
            found[label] = count
    return found
