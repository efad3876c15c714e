"""Twenty stated queries a language find what they should in the demo's texts, on every engine that is switched on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from django.conf import settings as django_settings

from core.search import documents
from core.search.backend import Asked
from core.search.documents import register
from core.search.indexing import database, push_pending
from core.search.models import SearchRow
from core.search.searching import find
from tests.search.conftest import ELASTICSEARCH_URL, ENGINES, PATIENCE, drop_indices
from tests.search.demo_documents import KINDS, LANGUAGES, queries, things

QUERIES = queries()


@pytest.fixture(scope="module")
def demo_index(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Index the demo's texts once: in the table, and in Elasticsearch where it is on."""
    shelf, kept = things(), dict(documents._types)
    documents._types.clear()
    for order, kind in enumerate(KINDS):
        register(
            kind, kind.title(), build=lambda uuid: shelf.get(uuid, []), order=order,
            ids=lambda kind=kind: [uuid for uuid, found in shelf.items() if found[0].type == kind],
        )  # fmt: skip
    prefix, django_settings.ELASTICSEARCH_PREFIX = django_settings.ELASTICSEARCH_PREFIX, "rostra-test-languages"
    with django_db_blocker.unblock():
        database().rebuild(lambda what, count: None)
        push_pending()
    yield
    with django_db_blocker.unblock():
        SearchRow.objects.all().delete()
    if ELASTICSEARCH_URL:
        drop_indices("rostra-test-languages")
    django_settings.ELASTICSEARCH_PREFIX = prefix
    documents._types.clear()
    documents._types.update(kept)


def test_there_are_twenty_queries_a_language() -> None:
    assert [sum(code == language for code, *_ in QUERIES) for language in LANGUAGES] == [20, 20, 20]


@pytest.mark.parametrize("engine_name", ENGINES)
@pytest.mark.parametrize(("language", "query", "expected"), QUERIES)
def test_a_stated_query_finds_what_it_should(
    demo_index: None, db: None, settings: Any, engine_name: str, language: str, query: str, expected: list[str]
) -> None:
    settings.ELASTICSEARCH_URL = ELASTICSEARCH_URL if engine_name == "elasticsearch" else ""
    settings.ELASTICSEARCH_SECONDS = PATIENCE

    results = find(Asked(query, reader=language))

    found = {(hit.document.type, hit.document.uuid) for hit in results.hits}
    wanted = {(row.split("/")[0], uuid5(NAMESPACE_URL, row)) for row in expected}
    assert wanted - found == set()
    assert not results.asked.is_loose
    assert {hit.document.language for hit in results.hits if (hit.document.type, hit.document.uuid) in wanted} == {
        language
    }
    assert [hit.document.title for hit in results.hits if "<mark>" not in hit.title + hit.passage] == []
