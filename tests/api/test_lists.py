"""Lists: narrowed by their words, refused with a wrong one; as CSV the same content as in JSON."""

import csv
import io
import json

import pytest
from django.conf import settings

from api.csv_lists import cell
from tests.architecture import fills_bills, fills_evidence, fills_hearings, fills_moderation, fills_petitions
from tests.architecture.counted import World

pytestmark = pytest.mark.django_db
LIST = "/api/v1/petitions/"


@pytest.fixture
def full_world(request, db, parliament):
    """Give the addresses of all lists, each with a few rows."""
    world = World(request.getfixturevalue)
    fills_petitions.fill_mixed(world, 3)
    fills_petitions.fill_areas(world, 2)
    fills_petitions.fill_milestones(world, 2)
    fills_moderation.fill_log(world, 3)
    fills_evidence.fill_published(world, 2)
    return world


def rows_of(api, path):
    """Give all rows of a list as JSON, page by page."""
    rows, url = [], path
    while url:
        body = api.get(url).json()
        if isinstance(body, list):
            return body
        rows, url = rows + body["results"], body["next"]
    return rows


def table_of(answer):
    """Give a CSV answer as its header and its rows."""
    text = b"".join(answer.streaming_content).decode("utf-8")
    assert text.endswith("\r\n")
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    return header, rows


