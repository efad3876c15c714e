"""A made-up cursor is answered as any other bad one, on every kind of list: 404, and nothing breaks."""

from base64 import b64encode
from urllib.parse import urlencode

import pytest

from core import clock

pytestmark = pytest.mark.django_db
BASE = "/api/v1/"
HUGE = str(2**70)
NUMBERS = ("abc", "", "None", "1.5", HUGE, f"-{HUGE}", "9" * 5000, "1\x00", "²")
MOMENTS = (
    "abc", "", "12", "None", "2026-13-01 00:00:00+00:00", "2026-01-01 00:00:00", "9999-12-31 23:59:59-12:00",
    "0001-01-01 00:00:00+12:00", "2026-01-01 00:00:00+00:00\x00",
)  # fmt: skip


def cursor(position, **facts):
    return b64encode(urlencode({"p": position, **facts}).encode()).decode()


def answer(client, path, position, **facts):
    return client.get(f"{BASE}{path}", {**facts, "cursor": cursor(position)})


@pytest.fixture
def paths(make_petition, version):
    """Give lists with what they are ordered by, those below a record too."""
    number = make_petition().number
    by_number = (
        "bills/", "evidence/submissions/", "evidence/calls/", "moderation/decisions/", "petitions/",
        "bills/rivers-bill/provisions/", "bills/rivers-bill/clauses/section-2/comments/",
        f"petitions/{number}/checkpoints/", f"petitions/{number}/entries/",
    )  # fmt: skip
    return {"number": by_number, "text": ("members/", "committees/")}


@pytest.mark.parametrize("position", NUMBERS)
def test_a_place_that_is_no_number(client, paths, position):
    for path in paths["number"]:
        found = answer(client, path, position)
        assert (path, found.status_code, found["Content-Type"]) == (path, 404, "application/problem+json")


@pytest.mark.parametrize("position", MOMENTS)
def test_a_place_that_is_no_moment(client, paths, position):
    assert answer(client, "hearings/", position).status_code == 404
    assert answer(client, "petitions/", position, order="closing").status_code == 404


def test_a_place_that_no_text_can_be(client, paths):
    for path in paths["text"]:
        assert answer(client, path, "a\x00b").status_code == 404
        assert answer(client, path, "zz").status_code == 200


def test_a_place_that_a_row_could_have_is_taken(client, paths):
    for path in paths["number"]:
        for facts in ({"p": "5"}, {"p": "5", "r": "1"}, {"o": "3"}):
            found = client.get(f"{BASE}{path}", {"cursor": b64encode(urlencode(facts).encode()).decode()})
            assert (path, found.status_code) == (path, 200)
    assert answer(client, "hearings/", str(clock.now())).status_code == 200


def test_the_way_through_the_pages_is_as_before(client, make_petition):
    for _one in range(5):
        make_petition()
    for order in ("signed", "newest", "closing"):
        path, seen = f"{BASE}petitions/?order={order}&page_size=2", []
        while path:
            page = client.get(path).json()
            seen += [row["number"] for row in page["results"]]
            path = page["next"]
        assert len(seen) == len(set(seen)) == 5
