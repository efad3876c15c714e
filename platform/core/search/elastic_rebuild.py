"""Building the indices of Elasticsearch anew from the table, while the old ones answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from core.events.models import OutboxEntry
from core.search import elastic
from core.search.backend import Progress
from core.search.database import document_of
from core.search.indexing import last_event
from core.search.models import SearchRow

if TYPE_CHECKING:
    from core.search.elastic import ElasticBackend


def rebuild(backend: ElasticBackend, progress: Progress) -> int:
    """Copy, switch each alias in one step, then mend what changed meanwhile; gives the documents copied."""
    start = _last_delivered()
    standing = SearchRow.objects.filter(is_gone=False)
    pairs = list(standing.values_list("type", "language").distinct().order_by("type", "language"))
    copied = 0
    for type_, language in pairs:
        copied += _copy(backend, type_, language, start, progress)
    _drop_strangers(backend, {backend.alias(*pair) for pair in pairs})
    backend.refresh()
    _mend(backend, pairs, start)
    return copied


def _last_delivered() -> int:
    """Give the id before the first event that still waits: what changes from now on carries a later one."""
    waiting = OutboxEntry.objects.order_by("event_id").values_list("event_id", flat=True).first()
    return waiting - 1 if waiting else last_event()


def _copy(backend: ElasticBackend, type_: str, language: str, start: int, progress: Progress) -> int:
    """Fill a new index and switch the alias to it; the old one goes, and so does a new one that fails."""
    name = elastic.new_name(backend, type_, language)
    backend.create_index(type_, language, name)
    try:
        copied = _fill(backend, name, (type_, language), start, progress)
    except Exception:
        backend.writer.indices.delete(index=name, ignore_unavailable=True)
        raise
    alias, indices = backend.alias(type_, language), backend.writer.indices
    old = list(indices.get_alias(name=alias)) if indices.exists_alias(name=alias) else []
    switch = [{"remove_index": {"index": index}} for index in old]
    indices.update_aliases(actions=[*switch, {"add": {"index": name, "alias": alias}}])
    return copied


def _fill(backend: ElasticBackend, name: str, pair: tuple[str, str], start: int, progress: Progress) -> int:
    """Copy the rows of a type and language into an index; gives how many."""
    copied, (type_, language) = 0, pair
    for batch in _batches(SearchRow.objects.filter(type=type_, language=language, is_gone=False).order_by("id")):
        backend.fill(name, [document_of(row) for row in batch])
        keys = [row.pk for row in batch]
        SearchRow.objects.filter(pk__in=keys, version__lte=start).update(is_pending=False)
        copied += len(batch)
        progress(f"elasticsearch {type_} {language}", copied)
    return copied


def _batches(rows: QuerySet[SearchRow]) -> Iterator[list[SearchRow]]:
    """Give rows in lists, read by their key, so that a long copy holds no cursor open."""
    last = 0
    while batch := list(rows.filter(pk__gt=last)[: elastic.BATCH]):
        yield batch
        last = batch[-1].pk


def _drop_strangers(backend: ElasticBackend, wanted: set[str]) -> None:
    """Delete the indices of types and languages that have no document any more."""
    standing = backend.writer.indices.get_alias(name=f"{backend.prefix}.*", ignore_unavailable=True)
    for index, found in standing.items():
        if not wanted & set(found["aliases"]):
            backend.writer.indices.delete(index=index)


def _mend(backend: ElasticBackend, pairs: list[tuple[str, str]], start: int) -> None:
    """Bring in what the old indices took while we copied, and take out what left the table."""
    for batch in _batches(SearchRow.objects.filter(version__gt=start, is_gone=False).order_by("id")):
        backend.save([document_of(row) for row in batch])
    for type_, language in pairs:
        rows = SearchRow.objects.filter(type=type_, language=language, is_gone=False)
        known = set(rows.values_list("uuid", flat=True))
        gone = [key for key in elastic.ids_in(backend, backend.alias(type_, language)) if key.uuid not in known]
        backend.remove(gone)
