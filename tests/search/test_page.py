"""The search page: plain GET, no script, two queries, and an answer to whatever stands in the address."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.search.conftest import Shelf

Get = Callable[..., str]


@pytest.fixture
def get(client: Client) -> Get:
    """Give a function that opens the page and gives its HTML."""

    def read(path: str = "/en/search/", **query: Any) -> str:
        response = client.get(path, query)
        assert response.status_code == 200
        assert response.cookies == {}
        return response.content.decode()

    return read


def links(html: str, part: str = "h3") -> list[tuple[str, str]]:
    """Give address and text of the links inside a kind of element."""
    found = re.findall(rf"<{part}[^>]*>\s*<a[^>]*href=\"([^\"]+)\"[^>]*>(.*?)</a>", html, re.S)
    return [(unescape(url), " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())) for url, text in found]


def facet_links(html: str) -> dict[str, str]:
    """Give the facets by their words."""
    return {text: url for url, text in links(region(html, '<details class="facets">', "</details>"), "li")}


def region(html: str, begin: str, end: str) -> str:
    """Give the first piece of the page between two marks."""
    return html.partition(begin)[2].partition(end)[0]


def test_without_words_the_page_says_how_to_search(get: Get, db: None) -> None:
    html = get()
    assert "<h1>Search</h1>" in html
    assert 'name="q" type="search" dir="auto" value=""' in html
    assert 'class="entries' not in html


def test_hits_show_what_they_are_and_lead_to_their_page(engine: str, shelf: Shelf, get: Get) -> None:
    shelf.put(
        "Bring back the night train", number="1042", path="petitions/1042/", state="open", summary="A train to the sea."
    )
    shelf.put("Clause on trains", type="bill", kicker="Clause 4 of Bill 17", path="bills/17/clauses/4/")
    shelf.index()

    html = get(q="trains")

    assert sorted(links(html)) == [
        ("/en/bills/17/clauses/4/", "Clause on trains"),
        ("/en/petitions/1042/", "Bring back the night train"),
    ]
    assert "Bring back the night <mark>train</mark>" in html
    assert "A <mark>train</mark> to the sea." in html
    assert "<b>Petition 1042</b>" in html
    assert '<span class="tag open">Open</span>' in html
    assert "<b>Clause 4 of Bill 17</b>" in html
    assert "Results <b>2</b> for “<bdi>trains</bdi>”" in html
    assert "<title>“trains” – Search –" in html
    assert '<meta name="robots" content="noindex">' in html


def test_another_language_is_named_and_marked(no_elastic: None, shelf: Shelf, get: Get) -> None:
    shelf.put("Train de nuit", language="fr", path="petitions/7/", number="7")
    shelf.index()

    html = get(q="train")
    assert '<bdi lang="fr"><mark>Train</mark> de nuit</bdi>' in html
    assert '<span lang="fr">Français</span>' in html

    html = get("/ar/search/", q="train")
    assert 'dir="rtl"' in html
    assert "٧" in html
    assert links(html) == [("/ar/petitions/7/", "Train de nuit")]


def test_facets_are_links_that_keep_the_other_filters(no_elastic: None, shelf: Shelf, get: Get) -> None:
    shelf.put("Water one", is_open=True)
    shelf.put("Water two", language="fr")
    shelf.put("Water three", type="bill")
    shelf.index()

    facets = facet_links(get(q="water", type="petition", page="2"))

    assert facets == {
        "All kinds 3": "/en/search/?q=water",
        "Petitions 2": "/en/search/?q=water&type=petition",
        "Bills 1": "/en/search/?q=water&type=bill",
        "Open now 1": "/en/search/?q=water&type=petition&open=1",
        "Best for you": "/en/search/?q=water&type=petition",
        "English 1": "/en/search/?q=water&type=petition&language=en",
        "Français 1": "/en/search/?q=water&type=petition&language=fr",
    }


def test_pages_are_links(no_elastic: None, shelf: Shelf, get: Get) -> None:
    for number in range(45):
        shelf.put(f"Water {number}", path=f"petitions/{number}/")
    shelf.index()

    html = get(q="water", page="2")

    assert links(region(html, '<nav class="pages"', "</nav>"), "li") == [
        ("/en/search/?q=water", "1"),
        ("/en/search/?q=water&page=2", "2"),
        ("/en/search/?q=water&page=3", "3"),
        ("/en/search/?q=water&page=3", "Next page"),
    ]
    assert '<a href="/en/search/?q=water&amp;page=2" aria-current="page">2</a>' in html
    assert len(links(html)) == 20
    assert len(links(get(q="water", page="99"))) == 5


@pytest.mark.parametrize("count", [1, 100])
@pytest.mark.parametrize(("query", "queries"), [("water", 2), ("water nothing", 5), ("nothing", 3), ("watre", 7)])
def test_the_page_asks_the_database_the_same_few_times(
    no_elastic: None, shelf: Shelf, get: Get, count: int, query: str, queries: int
) -> None:
    for number in range(count):
        shelf.put(f"Water {number}")
    shelf.index()

    with CaptureQueriesContext(connection) as asked:
        get(q=query)

    assert len([row for row in asked if "search_searchrow" in row["sql"]]) == queries
    assert len(asked) <= 12


def test_nothing_found_says_what_to_try(no_elastic: None, shelf: Shelf, get: Get) -> None:
    shelf.put("Night train")
    shelf.index()

    assert "We found nothing" in get(q="zebra")
    html = get(q="train", type="bill")
    assert "Nothing of this kind has your words, but other things have." in html
    assert 'href="/en/search/?q=train"' in html
    assert "Nothing has all of these words." in get(q="train zebra")


@pytest.mark.parametrize(
    "query",
    [
        {"page": "x"}, {"page": "-1"}, {"page": "0"}, {"page": "99999999999999999999"}, {"page": "²"},
        {"type": "nothing"},
        {"language": "xx"}, {"open": "maybe"}, {"q": "x" * 5000}, {"q": "%' OR \"1\" --"},
        {"q": "train " * 300}, {"unheard": "of"},
    ],
)  # fmt: skip
def test_whatever_stands_in_the_address_is_answered(engine: str, shelf: Shelf, get: Get, query: dict[str, str]) -> None:
    shelf.put("Night train")
    shelf.index()

    assert "<h1>Search</h1>" in get(**{"q": "train", **query})


def test_what_is_typed_is_shown_escaped(no_elastic: None, shelf: Shelf, get: Get) -> None:
    html = get(q='"><script>alert(1)</script>')

    assert "<script>alert" not in html
    assert html.count("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;") >= 2


def test_only_reading_is_possible(client: Client, db: None) -> None:
    assert client.post("/en/search/", {"q": "train"}).status_code == 405


def test_a_heading_in_a_passage_is_parted_from_the_line_below_it(engine: str, shelf: Shelf, get: Get) -> None:
    shelf.put("Asking", type="bill", path="asking/", body="Nobody ferries alone.\nHow to ask ferries\nWrite it.")
    shelf.index()
    html = get(q="ferries")
    words = re.sub(r"</?mark>", "", html)
    assert "Nobody ferries alone. How to ask ferries · Write it." in words
    assert re.search(r"<p><bdi[^>]*>Nobody", words)
