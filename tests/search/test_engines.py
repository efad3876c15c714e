"""What a search finds, and in which order: the same on SQLite, PostgreSQL and Elasticsearch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from uuid import uuid4

import pytest

from core.search.backend import Key, Results
from core.search.database import DatabaseBackend
from core.search.documents import built
from core.search.indexing import database, index_now, push_pending, remove
from core.search.models import SearchRow
from tests.search.conftest import Shelf, titles

Ask = Callable[..., Results]
pytestmark = pytest.mark.usefixtures("engine")


def test_every_word_must_be_met_in_title_summary_or_body(shelf: Shelf, ask: Ask) -> None:
    shelf.put("Night trains", summary="From Alderhaven", body="to the sea at Saltmere")
    shelf.put("Day trains", body="to Kingsmarch")
    shelf.index()

    assert titles(ask("train saltmere")) == ["Night trains"]
    assert sorted(titles(ask("Trains"))) == ["Day trains", "Night trains"]
    assert titles(ask("the sea of night")) == ["Night trains"]
    assert titles(ask("nothing-of-this")) == []


def test_a_word_in_the_title_stands_above_the_same_word_in_the_body(shelf: Shelf, ask: Ask) -> None:
    for number in range(3):
        shelf.put(f"Harbour {number}", body="river " * 9 + "bank boat water " * 10)
    shelf.put("A clean river", body="water and boats and harbours " * 20)
    shelf.index()

    assert titles(ask("rivers"))[0] == "A clean river"
    assert ask("rivers").total == 4


def test_singular_finds_plural_and_accents_do_not_matter(shelf: Shelf, ask: Ask) -> None:
    shelf.put("Les hôpitaux et les écoles de l’île", language="fr")
    shelf.put("Two cities with ferries and cafés")
    shelf.put("تُرمَّم المستشفيات والمدرسة قرب الوزير", language="ar")
    shelf.index()

    def found(query: str, reader: str) -> int:
        return ask(query, reader=reader).total

    assert [found(query, "fr") for query in ("hôpital", "hopitaux", "ecole", "école", "île")] == [1] * 5
    assert [found(query, "en") for query in ("city", "ferry", "café", "cafe")] == [1] * 4
    assert [found(query, "ar") for query in ("مستشفى", "والمستشفيات", "مدرسة", "وزير", "والوزير")] == [1] * 5


def test_each_thing_is_shown_once_in_the_readers_language_else_in_its_own(shelf: Shelf, ask: Ask) -> None:
    both = shelf.put("Port of Saltmere", language="en", path="petitions/1/")
    shelf.put("Port de Saltmere", language="fr", uuid=both, path="petitions/1/")
    shelf.put("Ferry de Saltmere", language="fr", path="petitions/2/")
    shelf.index()

    def seen(reader: str, language: str = "") -> list[tuple[str, str]]:
        return sorted((hit.document.title, hit.url) for hit in ask("saltmere", reader=reader, language=language).hits)

    ferry = "Ferry de Saltmere"
    assert seen("en") == [(ferry, "/en/petitions/2/"), ("Port of Saltmere", "/en/petitions/1/")]
    assert seen("fr") == [(ferry, "/fr/petitions/2/"), ("Port de Saltmere", "/fr/petitions/1/")]
    assert seen("ar") == [(ferry, "/ar/petitions/2/"), ("Port of Saltmere", "/ar/petitions/1/")]
    assert seen("en", "fr") == [(ferry, "/en/petitions/2/"), ("Port de Saltmere", "/fr/petitions/1/")]
    assert ask("saltmere").by_language == Counter({"fr": 2, "en": 1})


def test_a_full_address_is_taken_as_it_is(shelf: Shelf, ask: Ask) -> None:
    shelf.put("Open house", type="news", path="/fr/actualites/portes-ouvertes/")
    shelf.index()

    assert [hit.url for hit in ask("house").hits] == ["/fr/actualites/portes-ouvertes/"]


def test_words_of_another_language_find_there_what_the_readers_has_not(shelf: Shelf, ask: Ask) -> None:
    both = shelf.put("Night train", path="petitions/1/")
    shelf.put("قطار الليل", language="ar", uuid=both, path="petitions/1/")
    shelf.index()

    results = ask("القطار")

    assert [(hit.document.title, hit.url) for hit in results.hits] == [("قطار الليل", "/ar/petitions/1/")]
    assert results.asked.language == "ar"


def test_facets_count_under_the_other_filters(shelf: Shelf, ask: Ask) -> None:
    for number in range(3):
        shelf.put(f"Water petition {number}", is_open=number == 0)
    shelf.put("Water bill", type="bill", is_open=True)
    shelf.put("Loi sur le water-polo", type="bill", language="fr")
    shelf.index()

    results = ask("water", types=("bill",))

    assert sorted(titles(results)) == ["Loi sur le water-polo", "Water bill"]
    assert results.by_type == Counter({"petition": 3, "bill": 2})
    assert results.by_language == Counter({"en": 1, "fr": 1})
    assert (results.total, results.open_now) == (2, 1)
    assert titles(ask("water", types=("bill",), open_only=True)) == ["Water bill"]
    assert ask("water", open_only=True).by_type == Counter({"petition": 1, "bill": 1})
    assert sorted(titles(ask("water", types=("bill", "petition"), language="en", open_only=True))) == [
        "Water bill",
        "Water petition 0",
    ]


def test_a_number_leads_to_the_petition_first(shelf: Shelf, ask: Ask) -> None:
    for title in ("17 reasons against the 17 bus", "17, 17 and 17"):
        shelf.put(title, number="9")
    shelf.put("Rivers bill", type="bill", number="17")
    shelf.put("Night train", number="17")
    shelf.index()

    assert titles(ask("17"))[:2] == ["Night train", "Rivers bill"]
    assert titles(ask("petition 17"))[0] == "Night train"
    assert titles(ask("١٧"))[0] == "Night train"
    assert titles(ask("#17"))[0] == "Night train"
    assert ask("17").total == 4


def test_a_text_in_the_readers_language_stands_first_among_equals(shelf: Shelf, ask: Ask) -> None:
    shelf.put("Le train", language="fr")
    shelf.put("The train", language="en")
    shelf.index()

    assert titles(ask("train", reader="en")) == ["The train", "Le train"]
    assert titles(ask("train", reader="fr")) == ["Le train", "The train"]


def test_pages_follow_each_other_without_gap_or_repetition(shelf: Shelf, ask: Ask) -> None:
    for number in range(45):
        shelf.put(f"Water petition {number}")
    shelf.index()

    pages = [ask("water", page=page) for page in (1, 2, 3)]

    assert [len(page.hits) for page in pages] == [20, 20, 5]
    assert len({title for page in pages for title in titles(page)}) == 45
    beyond = ask("water", page=9)
    assert (beyond.page, beyond.pages, titles(beyond)) == (3, 3, titles(pages[2]))


def test_found_words_are_marked_and_everything_else_is_escaped(shelf: Shelf, ask: Ask) -> None:
    body = "Nothing here. " * 40 + "The <b>river</b> & its banks end here. " + "Nothing more. " * 40
    shelf.put('<script>alert("Rivers")</script>', body=body)
    shelf.index()

    (hit,) = ask("river").hits

    assert hit.title == "&lt;script&gt;alert(&quot;<mark>Rivers</mark>&quot;)&lt;/script&gt;"
    assert "&lt;b&gt;<mark>river</mark>&lt;/b&gt; &amp; its banks" in hit.passage
    assert len(hit.passage) < 400


def test_where_nothing_has_all_words_some_are_enough(shelf: Shelf, ask: Ask) -> None:
    shelf.put("Night train")
    shelf.put("Day ferry")
    shelf.index()

    results = ask("night ferry")

    assert sorted(titles(results)) == ["Day ferry", "Night train"]
    assert results.asked.is_loose is True
    assert ask("night train").asked.is_loose is False


def test_a_filter_that_leaves_nothing_says_what_there_is_without_it(shelf: Shelf, ask: Ask) -> None:
    shelf.put("Night train")
    shelf.index()

    results = ask("night train", types=("bill",))

    assert (results.total, results.by_type, results.asked.is_loose) == (0, Counter({"petition": 1}), False)


@pytest.mark.parametrize(
    "query", ["", "   ", "the", "***", '"', "') OR 1=1 --", "a:b AND (", "\\", "-", "NEAR(", "'&|!"]
)
def test_whatever_is_typed_is_answered(shelf: Shelf, ask: Ask, query: str) -> None:
    shelf.put("Night train")
    shelf.index()

    assert titles(ask(query)) == []


def test_what_is_not_public_any_more_leaves_the_index(shelf: Shelf, ask: Ask) -> None:
    night, day = shelf.put("Night train"), shelf.put("Day train")
    shelf.index()
    shelf.drop(night)

    assert titles(ask("train")) == ["Day train"]

    remove("petition", day, shelf.version + 1)
    push_pending()
    assert titles(ask("train")) == []
    assert SearchRow.objects.count() == 0


def test_a_language_that_goes_leaves_alone(shelf: Shelf, ask: Ask) -> None:
    train = shelf.put("Night train")
    shelf.put("Train de nuit", language="fr", uuid=train)
    shelf.index()
    shelf.things[train] = shelf.things[train][:1]
    shelf.index(train)

    assert ask("train").by_language == Counter({"en": 1})
    assert titles(ask("train", reader="fr")) == ["Night train"]


def test_a_changed_text_is_found_by_its_new_words_only(shelf: Shelf, ask: Ask) -> None:
    train = shelf.put("Night train")
    shelf.index()
    shelf.put("Day ferry", uuid=train)
    shelf.index(train)

    assert (titles(ask("train")), titles(ask("ferry"))) == ([], ["Day ferry"])


def test_an_older_version_never_replaces_a_newer_one(shelf: Shelf, ask: Ask) -> None:
    train = shelf.put("New title")
    index_now("petition", train, 12)
    shelf.put("Old title", uuid=train)
    index_now("petition", train, 10)
    database().remove([Key("petition", train, "en", 11)])
    push_pending()

    assert titles(ask("title")) == ["New title"]


def test_an_engine_itself_refuses_older_versions(shelf: Shelf, ask: Ask, engine: str) -> None:
    train = shelf.put("New title")
    index_now("petition", train, 12)
    push_pending()
    shelf.put("Old title", uuid=train)
    late = built("petition", train, 10)
    if engine == "elasticsearch":
        from core.search.elastic import ElasticBackend

        backend = ElasticBackend()
    else:
        backend = DatabaseBackend()
    backend.save(late)
    backend.remove([Key("petition", train, "en", 11), Key("petition", uuid4(), "en", 11)])

    assert titles(ask("title")) == ["New title"]


def test_a_text_in_a_language_of_no_analyzer_is_found_by_its_words(shelf: Shelf, ask: Ask) -> None:
    shelf.put("Nein zum Straßenbau in Brückenheim", language="de")
    shelf.index()

    assert titles(ask("brückenheim")) == ["Nein zum Straßenbau in Brückenheim"]
    assert [hit.url[:4] for hit in ask("strassenbau").hits] == ["/en/"]


def test_signs_that_a_file_may_hold_and_a_database_may_not_are_left_out(shelf: Shelf, ask: Ask) -> None:
    shelf.put("Report\x00one", summary="a\x00b", body="page\x00two", kicker="k" * 400)
    shelf.index()

    assert titles(ask("report two")) == ["Report one"]


def test_a_very_long_text_is_taken(shelf: Shelf, ask: Ask) -> None:
    shelf.put("Long", body="".join(f"word{number % 500} " for number in range(60_000)) + "x" * 300_000)
    shelf.index()

    assert titles(ask("word77")) == ["Long"]
