"""Elasticsearch 8.19 through its own DSL (what elasticsearch-dsl became): one index a type and language.

An index stands behind the alias `<prefix>.<type>.<language>`, so that a rebuild switches in one step. Analyzers are
declared in the settings by type: the official image and the bare server of infra/services both know them that way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from elasticsearch import ApiError, Elasticsearch, TransportError
from elasticsearch.dsl import Index, Mapping, analyzer
from elasticsearch.helpers import bulk, scan

from core.search import elastic_query
from core.search.backend import LONGEST_BODY, Asked, EngineDown, EngineFailed, EngineRefused, Key, Progress, Results
from core.search.breaker import breaker_of
from core.search.documents import SearchDocument, name_of
from core.search.stems import plain_words, short, stem_text

ANALYZERS = {"en": "english", "fr": "french", "ar": "arabic"}
WRITE_SECONDS = 10
BATCH = 500


@lru_cache(maxsize=4)
def client(url: str) -> Elasticsearch:
    """Give the client of a cluster, one a process; it keeps its connections."""
    return Elasticsearch(url, max_retries=0, retry_on_timeout=False)


class ElasticBackend:
    """The engine of ELASTICSEARCH_URL. Every method raises EngineFailed where the cluster fails."""

    def __init__(self) -> None:
        """Take the cluster and the prefix from the settings."""
        # A reader waits no longer: then the database answers.
        self.client = client(settings.ELASTICSEARCH_URL).options(request_timeout=settings.ELASTICSEARCH_SECONDS)
        self.writer = self.client.options(request_timeout=WRITE_SECONDS)
        self.prefix: str = settings.ELASTICSEARCH_PREFIX
        self.breaker = breaker_of(settings.ELASTICSEARCH_URL)

    def save(self, documents: Sequence[SearchDocument]) -> None:
        """Write documents, each unless a newer version stands there."""
        if not documents:
            return  # the breaker must not take it for an answer
        with self.asking():
            for type_, language in {(document.type, document.language) for document in documents}:
                self._ensure(type_, language)
            self._bulk((_write(doc, self.alias(doc.type, doc.language)) for doc in documents), require_alias=True)

    def fill(self, index: str, documents: Sequence[SearchDocument]) -> None:
        """Write documents into one index by its own name, before an alias leads to it."""
        with failing():
            self._bulk(_write(doc, index) for doc in documents)

    def remove(self, keys: Sequence[Key]) -> None:
        """Take documents out, each unless a newer version stands there."""
        if not keys:
            return
        with self.asking():
            for type_, language in {(key.type, key.language) for key in keys}:
                self._ensure(type_, language)
            gone = ({"_op_type": "delete", "_index": self.alias(key.type, key.language), **_at(key)} for key in keys)
            self._bulk(gone, require_alias=True)

    def search(self, asked: Asked) -> Results:
        """Find by one request: counts, hits and highlights; by a second one where the page does not exist."""
        with self.asking():
            results = self._ask(asked, asked.page)
            if results.total and results.page != asked.page:
                results = self._ask(asked, results.page)
            return results

    def suggest(self, words: Sequence[str], reader: str, size: int) -> list[SearchDocument]:
        """Find by the words of titles; one request."""
        with self.asking():
            search = elastic_query.suggestions(words, reader, size).using(self.client).index(f"{self.prefix}.*")
            search = search.params(ignore_unavailable=True, allow_no_indices=True)
            return [elastic_query.document_of(hit) for hit in elastic_query.hits_of(search.execute())]

    def rebuild(self, progress: Progress) -> int:
        """Copy the table into new indices, switch the aliases, then bring in what changed while copying."""
        from core.search.elastic_rebuild import rebuild  # noqa: PLC0415 - it works through this class

        with failing():
            return rebuild(self, progress)

    def alias(self, type_: str, language: str) -> str:
        """Name the alias of a type and language."""
        return f"{self.prefix}.{type_}.{language.lower()}"

    def pairs(self) -> set[tuple[str, str]]:
        """Give the types and languages, in small letters, that have an alias."""
        found = self.writer.indices.get_alias(name=f"{self.prefix}.*", ignore_unavailable=True)
        names = {alias for row in found.values() for alias in row["aliases"]}
        ends = (name.removeprefix(f"{self.prefix}.").split(".") for name in names)
        return {(end[0], _as_written(end[1])) for end in ends}

    def has_our_fields(self, type_: str, language: str) -> bool:
        """Tell whether the index has the fields that this version of the software writes; true where there is none."""
        alias = self.alias(type_, language)
        if not self.writer.indices.exists_alias(name=alias):
            return True
        ours = set(_mapping(short(language)).to_dict()["properties"])
        found = self.writer.indices.get_mapping(index=alias)
        return all(set(row["mappings"].get("properties", {})) == ours for row in found.values())

    def create_index(self, type_: str, language: str, name: str, alias: str = "") -> None:
        """Make an index with the mapping of its language, behind an alias if one is given; ApiError if it stands."""
        index = Index(name, using=self.writer)
        index.settings(number_of_shards=1, auto_expand_replicas="0-1", refresh_interval="1s")
        index.mapping(_mapping(short(language)))
        if alias:
            index.aliases(**{alias: {}})
        index.create()

    def refresh(self) -> None:
        """Let a search see what was written; else it does within a second."""
        with failing():
            self.writer.indices.refresh(index=f"{self.prefix}.*", allow_no_indices=True)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Ask only while the circuit is closed, and tell the breaker how it went."""
        with self.breaker.guard(), failing():
            yield

    def _ask(self, asked: Asked, page: int) -> Results:
        search = elastic_query.build(asked, page).using(self.client).index(f"{self.prefix}.*")
        search = search.params(ignore_unavailable=True, allow_no_indices=True, search_type="dfs_query_then_fetch")
        return elastic_query.read(search.execute(), asked)

    def _ensure(self, type_: str, language: str) -> None:
        """Make the first index of a type and language. Its name is fixed: of two processes one makes it."""
        alias = self.alias(type_, language)
        if self.writer.indices.exists_alias(name=alias):
            return
        try:
            self.create_index(type_, language, f"{self.prefix}-{type_}-{language.lower()}-first", alias)
        except ApiError as error:
            if error.error != "resource_already_exists_exception":
                raise

    def _bulk(self, actions: Iterable[dict[str, Any]], **options: Any) -> None:
        """Write; a version that is older than the one there, and a deletion of what is not there, are no errors."""
        refresh = "true" if getattr(settings, "TEST_RUN", False) else "false"
        _count, errors = bulk(self.writer, actions, chunk_size=BATCH, refresh=refresh, raise_on_error=False, **options)
        # A 404 with an error is an index or alias that went, not a document that was never there.
        rows: list[Any] = [next(iter(row.values())) for row in errors]  # type: ignore[union-attr]
        real = [row for row in rows if row["status"] != 409 and (row["status"] != 404 or "error" in row)]
        if not real:
            return
        words = f"{len(real)} documents refused, the first: {str(real[0].get('error'))[:300]}"
        if any(is_outage(row["status"]) for row in real):
            raise EngineDown(words)
        raise EngineRefused(words, frozenset(row["_id"] for row in real))


