"""Building the indices of Elasticsearch anew from the table, while the old ones answer.

Each type and language is copied into a fresh index and its alias moved in one step, so that a reader never meets a gap.
What changes meanwhile is written through the alias, to the old index or the new one; so at the end every version is
compared with the table, which is always written first, and what differs is handed on again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from core.search import elastic
from core.search.backend import Progress
from core.search.database import document_of
from core.search.documents import types
from core.search.elastic_check import compare, mend
from core.search.models import SearchRow
from core.search.pushing import as_read

if TYPE_CHECKING:
    from core.search.elastic import ElasticBackend

# An index without an alias is being filled, or was left by a rebuild that died. No rebuild takes this long.
LEFT_MILLISECONDS = 24 * 3600 * 1000


def rebuild(backend: ElasticBackend, progress: Progress) -> int:
    """Copy and switch each type and language, drop what has no document any more, mend; gives the documents copied."""
    pairs = _pairs()
    copied = sum(copy_pair(backend, *pair, progress) for pair in pairs)
    _drop_strangers(backend)
    backend.refresh()
    mend(backend, [compare(backend, *pair) for pair in pairs])
    return copied


def copy_pair(backend: ElasticBackend, type_: str, language: str, progress: Progress = lambda what, count: None) -> int:
    """Fill a new index and switch the alias to it; the old one goes, and so does a new one that fails."""
    name = elastic.new_name(backend, type_, language)
    backend.create_index(type_, language, name)
    rows = SearchRow.objects.filter(type=type_, language=language, is_gone=False).order_by("id")
    copied: list[list[SearchRow]] = []
    try:
        for batch in _batches(rows):
            backend.fill(name, [document_of(row) for row in batch])
            copied.append([SearchRow(pk=row.pk, version=row.version) for row in batch])
            progress(f"elasticsearch {type_} {language}", sum(map(len, copied)))
    except Exception:
        backend.writer.indices.delete(index=name, ignore_unavailable=True)
        raise
    _switch(backend, backend.alias(type_, language), name)
    for batch in copied:  # only now does a reader find them
        SearchRow.objects.filter(as_read(batch), is_gone=False).update(is_pending=False)
    return sum(map(len, copied))


def _pairs() -> list[tuple[str, str]]:
    standing = SearchRow.objects.filter(is_gone=False)
    return list(standing.values_list("type", "language").distinct().order_by("type", "language"))


def _switch(backend: ElasticBackend, alias: str, name: str) -> None:
    """Move the alias and delete what stood behind it, in one step of the cluster."""
    indices = backend.writer.indices
    old = list(indices.get_alias(name=alias)) if indices.exists_alias(name=alias) else []
    removed = [{"remove_index": {"index": index}} for index in old]
    indices.update_aliases(actions=[*removed, {"add": {"index": name, "alias": alias}}])


def _batches(rows: QuerySet[SearchRow]) -> Iterator[list[SearchRow]]:
    """Give rows in lists, read by their key, so that a long copy holds no cursor open."""
    last = 0
    while batch := list(rows.filter(pk__gt=last)[: elastic.BATCH]):
        yield batch
        last = batch[-1].pk


def _drop_strangers(backend: ElasticBackend) -> None:
    """Delete the indices of types and languages that have no document any more, and those left by a rebuild that died.

    The indices are listed first: one that came for a new type meanwhile had its row before, and so is wanted.
    """
    indices = backend.writer.indices
    found = indices.get(index=f"{backend.prefix}-*", allow_no_indices=True)
    wanted = {backend.alias(*pair) for pair in _pairs()}
    now = max((int(row["settings"]["index"]["creation_date"]) for row in found.values()), default=0)
    ours = _own_name(backend)
    for name, row in found.items():
        aliases = {alias for alias in row["aliases"] if alias.startswith(f"{backend.prefix}.")}
        age = now - int(row["settings"]["index"]["creation_date"])
        is_left = not row["aliases"] and bool(ours.fullmatch(name)) and age > LEFT_MILLISECONDS
        if is_left or (aliases and not wanted & aliases):
            indices.delete(index=name)


def _own_name(backend: ElasticBackend) -> re.Pattern[str]:
    """Give the form of the names of our indices; another installation's prefix may begin with ours."""
    keys = "|".join(re.escape(row.key) for row in types())
    return re.compile(rf"{re.escape(backend.prefix)}-(?:{keys})-[a-z]{{2,3}}(?:-[a-z]+)*-(?:[0-9a-f]{{12}}|first)")
