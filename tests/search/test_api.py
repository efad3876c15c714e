"""The search for machines gives what the page shows, and problem details for what it cannot mean."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIRequestFactory

from api.search import search
from tests.search.conftest import Shelf


def get(reader: str = "en", **query: Any) -> Any:
    """Call the door itself; where it stands is the router's business."""
    from django.utils.translation import override

    with override(reader):
        response = search(APIRequestFactory().get("/api/v1/search/", query))
        response.render()
        return response


def test_the_answer_holds_public_facts_and_marks(engine: str, shelf: Shelf, settings: Any) -> None:
    settings.SITE_URL = "https://parliament.example"
    train = shelf.put("Night & day train", number="1042", path="petitions/1042/", state="open", is_open=True)
    shelf.index()

    answer = get(q="trains").data

    assert answer == {
        "count": 1,
        "page": 1,
        "pages": 1,
        "match": "all_words",
        "language": None,
        "facets": {
            "type": {"petition": 1},
            "language": {"en": 1},
            "state": {"open": 1},
            "committee": {},
            "year": {},
            "open": 1,
        },
        "results": [
            {
                "type": "petition",
                "id": str(train),
                "language": "en",
                "number": "1042",
                "state": "open",
                "is_open": True,
                "date": None,
                "committee": "",
                "title": "Night & day train",
                "summary": "",
                "title_html": "Night &amp; day <mark>train</mark>",
                "passage_html": "",
                "url": "https://parliament.example/en/petitions/1042/",
            }
        ],
    }


def test_filters_and_pages_work_as_on_the_page(no_elastic: None, shelf: Shelf) -> None:
    for number in range(3):
        shelf.put(f"Water {number}", is_open=number == 0)
    shelf.put("Water bill", type="bill")
    shelf.put("Projet water", type="bill", language="fr")
    shelf.index()

    assert get(q="water").data["count"] == 5
    assert [row["title"] for row in get(q="water", open="true").data["results"]] == ["Water 0"]
    assert get(q="water", type=["bill", "petition"]).data["count"] == 5
    assert [row["title"] for row in get(q="water", type="bill", language="fr").data["results"]] == ["Projet water"]
    second = get(q="water", page=2, page_size=4).data
    assert (second["page"], second["pages"], len(second["results"])) == (2, 2, 1)
    assert get(q="water nowhere").data["match"] == "some_words"
    assert get("fr", q="projet").data["results"][0]["url"].endswith(f"/fr/{shelf_path(shelf, 'Projet water')}")


def shelf_path(shelf: Shelf, title: str) -> str:
    """Give the path of a thing."""
    return next(doc.path for docs in shelf.things.values() for doc in docs if doc.title == title)


def test_the_door_stands_at_its_address(client: Client, no_elastic: None, shelf: Shelf) -> None:
    shelf.put("Train de nuit", language="fr")
    shelf.put("Night train")
    shelf.index()

    answer = client.get("/api/v1/search/", {"q": "trains", "language": "fr"}, headers={"Accept-Language": "ar"})

    assert answer.status_code == 200
    assert [row["title"] for row in answer.json()["results"]] == ["Train de nuit"]
    assert answer.cookies == {}
    assert client.get("/api/v1/search/").headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ({}, ["q"]), ({"q": ""}, ["q"]), ({"q": "x" * 201}, ["q"]), ({"q": "a", "type": "nothing"}, ["type"]),
        ({"q": "a", "language": "xx", "page": "x"}, ["language", "page"]), ({"q": "a", "page": 0}, ["page"]),
        ({"q": "a", "page_size": 1000}, ["page_size"]),
    ],
)  # fmt: skip
def test_bad_input_is_named_field_by_field(shelf: Shelf, query: dict[str, Any], fields: list[str]) -> None:
    response = get(**query)

    assert (response.status_code, response.content_type) == (400, "application/problem+json")
    assert [row["field"] for row in response.data["fields"]] == fields
