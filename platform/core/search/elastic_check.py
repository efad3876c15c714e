"""Comparing Elasticsearch with the table, by the versions of documents, and mending it."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from core.search import elastic
from core.search.backend import Key
from core.search.checking import Drift
from core.search.models import SearchRow
from core.search.pushing import push_pending

BATCH = 500


@dataclass
class Pair:
    """What was found for one type and language: things of the table that miss, or are older or newer in the index."""

    type: str
    language: str
    documents: int = 0
    missing: list[UUID] = field(default_factory=list)
    stale: list[UUID] = field(default_factory=list)
    surplus: list[Key] = field(default_factory=list)
    must_be_copied: bool = False

    @property
    def drift(self) -> Drift:
        """Give the figures."""
        figures = (self.documents, len(self.missing), len(self.stale), len(self.surplus))
        return Drift("elasticsearch", self.type, self.language, *figures)


def index_drift(*, heal: bool = False) -> list[Drift]:
    """Compare every type and language; raises EngineFailed."""
    backend = elastic.ElasticBackend()
    backend.refresh()
    with elastic.failing():
        pairs = [compare(backend, *pair) for pair in sorted(_pairs(backend))]
        if heal:
            mend(backend, pairs)
    return [pair.drift for pair in pairs]


def compare(backend: elastic.ElasticBackend, type_: str, language: str) -> Pair:
    """Compare one type and language. The index is read first: what is in it was in the table before."""
    pair = Pair(type_, language)
    indexed = {key.uuid: key for key in elastic.ids_in(backend, backend.alias(type_, language))}
    rows = SearchRow.objects.filter(type=type_, language=language, is_gone=False)
    known = dict(rows.values_list("uuid", "version"))
    pair.documents = len(known)
    pair.missing = [uuid for uuid in known if uuid not in indexed]
    if not backend.has_our_fields(type_, language):
        pair.stale, pair.must_be_copied = [uuid for uuid in known if uuid in indexed], True
    else:
        pair.stale = [uuid for uuid in known if uuid in indexed and indexed[uuid].version != known[uuid]]
        # A database that was laid back from a backup is older than its index, which then refuses what it is given.
        pair.must_be_copied = any(indexed[uuid].version > known[uuid] for uuid in pair.stale)
    pair.surplus = [key for uuid, key in indexed.items() if uuid not in known]
    return pair


def mend(backend: elastic.ElasticBackend, pairs: list[Pair]) -> None:
    """Take out what is too much, and hand on anew what is missing or old."""
    from core.search.elastic_rebuild import copy_pair  # noqa: PLC0415 - it mends by this module when it is done

    for pair in pairs:
        backend.remove(pair.surplus)
        if pair.must_be_copied:
            copy_pair(backend, pair.type, pair.language)
            continue
        wanted = [*pair.missing, *pair.stale]
        for start in range(0, len(wanted), BATCH):
            rows = SearchRow.objects.filter(type=pair.type, language=pair.language, is_gone=False)
            rows.filter(uuid__in=wanted[start : start + BATCH]).update(is_pending=True)
    push_pending()


def _pairs(backend: elastic.ElasticBackend) -> set[tuple[str, str]]:
    """Give the types and languages of the table, and those that only Elasticsearch has."""
    rows = SearchRow.objects.filter(is_gone=False).order_by("type", "language")
    return {*rows.values_list("type", "language").distinct(), *backend.pairs()}
