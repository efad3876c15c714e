"""Titles that begin like what was typed, and "did you mean": equal on every engine, by API and on the page."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from django.test import Client

from core.search.backend import Asked
from core.search.suggesting import did_you_mean, suggest
from core.search.vocabulary import distance
from tests.search.conftest import Shelf


@pytest.fixture
def library(engine: str, shelf: Shelf) -> Shelf:
    """Titles in three languages, with and without dates, open and closed."""
    shelf.put("Night trains to Saltmere", number="1042", date=date(2024, 1, 1), path="petitions/1042/")
    shelf.put("The night ferry", date=date(2025, 1, 1))
    shelf.put("Trains by night", date=date(2020, 1, 1), is_open=True)
    shelf.put("Nightingales", type="news")
    both = shelf.put("Écoles de nuit", language="fr", date=date(2023, 1, 1))
    shelf.put("Night schools", uuid=both, date=date(2023, 1, 1))
    shelf.put("قطار الليل", language="ar", path="petitions/9/")
    shelf.put("Petitions of petitioners", type="bill")
    shelf.index()
    return shelf


def suggested(text: str, reader: str = "en") -> list[str]:
    """Give the titles of the suggestions."""
    return [found.document.title for found in suggest(text, reader)]


def test_each_typed_word_begins_a_word_of_the_title_open_first_then_newest(library: Shelf) -> None:
    nights = ["Trains by night", "The night ferry", "Night trains to Saltmere", "Night schools", "Nightingales"]
    assert suggested("ni") == suggested("NIGHT") == nights
    assert suggested("night tr") == suggested("tra nig") == ["Trains by night", "Night trains to Saltmere"]
    assert suggested("petitio") == suggested("petitioners") == ["Petitions of petitioners"]
    assert suggested("1042") == suggested("104") == ["Night trains to Saltmere"]
    assert suggested("ecol", "fr") == suggested("éco", "fr") == ["Écoles de nuit"]
    assert suggested("ecol", "en") == []
    assert suggested("قط", "ar") == suggested("ليل", "ar") == suggested("اللي", "ar") == ["قطار الليل"]
    assert [found.url for found in suggest("قط", "fr")] == ["/fr/petitions/9/"]


@pytest.mark.parametrize(
    "text", ["", "n", " ", "*", '"', "') OR 1=1 --", ":*", "a:b AND (", "\\", "ni* zebra", "x" * 500]
)
def test_whatever_is_typed_is_answered(library: Shelf, text: str) -> None:
    assert suggested(text) == []


def test_there_are_at_most_eight_in_one_order(engine: str, shelf: Shelf) -> None:
    uuids = [shelf.put(f"Water {number}") for number in range(30)]
    shelf.index()

    assert [found.document.uuid for found in suggest("wat", "en")] == sorted(uuids)[:8]


def test_what_is_not_public_any_more_is_not_suggested(engine: str, shelf: Shelf) -> None:
    train = shelf.put("Night train")
    shelf.index()
    shelf.drop(train)

    assert suggested("night") == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nihgt", "night"), ("nigt trains", "night trains"), ("saltmer", "saltmere"),
        ("Saltmeer ferrry", "saltmere ferry"),
        ("night", ""), ("zzzzzz", ""), ("1043", ""), ("the nigth", "the night"), ("petitoins", "petitions"),
        ("قطاار", "قطار"),
    ],
)  # fmt: skip
def test_a_word_that_nobody_knows_is_read_as_the_nearest_known_one(library: Shelf, typed: str, meant: str) -> None:
    if meant == "saltmere ferry":  # no text holds both: a correction is offered only where it finds something
        meant = ""
    assert did_you_mean(Asked(typed, reader="en")) == meant


def test_of_equally_near_words_the_commoner_is_meant(engine: str, shelf: Shelf) -> None:
    for title in ("A boat", "The coat", "My coat"):
        shelf.put(title)
    shelf.index()

    assert did_you_mean(Asked("xoat", reader="en")) == "coat"


@pytest.mark.parametrize(
    ("one", "other", "most", "apart"),
    [
        ("night", "night", 1, 0), ("nihgt", "night", 1, 1), ("nigt", "night", 1, 1), ("nightt", "night", 1, 1),
        ("bight", "night", 1, 1), ("bigth", "night", 1, 2), ("bigth", "night", 2, 2), ("train", "night", 2, 3),
        ("", "ab", 2, 2),
    ],
)  # fmt: skip
def test_the_distance_counts_letters_and_stops_early(one: str, other: str, most: int, apart: int) -> None:
    assert distance(one, other, most) == apart


def test_the_api_gives_titles_kinds_and_addresses(library: Shelf, client: Client, settings: object) -> None:
    settings.SITE_URL = "https://parliament.example"
    answer = client.get("/api/v1/search/suggestions/", {"q": "1042"}, headers={"Accept-Language": "en"})

    assert answer.status_code == 200
    (uuid,) = [uuid for uuid, docs in library.things.items() if docs[0].number == "1042"]
    assert answer.json() == {
        "results": [
            {
                "type": "petition",
                "kind": "Petition",
                "id": str(uuid),
                "language": "en",
                "title": "Night trains to Saltmere",
                "url": "https://parliament.example/en/petitions/1042/",
            }
        ]
    }
    assert answer.cookies == {}


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "x" * 201}])
def test_the_api_names_what_it_cannot_mean(client: Client, db: None, query: dict[str, str]) -> None:
    answer = client.get("/api/v1/search/suggestions/", query)

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert [row["field"] for row in answer.json()["fields"]] == ["q"]


def test_the_page_helps_on_without_a_script(no_elastic: None, shelf: Shelf, client: Client) -> None:
    shelf.put("Night train", path="petitions/7/")
    shelf.index()

    meant = unescape(client.get("/en/search/", {"q": "nihgt train", "type": "petition"}).content.decode())
    assert 'Did you mean <a href="/en/search/?q=night+train&type=petition"><bdi>night train</bdi></a>?' in meant

    begun = client.get("/en/search/", {"q": "nigh"}).content.decode()
    assert "Titles that begin like this" in begun
    assert '<a href="/en/petitions/7/"><bdi>Night train</bdi></a>' in begun
