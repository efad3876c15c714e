"""The index follows events by the outbox, survives an absent Elasticsearch, and is built anew while it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from core.actors import CLOCK
from core.events import record
from core.events import subscribers as subscriber_table
from core.events.models import Event, OutboxEntry
from core.events.outbox import drain
from core.events.subscribers import subscribe
from core.parliament.models import Chamber, Committee
from core.search import follow
from core.search.backend import EngineFailed, Results
from core.search.indexing import database, index_now, push_pending, remove
from core.search.models import SearchRow
from tests.search.conftest import ELASTICSEARCH_URL, Shelf, titles

Ask = Callable[..., Results]
NOBODY = "http://127.0.0.1:9"
with_elasticsearch = pytest.mark.skipif(not ELASTICSEARCH_URL, reason="needs Elasticsearch: no ELASTICSEARCH_URL")


@pytest.fixture
def committee(db: None) -> Committee:
    """A subject for events."""
    chamber = Chamber.objects.create(key="search-test", name={"en": "House"})
    return Committee.objects.create(chamber=chamber, slug="search-test", name={"en": "Water Committee"})


@pytest.fixture
def own_subscribers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put the subscribers of the real domains aside."""
    monkeypatch.setattr(subscriber_table, "_table", {})
    OutboxEntry.objects.all().delete()
    return


