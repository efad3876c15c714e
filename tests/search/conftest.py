"""Things to find, and every engine that is switched on: the database always, Elasticsearch where it has a URL."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings as django_settings
from django.db import connection

from core.search import documents, vocabulary
from core.search.backend import Asked, Results
from core.search.documents import SearchDocument, register
from core.search.indexing import index_now, push_pending
from core.search.searching import find

ELASTICSEARCH_URL = django_settings.ELASTICSEARCH_URL
# A busy machine must not make the database answer for Elasticsearch.
PATIENCE = 30
ENGINES = ["database", "elasticsearch"] if ELASTICSEARCH_URL else ["database"]
STATES = {"open": ("open", "Open"), "closed": ("shut", "Closed")}


class Shelf:
    """The things of a test: what stands here is public, and registered under three types."""

    def __init__(self) -> None:
        """Register the types."""
        self.things: dict[UUID, list[SearchDocument]] = {}
        for order, (key, label) in enumerate({"petition": "Petition", "bill": "Bill", "news": "News item"}.items()):
            register(
                key, label, plural=f"{label}s", build=lambda uuid: list(self.things.get(uuid, [])),
                ids=lambda key=key: [uuid for uuid, docs in self.things.items() if docs and docs[0].type == key],
                order=order, states=STATES,
            )  # fmt: skip
        self.version = 0

    def put(
        self, title: str, *, type: str = "petition", language: str = "en", uuid: UUID | None = None, **values: Any
    ) -> UUID:
        """Lay a thing on the shelf, or another language of one that lies there; gives its uuid."""
        uuid = uuid or uuid4()
        values.setdefault("path", f"{type}s/{uuid}/")
        document = SearchDocument(type=type, uuid=uuid, language=language, title=title, **values)
        others = [other for other in self.things.get(uuid, []) if other.language != language]
        self.things[uuid] = [*others, document]
        return uuid

    def index(self, *uuids: UUID) -> None:
        """Index these things, or all, as an event would."""
        for uuid in uuids or list(self.things):
            self.version += 1
            index_now(self.things[uuid][0].type, uuid, self.version)
        push_pending()

    def drop(self, uuid: UUID) -> None:
        """Take a thing off the shelf, as one that is hidden is."""
        type_ = self.things[uuid][0].type
        self.things[uuid] = []
        self.version += 1
        index_now(type_, uuid, self.version)
        push_pending()


@pytest.fixture
def shelf(db: None, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Give an empty shelf; the types of the real domains are put aside."""
    monkeypatch.setattr(documents, "_types", {})
    vocabulary.forget()
    return Shelf()


@pytest.fixture
def no_elastic(settings: Any) -> None:
    """Leave the database alone with the search."""
    settings.ELASTICSEARCH_URL = ""


@pytest.fixture
def own_prefix(settings: Any) -> Iterator[str]:
    """Give Elasticsearch indices of this test alone; they go when it ends."""
    settings.ELASTICSEARCH_URL = ELASTICSEARCH_URL
    settings.ELASTICSEARCH_SECONDS = PATIENCE
    settings.ELASTICSEARCH_PREFIX = f"rostra-test-{os.getpid()}-{uuid4().hex[:8]}"
    yield settings.ELASTICSEARCH_PREFIX
    drop_indices(settings.ELASTICSEARCH_PREFIX)


def drop_indices(prefix: str) -> None:
    """Delete the indices of a prefix, by their names (a cluster may refuse a star)."""
    from core.search.elastic import client

    indices = client(ELASTICSEARCH_URL).indices
    for name in indices.get(index=f"{prefix}-*", allow_no_indices=True):
        indices.delete(index=name)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Run a test on each engine that is switched on; gives its name ("sqlite", "postgresql", "elasticsearch")."""
    if request.param == "elasticsearch":
        request.getfixturevalue("own_prefix")
        return "elasticsearch"
    request.getfixturevalue("no_elastic")
    return connection.vendor


@pytest.fixture
def ask() -> Callable[..., Results]:
    """Give a function that searches as the page does."""

    def search(text: str, **filters: Any) -> Results:
        return find(replace(Asked(text, reader="en"), **filters))

    return search


def titles(results: Results) -> list[str]:
    """Give the titles of the hits in their order."""
    return [hit.document.title for hit in results.hits]
