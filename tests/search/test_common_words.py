"""Words that very many texts hold: the count stays exact, the ranking looks at a bounded number, titles stay first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.search import database
from core.search.backend import Asked
from core.search.database import DatabaseBackend

pytestmark = pytest.mark.django_db
OTHERS = 12


@pytest.fixture
def rivers(shelf, monkeypatch):
    """Lay three rivers by title first, then many that only speak of one; rank five at most."""
    monkeypatch.setattr(database, "RANKED", 5)
    titled = [shelf.put(f"River {turn}", body="Water.", date=None) for turn in range(3)]
    for turn in range(OTHERS):
        shelf.put(f"Train {turn}", body="It runs along the river.", state="open" if turn % 2 else "closed")
    shelf.index()
    return titled


def search(**facts):
    return DatabaseBackend().search(Asked("river", reader="en", **facts))


def found(results):
    return [hit.document.uuid for hit in results.hits]


def test_the_count_and_the_facets_are_of_all(rivers, monkeypatch):
    bounded = search()
    monkeypatch.setattr(database, "RANKED", 1000)
    assert (bounded.total, bounded.cells) == (3 + OTHERS, search().cells)


def test_words_in_a_title_stand_first_however_old_they_are(rivers):
    assert set(found(search(size=2))) <= set(rivers)
    assert set(found(search(size=8))[:3]) == set(rivers)


def test_few_matches_are_ranked_as_ever(rivers, monkeypatch):
    monkeypatch.setattr(database, "RANKED", 3 + OTHERS)
    whole = found(search())
    assert len(whole) == 3 + OTHERS
    assert set(whole[:3]) == set(rivers)


def test_pages_of_a_bounded_search_hold_nothing_twice(rivers):
    pages = [found(search(size=2, page=page)) for page in (1, 2, 3, 4)]
    assert len({uuid for page in pages for uuid in page}) == sum(map(len, pages)) == 8


def test_filters_hold_before_the_bound(rivers):
    results = search(state="open", size=20)
    assert results.total == OTHERS // 2
    assert {hit.document.state for hit in results.hits} == {"open"}


def test_four_statements_are_the_most(rivers):
    with CaptureQueriesContext(connection) as seen:
        search(size=8)
    assert len(seen) == 4
