"""Facets by kind, language, state, committee and year: the same figures on SQLite, PostgreSQL and Elasticsearch.

Each figure stands here as it must be; a test that runs once an engine thereby shows that the engines are equal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from core.parliament.models import Chamber, Committee
from core.search.backend import Results
from tests.search.conftest import Shelf, titles
from tests.search.test_page import facet_links

Ask = Callable[..., Results]
DAYS = [date(2024, 1, 1), date(2024, 12, 31), date(2025, 6, 1), None]


@pytest.fixture
def library(engine: str, shelf: Shelf) -> Shelf:
    """Forty petitions and bills about water in two languages, whose properties follow from their number."""
    for number in range(40):
        uuid = shelf.put(
            f"Water {number}",
            type="bill" if number % 5 == 0 else "petition",
            language="fr" if number % 4 == 0 else "en",
            state="open" if number % 3 == 0 else "closed",
            is_open=number % 3 == 0,
            committee=("transport", "environment", "")[number % 3],
            date=DAYS[number % 4],
            body="river " * (number % 7),
        )  # fmt: skip
        if number % 8 == 1:
            shelf.put(f"L’eau (water) {number}", language="fr", uuid=uuid, type="petition", date=DAYS[1])
    shelf.index()
    return shelf


def counts(results: Results) -> dict[str, Any]:
    """Give every facet."""
    return {
        "total": results.total, "type": results.by_type, "language": results.by_language, "state": results.by_state,
        "committee": results.by_committee, "year": results.by_year, "open": results.open_now,
    }  # fmt: skip


def test_every_facet_counts_what_it_should(library: Shelf, ask: Ask) -> None:
    assert counts(ask("water")) == {
        "total": 40,
        "type": Counter({"petition": 32, "bill": 8}),
        "language": Counter({"en": 30, "fr": 15}),
        "state": Counter({"closed": 26, "open": 14}),
        "committee": Counter({"transport": 14, "environment": 13}),
        "year": Counter({2024: 20, 2025: 10}),
        "open": 14,
    }


@pytest.mark.parametrize(
    "filters",
    [
        {"state": "open"}, {"committee": "transport"}, {"year": 2024}, {"year": 2025, "state": "closed"},
        {"types": ("petition",), "committee": "environment", "year": 2024}, {"open_only": True, "language": "fr"},
        {"reader": "fr"}, {"reader": "ar", "year": 2024}, {"year": 1999}, {"state": "unheard-of"},
    ],
)  # fmt: skip
def test_a_facet_is_counted_under_all_other_filters(library: Shelf, ask: Ask, filters: dict[str, Any]) -> None:
    results = ask("water", size=100, **filters)
    if not results.total:
        assert results.hits == []
        return

    assert len(results.hits) == results.total == expected_total(library, filters)
    assert counts(results) | {"total": results.total} == counts(results)
    for facet, name, empty in (("state", "state", ""), ("committee", "committee", ""), ("year", "year", 0)):
        without = {key: value for key, value in filters.items() if key != name}
        for value, count in counts(results)[facet].items():
            assert count == expected_total(library, {**without, name: value}), (facet, value)
        assert all(value != empty for value in counts(results)[facet])


def expected_total(library: Shelf, filters: dict[str, Any]) -> int:
    """Count by hand what the filters leave."""
    reader, total = filters.get("reader", "en"), 0
    for docs in library.things.values():
        spoken = {doc.language for doc in docs}
        for place, doc in enumerate(docs):
            seen = doc.language == reader or (place == 0 and reader not in spoken)
            wanted = [
                doc.language == filters["language"] if filters.get("language") else seen,
                not filters.get("types") or doc.type in filters["types"],
                not filters.get("open_only") or doc.is_open,
                not filters.get("state") or doc.state == filters["state"],
                not filters.get("committee") or doc.committee == filters["committee"],
                not filters.get("year") or (doc.date is not None and doc.date.year == filters["year"]),
            ]
            total += all(wanted)
    return total


def test_a_filter_that_leaves_nothing_still_counts_the_others(library: Shelf, ask: Ask) -> None:
    results = ask("water", year=1999)

    assert (results.total, titles(results), results.by_year) == (0, [], Counter({2024: 20, 2025: 10}))


def test_the_page_offers_states_committees_and_years(no_elastic: None, shelf: Shelf, client: Client) -> None:
    chamber = Chamber.objects.create(key="facets", name={"en": "House"})
    Committee.objects.create(chamber=chamber, slug="transport", name={"en": "Transport Committee"})
    shelf.put("Water one", state="open", committee="transport", date=date(2024, 5, 1))
    shelf.put("Water two", state="closed", committee="gone-since", date=date(2025, 5, 1))
    shelf.index()

    html = client.get("/en/search/", {"q": "water"}).content.decode()

    found = facet_links(html)
    assert {words: found[words] for words in found if "Committee" in words or "gone" in words} == {
        "gone-since 1": "/en/search/?q=water&committee=gone-since",
        "Transport Committee 1": "/en/search/?q=water&committee=transport",
    }
    assert (found["Open 1"], found["Closed 1"]) == (
        "/en/search/?q=water&state=open",
        "/en/search/?q=water&state=closed",
    )
    assert [words for words in found if words.startswith("202")] == ["2025 1", "2024 1"]

    chosen = client.get("/en/search/", {"q": "water", "committee": "transport", "year": "2024"}).content.decode()
    assert "Water</mark> one" in chosen
    assert "Water</mark> two" not in chosen
    assert "/en/search/?q=water&committee=transport" in unescape(chosen)  # the year's chip leads back to it


@pytest.mark.parametrize(
    "query", [{"year": "0"}, {"year": "20245"}, {"year": "٢٠٢٤"}, {"state": "a b"}, {"committee": "'"}]
)
def test_a_filter_that_cannot_be_meant_is_left_out(
    no_elastic: None, shelf: Shelf, client: Client, query: dict[str, str]
) -> None:
    shelf.put("Night train")
    shelf.index()

    response = client.get("/en/search/", {"q": "train", **query})

    assert response.status_code == 200
    assert response.context["results"].total == 1