def test_an_event_indexes_its_subject_after_the_outbox_ran(
    engine: str, shelf: Shelf, committee: Committee, own_subscribers: None, ask: Ask,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    subscribe({"thing.change": [follow("petition")]})
    shelf.put("Water Committee", uuid=committee.public_id)
    event = record("thing.change", committee, actor=CLOCK)

    assert titles(ask("water")) == []
    with django_capture_on_commit_callbacks(execute=True):
        assert drain() == 1

    assert titles(ask("water")) == ["Water Committee"]
    assert SearchRow.objects.get().version == event.pk


def test_an_event_can_index_other_things_than_its_subject(
    no_elastic: None, shelf: Shelf, committee: Committee, own_subscribers: None, ask: Ask
) -> None:
    clauses = [shelf.put(f"Clause {number}", type="bill") for number in (1, 2)]
    subscribe({"thing.change": [follow("bill", subjects=lambda event: clauses)]})
    record("thing.change", committee, actor=CLOCK)
    drain()

    assert sorted(titles(ask("clause"))) == ["Clause 1", "Clause 2"]


def test_a_type_is_followed_by_one_function() -> None:
    assert follow("petition") is follow("petition")
    assert follow("petition") is not follow("bill")


def test_an_unknown_type_is_an_error(no_elastic: None, shelf: Shelf) -> None:
    with pytest.raises(KeyError):
        index_now("unheard-of", uuid4(), 1)


def test_what_is_indexed_can_be_rebuilt_and_strangers_go(
    engine: str, shelf: Shelf, ask: Ask, committee: Committee, capsys: pytest.CaptureFixture[str]
) -> None:
    shelf.put("Night train")
    both = shelf.put("Night ferry")
    shelf.put("Ferry de nuit", language="fr", uuid=both)
    gone = shelf.put("Night bus")
    shelf.index()
    while record("thing.change", committee, actor=CLOCK).pk < shelf.version:
        pass
    del shelf.things[gone]
    SearchRow.objects.filter(title="Night train").delete()

    call_command("search_rebuild")

    assert sorted(titles(ask("night"))) == ["Night ferry", "Night train"]
    assert titles(ask("ferry", reader="fr")) == ["Ferry de nuit"]
    said = capsys.readouterr().out
    assert "Database: 3 documents" in said
    assert ("Elasticsearch: 3 documents" in said) is (engine == "elasticsearch")


def test_a_rebuild_shows_how_far_it_is(no_elastic: None, shelf: Shelf) -> None:
    for number in range(3):
        shelf.put(f"Train {number}")
    seen: list[tuple[str, int]] = []

    assert database().rebuild(lambda what, count: seen.append((what, count))) == 3
    assert [count for what, count in seen if what == "petition"] == [1, 2, 3, 3]


def test_the_rows_answer_while_they_are_rebuilt(no_elastic: None, shelf: Shelf, ask: Ask) -> None:
    for number in range(3):
        shelf.put(f"Train {number}")
    shelf.index()
    counts: list[int] = []
    database().rebuild(lambda what, count: counts.append(ask("train").total))

    assert set(counts) == {3}


def test_a_failing_elasticsearch_is_no_trouble_for_events_and_readers(shelf: Shelf, ask: Ask, settings: Any) -> None:
    settings.ELASTICSEARCH_URL = NOBODY
    train = shelf.put("Night train")
    shelf.index()

    assert titles(ask("train")) == ["Night train"]
    assert list(SearchRow.objects.values_list("is_pending", flat=True)) == [True]
    shelf.drop(train)
    assert titles(ask("train")) == []
    assert SearchRow.objects.filter(is_gone=True, title="", body="", body_stems="").count() == 1
    with pytest.raises(CommandError):
        call_command("search_rebuild", stdout=open("/dev/null", "w"))  # noqa: SIM115


@with_elasticsearch
def test_what_elasticsearch_missed_is_handed_on_when_it_is_back(
    own_prefix: str, shelf: Shelf, ask: Ask, settings: Any
) -> None:
    kept, dropped = shelf.put("Night train"), shelf.put("Day train")
    shelf.index()
    settings.ELASTICSEARCH_URL = NOBODY
    shelf.put("Night train to Saltmere", uuid=kept)
    shelf.index(kept)
    shelf.drop(dropped)
    settings.ELASTICSEARCH_URL = ELASTICSEARCH_URL
    assert sorted(titles(ask("train"))) == ["Day train", "Night train"]

    assert push_pending() == 2

    assert titles(ask("train")) == ["Night train to Saltmere"]
    assert list(SearchRow.objects.values_list("title", "is_pending")) == [("Night train to Saltmere", False)]
    assert push_pending() == 0


@with_elasticsearch
def test_elasticsearch_itself_answers_and_not_the_table(own_prefix: str, shelf: Shelf, ask: Ask) -> None:
    shelf.put("Night train")
    shelf.index()
    SearchRow.objects.all().delete()

    assert titles(ask("trains")) == ["Night train"]


@with_elasticsearch
def test_an_index_stands_behind_an_alias_a_type_and_language_with_its_analyzer(own_prefix: str, shelf: Shelf) -> None:
    from core.search.elastic import client

    both = shelf.put("Night train")
    shelf.put("قطار الليل", language="ar", uuid=both)
    shelf.put("Loi", type="bill", language="fr")
    shelf.index()
    indices = client(ELASTICSEARCH_URL).indices

    def aliases() -> dict[str, str]:
        found = indices.get_alias(name=f"{own_prefix}.*")
        return {alias: index for index, row in found.items() for alias in row["aliases"]}

    before = aliases()
    assert sorted(before) == [f"{own_prefix}.{end}" for end in ("bill.fr", "petition.ar", "petition.en")]
    analysis = indices.get_settings(index=f"{own_prefix}.petition.ar")[before[f"{own_prefix}.petition.ar"]]
    assert analysis["settings"]["index"]["analysis"]["analyzer"] == {"rostra_ar": {"type": "arabic"}}

    call_command("search_rebuild", stdout=open("/dev/null", "w"))  # noqa: SIM115

    after = aliases()
    assert sorted(after) == sorted(before)
    assert set(after.values()) & set(before.values()) == set()
    assert sorted(indices.get(index=f"{own_prefix}-*")) == sorted(after.values())


@with_elasticsearch
def test_a_change_during_a_rebuild_is_not_lost(own_prefix: str, shelf: Shelf, ask: Ask, committee: Committee) -> None:
    from core.search.elastic import ElasticBackend

    changed, dropped = shelf.put("Night train"), shelf.put("Day train")
    shelf.index()
    start = record("thing.start", committee, actor=CLOCK).pk
    OutboxEntry.objects.all().delete()
    database().rebuild(lambda what, count: None)
    done: list[str] = []

    def interfere(what: str, count: int) -> None:
        """Change things after they were copied and before the alias moves."""
        if not done:
            done.append(what)
            shelf.put("Night train to Saltmere", uuid=changed)
            index_now("petition", changed, start + 1)
            remove("petition", dropped, start + 2)
            push_pending()

    ElasticBackend().rebuild(interfere)

    assert done != []
    assert titles(ask("train")) == ["Night train to Saltmere"]
    assert Event.objects.filter(pk__gt=start).count() == 0


@with_elasticsearch
def test_a_refused_document_is_an_error_and_not_silence(own_prefix: str, shelf: Shelf) -> None:
    from core.search.documents import built
    from core.search.elastic import ElasticBackend

    train = shelf.put("Night train", state="x" * 40_000)  # longer than a keyword may be
    with pytest.raises(EngineFailed, match="1 documents refused"):
        ElasticBackend().save(built("petition", train, 1))