def as_cell(value):
    """Say how a value of JSON stands in a cell, by the words of docs/api.md alone."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return {True: "true", False: "false"}[value]
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def check_equal(name, rows, table):
    header, lines = table
    assert len(lines) == len(rows), name
    for row, line in zip(rows, lines, strict=True):
        cells = dict(zip(header, line, strict=True))
        assert {column.partition(".")[0] for column in header} == set(row)
        for column, text in cells.items():
            field, _dot, language = column.partition(".")
            value = (row[field] or {}).get(language) if language else row[field]
            if isinstance(value, dict | list):
                assert json.loads(text) == value, (name, column)
            else:
                assert text == as_cell(value), (name, column)


def lists(world):
    petition = world.once(fills_petitions.one_petition).number
    return [
        LIST, f"{LIST}{petition}/milestones/", f"{LIST}{petition}/hours/", "/api/v1/members/", "/api/v1/committees/",
        "/api/v1/evidence/calls/", "/api/v1/evidence/submissions/", "/api/v1/moderation/decisions/",
    ]  # fmt: skip


def test_csv_and_json_say_the_same(api, full_world):
    for path in lists(full_world):
        rows = rows_of(api, f"{path}?page_size=2" if "milestones" not in path and "hours" not in path else path)
        assert len(rows) >= (1 if "calls" in path else 2), path
        by_word = api.get(f"{path}?format=csv")
        check_equal(path, rows, table_of(by_word))
        by_header = api.get(path, headers={"Accept": "text/csv"})
        assert by_header["Content-Type"] == "text/csv; charset=utf-8; header=present"
        check_equal(path, rows, table_of(by_header))


def test_bills_and_their_comments_as_csv(request, api):
    world = World(request.getfixturevalue)
    comment = world.once(fills_bills.first_comment)
    slug = comment.annotation.version.bill.slug
    unit = comment.annotation.unit.code
    base = f"/api/v1/bills/{slug}/"
    for path in ("/api/v1/bills/", f"{base}provisions/", f"{base}clauses/{unit}/comments/"):
        check_equal(path, rows_of(api, path), table_of(api.get(f"{path}?format=csv")))


def test_hearings_and_their_questions_as_csv(request, api):
    world = World(request.getfixturevalue)
    question = world.once(fills_hearings.one_question)
    question.state = "published"
    question.save()
    for path in ("/api/v1/hearings/", f"/api/v1/hearings/{question.hearing.slug}/questions/"):
        rows = rows_of(api, path)
        assert len(rows) == 1
        check_equal(path, rows, table_of(api.get(f"{path}?format=csv")))


def test_a_label_by_language_is_one_column_a_language(api, parliament):
    header, _rows = table_of(api.get("/api/v1/committees/?format=csv"))
    assert header == [
        "id", "slug", "chamber", *(f"name.{code}" for code, _name in settings.LANGUAGES),
        *(f"remit.{code}" for code, _name in settings.LANGUAGES), "seats", "api_url",
    ]  # fmt: skip


def test_what_a_spreadsheet_would_run_is_disarmed(api, make_petition):
    for begin in ("=", "+", "-", "@"):
        make_petition(action=f"{begin}cmd|' /C calc'!A0", background="Two\r\nlines, “quoted” and\tmore")
    header, rows = table_of(api.get(f"{LIST}?format=csv"))
    assert sorted({row[header.index("action")][:2] for row in rows}) == ["'+", "'-", "'=", "'@"]
    assert {row[header.index("background")] for row in rows} == {"Two\r\nlines, “quoted” and\tmore"}
    assert (cell(-1), cell("-1"), cell("\tx")) == ("-1", "'-1", "'\tx")


def test_no_other_form_is_spoken(api, open_petition):
    assert api.get(f"{LIST}?format=xml").status_code == 404
    assert api.get(f"{LIST}{open_petition.number}/", headers={"Accept": "text/csv"}).status_code == 406


def test_taking_whole_lists_has_a_limit(api, parliament, settings):
    settings.REDIS_URL, settings.LIMITS_FACTOR, settings.LIMITS = "", 1, {"export": "1/10m"}
    path = "/api/v1/committees/"
    assert [api.get(f"{path}?format=csv").status_code for _turn in range(2)] == [200, 429]
    assert api.get(path).status_code == 200


@pytest.mark.parametrize(
    "path",
    [LIST, "/api/v1/members/", "/api/v1/bills/", "/api/v1/hearings/", "/api/v1/evidence/calls/", "/api/v1/search/",
     "/api/v1/moderation/counts/", "/api/v1/moderation/decisions/"],
)  # fmt: skip
def test_a_word_that_nobody_knows_is_named(api, parliament, path):
    answer = api.get(path, {"q": "night", "nonsense": "1"} if "search" in path else {"nonsense": "1"})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert [row["field"] for row in answer.json()["fields"]] == ["nonsense"]


@pytest.mark.parametrize(
    ("path", "query"),
    [(LIST, {"since": "yesterday"}), (LIST, {"language": "xx"}), ("/api/v1/hearings/", {"state": "draft"}),
     ("/api/v1/evidence/calls/", {"state": "draft"}), ("/api/v1/bills/", {"state": "draft"}),
     ("/api/v1/moderation/decisions/", {"outcome": "eaten"})],
)  # fmt: skip
def test_a_value_that_cannot_be_is_named(api, parliament, path, query):
    answer = api.get(path, query)
    assert (answer.status_code, [row["field"] for row in answer.json()["fields"]]) == (400, list(query))


def test_petitions_by_text_language_day_and_constituency(api, make_petition, parliament, settings):
    from datetime import timedelta

    from core import clock
    from petitions.models import Tally

    now = clock.now()
    trains = make_petition(action="Night trains for all", opened_at=now - timedelta(days=40))
    rivers = make_petition(action="Rivières propres", language="fr", opened_at=now - timedelta(days=2))
    settings.SMALLEST_GROUP = 5  # of fewer in one place nothing is told
    for code, many in (("OAK", 5), ("SLT", 4)):
        Tally.objects.create(petition=rivers, area=parliament.areas[code], counted_class="online", count=many)

    def found(**query):
        return [row["number"] for row in api.get(LIST, query).json()["results"]]

    day = (now - timedelta(days=20)).date().isoformat()
    assert found(q="night TRAINS") == [trains.number]
    assert found(language="fr") == [rivers.number]
    assert (found(since=day), found(until=day)) == ([rivers.number], [trains.number])
    assert (found(constituency="OAK"), found(constituency="SLT")) == ([rivers.number], [])


def test_members_by_place_and_committee(api, parliament):
    def found(**query):
        return [row["slug"] for row in api.get("/api/v1/members/", query).json()["results"]]

    assert found(constituency="SLT") == ["sam-salt"]
    assert found(committee="transport") == ["ida-north"]
    assert found(committee="health") == []
    assert found(q="NORTH") == ["ida-north"]


def test_bills_by_a_text_of_their_title_in_any_language(api, version):
    version.bill.title = {"en": "Clean rivers", "fr": "Rivières propres", "ar": "أنهار نظيفة"}
    version.bill.save()

    def found(text):
        return [row["slug"] for row in api.get("/api/v1/bills/", {"q": text}).json()["results"]]

    slug = version.bill.slug
    assert [found(text) for text in ("clean", "vières", "أنهار", "fr", "train")] == [[slug], [slug], [slug], [], []]