@contextmanager
def failing() -> Iterator[None]:
    """Turn every failure of the cluster into EngineDown, or EngineFailed where it works and says no."""
    try:
        yield
    except ApiError as error:
        kind = EngineDown if is_outage(error.status_code) else EngineFailed
        raise kind(str(error)[:500]) from error
    except TransportError as error:
        raise EngineDown(str(error)[:500]) from error


def is_outage(status: int) -> bool:
    """Tell whether a status says that the cluster is broken or overloaded, and not that the request is wrong."""
    return status >= 500 or status == 429


def source_of(document: SearchDocument) -> dict[str, Any]:
    """Give a document as Elasticsearch keeps it; our stems find what its analyzers do not."""
    body = document.body[:LONGEST_BODY]
    named = f"{name_of(document)} {document.number}"
    return {
        "type": document.type, "uuid": str(document.uuid), "language": document.language,
        "audience": list(document.audience), "facets": document.facets, "number": document.number,
        "state": document.state, "is_open": document.is_open, "date": document.date, "committee": document.committee,
        "kicker": document.kicker, "path": document.path, "version": document.version,
        "title": document.title, "summary": document.summary, "body": body,
        "title_words": " ".join(plain_words(f"{document.title} {document.number}")),
        "title_stems": stem_text(f"{document.title} {document.number}", document.language),
        "body_stems": stem_text(f"{document.summary} {body} {named}", document.language),
    }  # fmt: skip


def new_name(backend: ElasticBackend, type_: str, language: str) -> str:
    """Name a fresh index."""
    return f"{backend.prefix}-{type_}-{language.lower()}-{uuid4().hex[:12]}"


def ids_in(backend: ElasticBackend, alias: str) -> Iterator[Key]:
    """List all that stands behind an alias; nothing where there is none."""
    if not backend.writer.indices.exists_alias(name=alias):
        return
    for hit in scan(backend.writer, index=alias, _source=False, version=True):
        type_, uuid, language = hit["_id"].split(":", 2)
        yield Key(type_, UUID(uuid), language, hit["_version"])


def _write(document: SearchDocument, index: str) -> dict[str, Any]:
    return {"_op_type": "index", "_index": index, "_source": source_of(document), **_at(document)}


def _at(thing: SearchDocument | Key) -> dict[str, Any]:
    """Give id and version: an equal version may write again, an older one may not (decision 24)."""
    return {
        "_id": f"{thing.type}:{thing.uuid}:{thing.language}",
        "version": thing.version,
        "version_type": "external_gte",
    }


def _as_written(code: str) -> str:
    """Give a language code as the site writes it (aliases have small letters only)."""
    return next((known for known, _name in settings.LANGUAGES if known.lower() == code), code)


def _mapping(language: str) -> Mapping:
    """Give the fields; words are analysed by the language of the index."""
    mapping = Mapping()
    mapping.meta("dynamic", "strict")
    kind = ANALYZERS.get(language)
    words = analyzer(f"rostra_{language}", type=kind) if kind else "standard"
    for name in ("title", "summary", "body"):
        mapping.field(name, "text", analyzer=words)
    for name in ("title_words", "title_stems", "body_stems"):
        mapping.field(name, "text", analyzer="whitespace")
    for name in ("type", "uuid", "language", "audience", "facets", "number", "state", "committee"):
        mapping.field(name, "keyword")
    for name in ("kicker", "path"):
        mapping.field(name, "keyword", index=False, doc_values=False)
    mapping.field("is_open", "boolean")
    mapping.field("date", "date")
    mapping.field("version", "long")
    return mapping
